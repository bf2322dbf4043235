"""One's own account: what it says, how one reads, the first sign-in, messages, what is kept."""

import json

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import privacy
from accounts.models import AuditEvent, Notice, User
from accounts.roles import RoleName
from accounts.services import notify
from tests import people

pytestmark = pytest.mark.django_db
READING = {"theme": "dark", "text_size": "large", "spacing": "wide"}


@pytest.fixture
def maryam():
    return people.person("Maryam Ali", RoleName.TRAINEE)


def fresh(someone):
    return User.objects.select_related("person").get(pk=someone.user.pk)


def test_the_overview(maryam, django_assert_max_num_queries):
    browser = people.client(maryam)
    with django_assert_max_num_queries(10):
        text = browser.get(reverse("accounts:overview")).content.decode()
    assert "Maryam Ali" in text
    assert maryam.user.email in text
    assert "Trainee" in text


def test_somebody_without_a_person_has_an_account_too():
    user = User.objects.create_user(email="rosa@example.org", password="x" * 12, known_as="Rosa")
    browser = people.client(user)
    for name in ("overview", "details", "welcome", "kept", "reading"):
        assert browser.get(reverse(f"accounts:{name}")).status_code == 200
    answer = browser.post(
        reverse("accounts:details"), {"known_as": "Ro", "contact_by": "here", "language": "en"}
    )
    assert answer.status_code == 302


# How one reads


def test_signed_out_it_is_one_cookie():
    browser = Client()
    answer = browser.post(reverse("accounts:reading"), {**READING, "next": "/check/"})
    assert answer.headers["Location"] == "/check/"
    cookie = answer.cookies["reading"]
    assert cookie.value == "dark.large.wide"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    text = browser.get(reverse("accounts:reading")).content.decode()
    assert 'data-theme="dark" data-text="large" data-spacing="wide"' in text
    assert "sessionid" not in browser.cookies


def test_signed_in_it_goes_with_the_account(maryam):
    browser = people.client(maryam)
    answer = browser.post(reverse("accounts:reading"), READING)
    assert answer.cookies["reading"].value == "dark.large.wide"
    user = fresh(maryam)
    assert (user.theme, user.text_size, user.spacing) == ("dark", "large", "wide")


def test_a_shared_device_keeps_no_cookie(maryam):
    browser = people.client(maryam)
    session = browser.session
    session["shared_device"] = True
    session.save()
    answer = browser.post(reverse("accounts:reading"), READING)
    assert answer.cookies["reading"].value == ""
    assert fresh(maryam).theme == "dark"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_it_leads_to_no_other_site(target):
    answer = Client().post(reverse("accounts:reading"), {**READING, "next": target})
    assert answer.headers["Location"] == reverse("accounts:reading")


def test_what_is_no_choice_is_refused(maryam):
    answer = people.client(maryam).post(reverse("accounts:reading"), {**READING, "theme": "pink"})
    assert answer.status_code == 200
    assert "theme" in answer.context["form"].errors
    assert fresh(maryam).theme == "system"


# About oneself


def details(**changes):
    return {"known_as": "Mari", "contact_by": "here", "language": "cy", "nation": "W", **changes}


def test_details(maryam):
    answer = people.client(maryam).post(reverse("accounts:details"), details())
    assert answer.headers["Location"] == reverse("accounts:overview")
    user = fresh(maryam)
    assert (user.known_as, user.contact_by, user.language, user.exit_by_shift) == (
        "Mari",
        "here",
        "cy",
        False,
    )
    assert user.person.nation == "W"


def test_nothing_else_of_the_user_can_be_set(maryam):
    people.client(maryam).post(
        reverse("accounts:details"),
        details(is_superuser="on", email="x@example.org", active_role="registrar"),
    )
    user = fresh(maryam)
    assert not user.is_superuser
    assert user.email == maryam.user.email
    assert user.active_role == ""


def test_a_name_is_needed_and_what_was_typed_stays(maryam):
    answer = people.client(maryam).post(reverse("accounts:details"), details(known_as="  ", nation="W"))
    assert answer.context["form"].errors["known_as"] == ["Write the name you go by."]
    assert (
        'value="W" required id="id_nation_1" checked' in answer.content.decode()
        or "checked" in answer.content.decode()
    )
    assert fresh(maryam).known_as == "Maryam"


