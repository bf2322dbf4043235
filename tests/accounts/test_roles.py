"""Roles: who gives them, that two do for those that decide, and that they end at once."""

import itertools

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditDetail, AuditEvent, Role, RoleGrant, RoleRequest, User
from accounts.permissions import grantable, has_role, may_grant
from accounts.roles import DECIDING, STAFF, TWO_GRANTERS, UNLISTED, RoleName, Scope
from accounts.selectors import colleagues, roles_of
from accounts.services import add_person, answer_request, ask_for_role, end_role, grant_role
from accounts.states import TABLE, RequestEvent, RequestState
from foundation import transitions
from foundation.exceptions import NotAllowed, Refused, TransitionRefused
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return people.person("Ada Obi", RoleName.ADMINISTRATOR)


@pytest.fixture
def alun():
    return people.person("Alun Huws", RoleName.ADMINISTRATOR)


@pytest.fixture
def lead():
    return people.person("Lena Marsh", RoleName.CO_PRODUCTION_LEAD)


@pytest.fixture
def beth():
    return people.person("Beth Lloyd")


def fresh(someone):
    return User.objects.get(pk=someone.user.pk)


# Who gives which role


@pytest.mark.parametrize("name", list(RoleName))
@pytest.mark.parametrize("giver", list(RoleName))
def test_who_gives_which(giver, name):
    user = people.person("", giver).user
    allowed = (
        (giver == RoleName.CO_PRODUCTION_LEAD) if name in UNLISTED else (giver == RoleName.ADMINISTRATOR)
    )
    assert may_grant(user, name) is allowed
    assert (name in grantable(user)) is (allowed and name in STAFF | UNLISTED)


@pytest.mark.parametrize("name", sorted(set(RoleName) - TWO_GRANTERS - UNLISTED))
def test_one_administrator_gives_what_decides_nothing(ada, beth, name):
    role = grant_role(user=beth.user, name=name, by=ada.user, reason="She looks after cohort 3")
    assert has_role(fresh(beth), name)
    assert list(role.grants.values_list("granted_by", flat=True)) == [ada.user.pk]
    event = AuditEvent.objects.get(action="role.grant")
    assert (event.by, event.subject_id, event.detail.reason) == (
        ada.user,
        beth.user.public_id,
        "She looks after cohort 3",
    )


@pytest.mark.parametrize("name", sorted(TWO_GRANTERS))
def test_what_decides_needs_two(ada, alun, beth, name):
    with pytest.raises(Refused):
        grant_role(user=beth.user, name=name, by=ada.user)
    with pytest.raises(Refused):
        grant_role(user=beth.user, name=name, by=ada.user, second=ada.user)
    with pytest.raises(NotAllowed):
        grant_role(user=beth.user, name=name, by=ada.user, second=people.person("", RoleName.REGISTRAR).user)
    with pytest.raises(NotAllowed):
        grant_role(user=beth.user, name=name, by_system="award")
    grant_role(user=beth.user, name=name, by=ada.user, second=alun.user)
    assert set(RoleGrant.objects.values_list("granted_by", flat=True)) >= {ada.user.pk, alun.user.pk}


def test_nobody_gives_a_role_to_themselves(ada, alun):
    for by, second in [(ada, None), (alun, ada)]:
        with pytest.raises(NotAllowed):
            grant_role(user=ada.user, name=RoleName.EDITOR, by=by.user, second=second and second.user)
    with pytest.raises(NotAllowed):
        ask_for_role(user=ada.user, name=RoleName.REGISTRAR, by=ada.user, reason="x")


@pytest.mark.parametrize("name", sorted(DECIDING))
def test_an_administrator_decides_nothing(ada, alun, beth, name):
    target = people.person("", RoleName.ADMINISTRATOR)
    with pytest.raises(Refused):
        grant_role(user=target.user, name=name, by=ada.user, second=alun.user)
    with pytest.raises(Refused):
        ask_for_role(user=target.user, name=name, by=ada.user, reason="x")
    judge = people.person("", name)
    with pytest.raises(Refused):
        grant_role(user=judge.user, name=RoleName.ADMINISTRATOR, by=ada.user, second=alun.user)


