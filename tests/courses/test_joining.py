"""Joining by a link: every branch, whole or not at all, and a link works once."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Employment, Nation, Person, Role, User
from accounts.roles import RoleName
from courses.lines import Row
from courses.models import Enrolment, Invitation
from courses.services import invitations, joining
from courses.states import EnrolmentState
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from tests import people

pytestmark = pytest.mark.django_db

ANSWERS = {
    "known_as": "Sioned",
    "practising_name": "Sioned Prys",
    "nation": "W",
    "way": "password",
    "password": "lantern bicycle harbour",
    "language": "cy",
    "theme": "dark",
    "text_size": "large",
    "spacing": "normal",
    "contact_by": "here",
}


@pytest.fixture
def manager():
    return people.person("Beth Lloyd", RoleName.PROGRAMME_MANAGER)


@pytest.fixture
def cohort():
    return people.cohort(title="Autumn 2026", ends_on=clock.today() + dt.timedelta(days=200))


@pytest.fixture
def invited(cohort, manager, django_capture_on_commit_callbacks):
    """Invites an address and answers with the token in its mail."""

    def invite(email="s.prys@example.org", name="Sioned Prys", organisation=""):
        batch = invitations.keep_list(
            cohort=cohort, rows=[Row(1, email, name, organisation)], by=manager.user
        )
        with django_capture_on_commit_callbacks(execute=True):
            invitations.invite(batch_id=batch.pk, by=manager.user)
        return mail.outbox[-1].body.split("/invitations/")[1].split("/")[0]

    return invite


def address(token):
    return reverse("courses:accept", args=[token])


def test_a_new_person_joins(invited, cohort):
    lighthouse = people.organisation("Lighthouse Wales", nation=Nation.WALES)
    token = invited(organisation="Lighthouse Wales")
    browser = Client()
    page = browser.get(address(token))
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    words = page.content.decode()
    for seen in ("s.prys@example.org", 'value="Sioned"', "What is kept about you, and why", "Autumn 2026"):
        assert seen in words
    answer = browser.post(address(token), ANSWERS)
    assert answer["Location"] == "/home/"
    user = User.objects.get(email="s.prys@example.org")
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert user.check_password("lantern bicycle harbour")
    assert (user.known_as, user.language, user.theme, user.text_size, user.contact_by) == (
        "Sioned", "cy", "dark", "large", "here",
    )  # fmt: skip
    assert user.welcomed_at
    assert EmailAddress.objects.get(user=user).verified
    person = user.person
    assert (person.practising_name, person.nation) == ("Sioned Prys", "W")
    assert Employment.objects.get(person=person).organisation == lighthouse
    assert [role.name for role in Role.objects.filter(user=user)] == [RoleName.TRAINEE]
    assert user.roles.get().grants.get().by_system == "invitation"
    enrolment = person.enrolments.get()
    assert (enrolment.cohort, enrolment.version, enrolment.due_on) == (cohort, cohort.version, cohort.ends_on)
    assert AuditEvent.objects.get(action="invitation.accept").subject_id == enrolment.public_id


def test_a_passkey_instead_of_a_password(invited):
    token = invited()
    browser = Client()
    answer = browser.post(address(token), {**ANSWERS, "way": "passkey", "password": ""})
    assert answer["Location"] == reverse("mfa_add_webauthn")
    user = User.objects.get(email="s.prys@example.org")
    assert not user.has_usable_password()
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert browser.get(reverse("mfa_add_webauthn")).status_code == 200


@pytest.mark.parametrize(("wrong", "words"), [
    ({"password": ""}, "Choose a password, or choose a passkey."),
    ({"password": "short"}, "at least 12 characters"),
    ({"password": "s.prys@example.or"}, "too similar"),
    ({"nation": ""}, "Choose the nation you work in."),
    ({"practising_name": " "}, "Write the name you practise under."),
    ({"known_as": "x" * 121}, "at most 120"),
    ({"way": "carrier pigeon"}, "Select a valid choice"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(invited, wrong, words):
    token = invited()
    answer = Client().post(address(token), {**ANSWERS, "known_as": "Siôn", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert "There is a problem" in page
    assert ANSWERS["password"] not in page
    if "practising_name" not in wrong:
        assert 'value="Sioned Prys"' in page
    assert not User.objects.filter(email="s.prys@example.org").exists()
    assert Invitation.objects.get().accepted_at is None


def test_a_link_works_once(invited):
    token = invited()
    Client().post(address(token), ANSWERS)
    again = Client().post(address(token), {**ANSWERS, "known_as": "Somebody else"})
    assert again.status_code == 404
    assert User.objects.filter(email="s.prys@example.org").count() == 1
    with pytest.raises(Refused) as refused:
        joining.join(token=token, known_as="x", practising_name="x", nation="E", password="x")
    assert refused.value.code == "link"


def test_one_calm_page_for_every_link_that_does_not_open(invited, manager):
    used, ran_out, taken_back = invited("a@example.org"), invited("b@example.org"), invited("c@example.org")
    Client().post(address(used), ANSWERS)
    Invitation.objects.filter(email="b@example.org").update(expires_at=clock.now())
    invitations.take_back(invitation_id=Invitation.objects.get(email="c@example.org").pk, by=manager.user)
    pages = set()
    for token in (used, ran_out, taken_back, "never-was", "x" * 43):
        answer = Client().get(address(token))
        assert answer.status_code == 404
        assert answer["Referrer-Policy"] == "same-origin"
        pages.add(answer.content.decode().replace(token, "…"))
    assert len(pages) == 1
    assert "You did nothing wrong" in pages.pop()


def test_the_link_opens_to_the_end_of_its_last_day(invited, time_machine=None):
    token = invited()
    last_day = Invitation.objects.get().last_day
    assert last_day == clock.today() + dt.timedelta(days=14)
    Invitation.objects.update(expires_at=clock.now() + dt.timedelta(seconds=30))
    assert Client().get(address(token)).status_code == 200


def test_a_known_address_signs_in_and_the_place_joins_its_account(invited):
    someone = people.person("Tomos Rhys", nation="")
    token = invited(someone.user.email, "Another Name")
    browser = people.client()
    page = browser.get(address(token)).content.decode()
    assert f"{reverse('account_login')}?next={address(token)}" in page
    assert someone.user.email not in page
    assert browser.post(address(token), ANSWERS).status_code == 200
    assert not Enrolment.objects.exists()
    browser = people.client(someone)
    assert "Take my place" in browser.get(address(token)).content.decode()
    assert browser.post(address(token))["Location"] == "/home/"
    someone.refresh_from_db()
    assert someone.practising_name == "Tomos Rhys"
    assert someone.enrolments.get().state == EnrolmentState.LIVE
    assert User.objects.filter(email=someone.user.email).count() == 1


def test_an_account_without_a_person_is_asked_for_name_and_nation(invited):
    user = User.objects.create_user("rosa@example.org", "x", known_as="Rosa", welcomed_at=clock.now())
    token = invited("rosa@example.org", "Rosa Vale")
    browser = people.client(user)
    assert 'value="Rosa Vale"' in browser.get(address(token)).content.decode()
    assert browser.post(address(token), {"practising_name": "Rosa Vale"}).status_code == 200
    assert not Person.objects.filter(user=user).exists()
    browser.post(address(token), {"practising_name": "Rosa Vale", "nation": "S"})
    assert Person.objects.get(user=user).nation == "S"


def test_a_further_verified_address_counts_and_an_unverified_one_does_not(invited):
    someone = people.person("Tomos Rhys")
    EmailAddress.objects.create(user=someone.user, email="Work@example.org", verified=True)
    EmailAddress.objects.create(user=someone.user, email="claimed@example.org", verified=False)
    assert joining.known_account("work@EXAMPLE.org") == someone.user
    assert joining.known_account("claimed@example.org") is None


def test_somebody_else_who_is_signed_in_cannot_take_it(invited):
    someone, other = people.person("Tomos Rhys"), people.person("Other Person")
    for token in (invited(someone.user.email), invited("new@example.org")):
        browser = people.client(other)
        assert browser.get(address(token)).status_code == 403
        assert browser.post(address(token), ANSWERS).status_code == 403
    with pytest.raises(NotAllowed):
        joining.join_signed_in(token=invited("third@example.org"), user=other.user)
    assert not Enrolment.objects.exists()


def test_an_account_that_was_closed_gets_the_calm_page(invited):
    someone = people.person("Gone Away")
    token = invited(someone.user.email)
    User.objects.filter(pk=someone.user.pk).update(is_active=False)
    assert Client().get(address(token)).status_code == 404


def test_whoever_withdrew_comes_back_to_the_same_place(invited, cohort):
    someone = people.person("Tomos Rhys")
    token = invited(someone.user.email)
    enrolment = people.enrolment(someone, cohort, state=EnrolmentState.WITHDRAWN)
    joining.join_signed_in(token=token, user=someone.user)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.LIVE


def test_opening_links_is_limited(invited):
    token = invited()
    browser = Client()
    answers = [browser.get(address("guess")).status_code for _number in range(30)]
    assert set(answers) == {404}
    assert browser.get(address(token)).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_the_same_link_make_one_account(cohort, manager):
    import threading

    from django.db import connection

    batch = invitations.keep_list(cohort=cohort, rows=[Row(1, "one@example.org")], by=manager.user)
    invitations.invite(batch_id=batch.pk, by=manager.user)
    token = mail.outbox[-1].body.split("/invitations/")[1].split("/")[0]
    outcomes, gate = [], threading.Barrier(2)

    def go(name):
        gate.wait()
        try:
            joining.join(token=token, known_as=name, practising_name=name, nation="E", password="x")
            outcomes.append("joined")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(name,)) for name in ("Ann", "Bea")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in (["joined", "link"], ["joined", "known"], ["known", "joined"])
    assert User.objects.filter(email="one@example.org").count() == 1