def test_the_way_out_by_shift_can_be_switched_off(maryam):
    browser = people.client(maryam)
    assert 'data-exit-shift="off"' not in browser.get("/account/").content.decode()
    browser.post(reverse("accounts:details"), details())
    assert 'data-exit-shift="off"' in browser.get("/account/").content.decode()


def test_another_plain_page_can_be_chosen(maryam, settings):
    browser = people.client(maryam)
    assert f'data-exit-to="{settings.EXIT_URL}"' in browser.get("/account/").content.decode()
    browser.post(reverse("accounts:details"), details(exit_to="food"))
    assert 'data-exit-to="https://www.bbc.co.uk/food"' in browser.get("/account/").content.decode()
    assert browser.get(reverse("accounts:exit")).headers["Location"] == "https://www.bbc.co.uk/food"
    answer = people.client(maryam).post(reverse("accounts:details"), details(exit_to="https://evil.example/"))
    assert "exit_to" in answer.context["form"].errors


def test_a_page_that_is_no_longer_offered_is_the_sites(maryam, settings):
    maryam.user.exit_to = "gone"
    assert maryam.user.exit_url == settings.EXIT_URL


# The first sign-in


def first_time(maryam):
    User.objects.filter(pk=maryam.user.pk).update(welcomed_at=None)
    browser = Client()
    answer = browser.post(
        "/account/login/?next=/account/kept/",
        {"login": maryam.user.email, "password": "correct horse battery"},
    )
    return browser, answer


def test_the_first_time_one_is_welcomed_then_goes_on(maryam):
    browser, answer = first_time(maryam)
    assert answer.headers["Location"] == "/account/welcome/?next=%2Faccount%2Fkept%2F"
    answer = browser.post(
        answer.headers["Location"],
        {"known_as": "Mari", "nation": "S", "contact_by": "here", **READING, "next": "/account/kept/"},
    )
    assert answer.headers["Location"] == "/account/kept/"
    user = fresh(maryam)
    assert user.welcomed_at
    assert (user.known_as, user.person.nation, user.contact_by, user.theme) == ("Mari", "S", "here", "dark")
    assert user.exit_by_shift  # was not asked, so it stays
    answer = Client().post("/account/login/", {"login": user.email, "password": "correct horse battery"})
    assert answer.headers["Location"] == "/home/"


def test_a_welcome_that_lacks_an_answer_says_which(maryam):
    browser, answer = first_time(maryam)
    answer = browser.post(answer.headers["Location"], {"known_as": "Mari", "contact_by": "here", **READING})
    assert answer.context["form"].errors["nation"] == ["Choose where you work."]
    assert fresh(maryam).welcomed_at is None


# Messages


@pytest.fixture
def update(maryam, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return notify(
            user=maryam.user, kind="outcome", title="Unit 2 was read", body="Not yet met", link="/units/abc/"
        )


def test_an_unopened_message_says_nothing(maryam, update):
    browser = people.client(maryam)
    for address in (reverse("accounts:notices"), reverse("accounts:notice", args=[update.public_id])):
        text = browser.get(address).content.decode()
        assert "There is an update" in text
        assert "Unit 2" not in text
        assert "Not yet met" not in text
    (message,) = mail.outbox
    assert message.subject == "There is an update"
    assert "Unit" not in message.body


def test_opening_marks_it_and_leads_there(maryam, update):
    browser = people.client(maryam)
    answer = browser.post(reverse("accounts:notice_open", args=[update.public_id]))
    assert answer.headers["Location"] == "/units/abc/"
    opened = Notice.objects.get().opened_at
    assert opened
    browser.post(reverse("accounts:notice_open", args=[update.public_id]))
    assert Notice.objects.get().opened_at == opened
    assert "Unit 2 was read" in browser.get(reverse("accounts:notices")).content.decode()


def test_later_leaves_it(maryam, update):
    answer = people.client(maryam).post(reverse("accounts:notice_later", args=[update.public_id]))
    assert answer.headers["Location"] == "/home/"
    notice = Notice.objects.get()
    assert notice.later_at
    assert notice.opened_at is None


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/"])
def test_a_message_leads_to_no_other_site(maryam, link):
    notice = Notice.objects.create(user=maryam.user, kind="x", title="x", link=link)
    answer = people.client(maryam).post(reverse("accounts:notice_open", args=[notice.public_id]))
    assert answer.headers["Location"] == reverse("accounts:notice", args=[notice.public_id])


def test_reading_does_not_open(maryam, update):
    people.client(maryam).get(reverse("accounts:notice", args=[update.public_id]))
    assert (
        people.client(maryam).get(reverse("accounts:notice_open", args=[update.public_id])).status_code == 405
    )
    assert Notice.objects.get().opened_at is None


def test_no_mail_for_those_who_want_none(maryam, django_capture_on_commit_callbacks):
    maryam.user.contact_by = "here"
    maryam.user.save()
    with django_capture_on_commit_callbacks(execute=True):
        notify(user=maryam.user, kind="x", title="x")
    assert mail.outbox == []


@pytest.mark.parametrize("count", [1, 10])
def test_messages_ask_the_same_number_of_times(maryam, count, django_assert_max_num_queries):
    for _number in range(count):
        Notice.objects.create(user=maryam.user, kind="x", title="x")
    browser = people.client(maryam)
    with django_assert_max_num_queries(6):
        assert browser.get(reverse("accounts:notices")).status_code == 200


# What is kept


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models(include_auto_created=True) if not model._meta.auto_created],
    ids=lambda model: model._meta.label,
)
def test_every_table_names_purpose_basis_start_and_end(model):
    table = {table.label: table for table in privacy.tables()}.get(model._meta.label)
    assert table is not None, f"{model._meta.label} is in no privacy.py"
    for words in (table.name, table.purpose, table.starts, table.ends):
        assert str(words).strip()
    assert table.basis in privacy.Basis
    # A table about people with a foreign key to one of them shows them their rows, or says nothing of them.
    assert table.rows is None or table.is_about_people