def test_a_role_is_given_once(ada, beth):
    first = grant_role(user=beth.user, name=RoleName.EDITOR, by=ada.user)
    assert grant_role(user=beth.user, name=RoleName.EDITOR, by=ada.user) == first
    assert AuditEvent.objects.filter(action="role.grant").count() == 1


# Asking and confirming


@pytest.mark.parametrize("state, event", list(itertools.product(RequestState, RequestEvent)))
def test_the_grid_of_a_request(state, event):
    if state == RequestState.WAITING:
        assert transitions.target(TABLE, event, state) == TABLE[event][1]
    else:
        with pytest.raises(TransitionRefused):
            transitions.target(TABLE, event, state)


def test_a_second_administrator_confirms(ada, alun, beth):
    asked = ask_for_role(user=beth.user, name=RoleName.ASSESSOR, by=ada.user, reason="Qualified, seen by me")
    assert not has_role(fresh(beth), RoleName.ASSESSOR)
    answer_request(request_id=asked.pk, event=RequestEvent.CONFIRM, by=alun.user)
    assert has_role(fresh(beth), RoleName.ASSESSOR)
    assert set(Role.objects.get(name=RoleName.ASSESSOR).grants.values_list("granted_by", flat=True)) == {
        ada.user.pk,
        alun.user.pk,
    }
    with pytest.raises(TransitionRefused):
        answer_request(request_id=asked.pk, event=RequestEvent.DECLINE, by=alun.user)


def test_who_answers_and_who_takes_back(ada, alun, beth, lead):
    asked = ask_for_role(user=beth.user, name=RoleName.ASSESSOR, by=ada.user, reason="x")
    for event, by in [
        (RequestEvent.CONFIRM, ada),
        (RequestEvent.DECLINE, ada),
        (RequestEvent.WITHDRAW, alun),
        (RequestEvent.CONFIRM, lead),
        (RequestEvent.CONFIRM, beth),
    ]:
        with pytest.raises(NotAllowed):
            answer_request(request_id=asked.pk, event=event, by=by.user)
    answer_request(request_id=asked.pk, event=RequestEvent.WITHDRAW, by=ada.user)
    assert not has_role(fresh(beth), RoleName.ASSESSOR)


def test_the_one_it_is_for_does_not_confirm_it(ada, alun):
    asked = ask_for_role(user=people.person("").user, name=RoleName.ADMINISTRATOR, by=ada.user, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleRequest.objects.filter(pk=asked.pk).update(state=RequestState.CONFIRMED, answered_by=asked.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleRequest.objects.filter(pk=asked.pk).update(state=RequestState.CONFIRMED, answered_by=ada.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleRequest.objects.create(user=ada.user, name=RoleName.EDITOR, asked_by=ada.user, reason="x")


def test_a_role_is_asked_for_once(ada, alun, beth):
    ask_for_role(user=beth.user, name=RoleName.ASSESSOR, by=ada.user, reason="x")
    with pytest.raises(Refused):
        ask_for_role(user=beth.user, name=RoleName.ASSESSOR, by=alun.user, reason="y")


def test_an_administrator_who_lost_the_role_in_between_gives_nothing(ada, alun, beth):
    asked = ask_for_role(user=beth.user, name=RoleName.ASSESSOR, by=ada.user, reason="x")
    end_role(role=ada.user.roles.get(), by=alun.user, reason="left")
    with pytest.raises(NotAllowed):
        answer_request(request_id=asked.pk, event=RequestEvent.CONFIRM, by=alun.user)
    assert RoleRequest.objects.get().state == RequestState.WAITING


# Ending


def test_a_role_ends_at_once(ada, beth):
    role = grant_role(user=beth.user, name=RoleName.EDITOR, by=ada.user)
    end_role(role=role, by=ada.user, reason="was meant for somebody else")
    assert not has_role(fresh(beth), RoleName.EDITOR)
    assert AuditDetail.objects.get(event__action="role.end").reason == "was meant for somebody else"
    end_role(role=role, by=ada.user)
    assert AuditEvent.objects.filter(action="role.end").count() == 1
    assert grant_role(user=beth.user, name=RoleName.EDITOR, by=ada.user) != role  # and can be given again
    assert has_role(fresh(beth), RoleName.EDITOR)


def test_nobody_ends_their_own(ada, beth):
    with pytest.raises(NotAllowed):
        end_role(role=ada.user.roles.get(), by=ada.user)
    with pytest.raises(NotAllowed):
        end_role(role=ada.user.roles.get(), by=beth.user)


# The lists


def test_lists_show_what_one_gives_and_no_more(ada, lead, django_assert_num_queries):
    people.person("", RoleName.TRAINEE)
    hidden = people.person("", RoleName.ADVOCATE)
    voice = people.person("", RoleName.CONSULTANT)
    editor = people.person("", RoleName.EDITOR, RoleName.CONSULTANT)
    with django_assert_num_queries(3):  # her own roles, the people, theirs
        seen = list(colleagues(ada.user))
    assert {user.pk for user in seen} == {ada.user.pk, lead.user.pk, editor.user.pk}
    assert [role.name for user in seen for role in user.listed_roles if user == editor.user] == [
        RoleName.EDITOR
    ]
    assert {user.pk for user in colleagues(lead.user)} == {voice.user.pk, editor.user.pk}
    shown = [user.person.practising_name.lower() for user in seen]
    assert shown == sorted(shown)
    assert not roles_of(voice.user, seen_by=ada.user)
    assert not roles_of(hidden.user, seen_by=ada.user)
    assert [role.name for role in roles_of(editor.user, seen_by=lead.user)] == [RoleName.CONSULTANT]


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_asks_the_same_number_of_times(ada, count, django_assert_max_num_queries):
    for _number in range(count):
        people.person("", RoleName.EDITOR)
    browser = people.client(ada)
    with django_assert_max_num_queries(8):
        assert browser.get(reverse("accounts:people")).status_code == 200


# The screens


def give(browser, someone, **data):
    return browser.post(
        reverse("accounts:person_roles", args=[someone.user.public_id]),
        {"name": RoleName.EDITOR, "reason": "Writes module 3", "organisation": "", **data},
    )


def test_the_whole_way_through_the_screens(ada, alun, beth):
    browser, second = people.client(ada), people.client(alun)
    answer = browser.get(reverse("accounts:people"), {"address": beth.user.email.upper()})
    home = reverse("accounts:person_roles", args=[beth.user.public_id])
    assert answer.headers["Location"] == home
    assert give(browser, beth, name=RoleName.REGISTRAR).status_code == 302
    assert not has_role(fresh(beth), RoleName.REGISTRAR)
    assert "Take back" in browser.get(home).content.decode()
    assert "Confirm<" in second.get(reverse("accounts:people")).content.decode()
    asked = RoleRequest.objects.get()
    address = reverse("accounts:role_answer", args=[asked.public_id])
    browser.post(address, {"event": "confirm"})
    assert RoleRequest.objects.get().state == RequestState.WAITING
    second.post(address, {"event": "confirm"})
    assert has_role(fresh(beth), RoleName.REGISTRAR)
    log = browser.get(reverse("accounts:role_log")).content.decode()
    assert "Registrar" in log
    assert "Writes module 3" in log
    role = beth.user.roles.get()
    browser.post(reverse("accounts:role_end", args=[beth.user.public_id]), {"role": role.pk, "reason": ""})
    assert has_role(fresh(beth), RoleName.REGISTRAR)
    browser.post(
        reverse("accounts:role_end", args=[beth.user.public_id]), {"role": role.pk, "reason": "left"}
    )
    assert not has_role(fresh(beth), RoleName.REGISTRAR)
    assert second.post(address, {"event": "confirm"}).status_code == 404


def test_a_role_for_one_organisation(ada, beth):
    place = people.organisation("Northern Light")
    give(people.client(ada), beth, name=RoleName.EMPLOYER_VERIFIER, organisation=place.pk)
    role = beth.user.roles.get()
    assert (role.scope, role.organisation) == (Scope.ORGANISATION, place)


def test_an_unlisted_role_is_not_in_an_administrators_hands(ada, lead, beth):
    voice = people.person("Rosa", RoleName.CONSULTANT)
    assert "Lived" not in people.client(ada).get(reverse("accounts:people")).content.decode()
    answer = give(people.client(ada), beth, name=RoleName.CONSULTANT)
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"]
    page = people.client(ada).get(reverse("accounts:person_roles", args=[voice.user.public_id]))
    assert "Consultant" not in page.content.decode()
    role = voice.user.roles.get()
    end = reverse("accounts:role_end", args=[voice.user.public_id])
    assert people.client(ada).post(end, {"role": role.pk, "reason": "x"}).status_code == 404
    assert people.client(lead).post(end, {"role": role.pk, "reason": "x"}).status_code == 302
    assert "onsultant" not in people.client(ada).get(reverse("accounts:role_log")).content.decode()
    assert "onsultant" in people.client(lead).get(reverse("accounts:role_log")).content.decode()


def test_what_stands_against_it_is_said_in_the_form(ada, beth):
    answer = give(people.client(ada), beth, reason="")
    assert answer.context["form"].errors["reason"] == ["Say why, in a few words."]
    answer = give(people.client(ada), ada)
    assert answer.context["form"].errors["name"] == ["You cannot grant this role."]


def test_an_address_that_nobody_has(ada):
    answer = people.client(ada).get(reverse("accounts:people"), {"address": "nobody@example.org"})
    assert answer.context["form"].errors["address"] == [
        "Nobody has an account with this address. You can add them."
    ]


def test_a_colleague_is_added_and_comes_in(ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = people.client(ada).post(
            reverse("accounts:person_new"), {"name": "Ŵyn Nguyễn", "email": "Wyn@Example.org"}
        )
    wyn = User.objects.get(email="wyn@example.org")
    assert answer.headers["Location"] == reverse("accounts:person_roles", args=[wyn.public_id])
    (message,) = mail.outbox
    assert message.subject == "A link for you"
    assert "IMSA" not in message.subject + message.body
    link = message.body.split("http://testserver")[1].split()[0]
    browser = Client()
    form = browser.get(link, follow=True)
    answer = browser.post(form.request["PATH_INFO"], {"password1": "seven loud umbrellas"})
    assert answer.status_code == 302
    assert wyn.emailaddress_set.get().verified
    answer = browser.post("/account/login/", {"login": "wyn@example.org", "password": "seven loud umbrellas"})
    assert answer.headers["Location"].startswith("/account/welcome/")
    with pytest.raises(Refused):
        add_person(email="WYN@example.org", name="Wyn", by=ada.user, request=form.wsgi_request)


def test_the_first_link_is_sent_again_until_they_came(ada, beth, django_capture_on_commit_callbacks):
    address = reverse("accounts:person_link", args=[beth.user.public_id])
    with django_capture_on_commit_callbacks(execute=True):
        people.client(ada).post(address)
    assert len(mail.outbox) == 1
    people.client(beth)  # signs in
    with django_capture_on_commit_callbacks(execute=True):
        people.client(ada).post(address)
    assert len(mail.outbox) == 1


def test_acting_as(beth):
    for name in (RoleName.TRAINEE, RoleName.CONSULTANT):
        beth.user.roles.create(name=name)
    browser = people.client(beth)
    assert browser.post(reverse("accounts:act_as"), {"role": RoleName.CONSULTANT}).status_code == 302
    assert fresh(beth).active_role == RoleName.CONSULTANT
    assert browser.post(reverse("accounts:act_as"), {"role": RoleName.REGISTRAR}).status_code == 404
    assert fresh(beth).active_role == RoleName.CONSULTANT