def test_the_page_lists_what_is_about_the_reader(maryam):
    text = people.client(maryam).get(reverse("accounts:kept")).content.decode()
    for name in ("Your account", "Your roles", "Your names and nation", "Your email addresses"):
        assert name in text
    assert "Your contributions" not in text
    assert "Cases that you sat on" not in text
    assert "Messages to you" not in text
    Notice.objects.create(user=maryam.user, kind="x", title="x", opened_at=maryam.created_at)
    assert "Messages to you" in people.client(maryam).get(reverse("accounts:kept")).content.decode()


def test_the_page_asks_once_a_table(maryam, django_assert_max_num_queries):
    browser = people.client(maryam)
    for _number in range(10):
        Notice.objects.create(user=maryam.user, kind="x", title="x", opened_at=maryam.created_at)
    with django_assert_max_num_queries(
        10 + len([table for table in privacy.tables() if table.rows is not None])
    ):
        browser.get(reverse("accounts:kept"))


def test_the_copy_has_what_is_theirs_and_nobody_elses(maryam):
    beth = people.person("Beth Lloyd", RoleName.TRAINEE)
    notify(user=beth.user, kind="x", title="Of Beth", body="Of Beth")
    opened = notify(user=maryam.user, kind="x", title="Of Maryam")
    Notice.objects.filter(pk=opened.pk).update(opened_at=opened.created_at)
    notify(user=maryam.user, kind="x", title="Not opened yet")
    answer = people.client(maryam).post(reverse("accounts:kept_copy"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="what-is-kept-about-me.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.content.decode()
    kept = json.loads(text)["kept"]
    assert kept["Your account"]["rows"][0]["email"] == maryam.user.email
    assert kept["Your names and nation"]["rows"][0]["practising_name"] == "Maryam Ali"
    assert [row["title"] for row in kept["Messages to you"]["rows"]] == ["Of Maryam"]
    for other in ("Beth", beth.user.email, "Not opened yet", "scrypt", "md5$"):
        assert other not in text
    assert AuditEvent.objects.filter(action="account.copy", by=maryam.user).exists()


@pytest.mark.parametrize(
    "table", [table for table in privacy.tables() if table.rows is not None], ids=lambda table: table.label
)
def test_every_table_that_gives_a_copy_can(maryam, table):
    """Rows are asked for by names that the table has, and so are the fields, whatever rows there are."""
    list(table.rows(maryam.user))
    if isinstance(table.gives, privacy.Fields):
        for name in table.gives.names:
            field = table.model._meta.get_field(name)
            assert not name.startswith("sealed")
            assert not field.is_relation or field.related_model._meta.label not in {
                "accounts.User",
                "accounts.Person",
            }
