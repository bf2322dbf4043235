"""A private note: for its writer alone, one key a note, gone when deleted."""

import datetime as dt

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.apps import apps
from django.db import connection
from django.urls import reverse

from accounts.roles import RoleName
from courses.models import NotesLock, Reflection, ReflectionKey
from courses.selectors.notes import open_note
from courses.services import notes
from foundation import clock
from foundation.exceptions import Refused
from foundation.sealed import CannotOpen
from tests import people
from tests.courses import programme as made

pytestmark = pytest.mark.django_db

SECRET = "heronquill in the marsh"


@pytest.fixture
def section():
    made.programme(modules=1, sections=1)
    return made.sections()[0]


@pytest.fixture
def writer():
    someone = people.person("Maryam Haddad", RoleName.TRAINEE)
    people.enrolment(someone, exit_explained_at=clock.now())
    return someone


def write(browser, section, words, seen="", do="note"):
    return browser.post(
        reverse("courses:section_save", args=[section.translation_key]),
        {
            f"note-{made.NOTE}": words,
            f"seen-{made.NOTE}": seen,
            "do": f"{do}:{made.NOTE}" if do == "note" else do,
        },
    )


def everything_in_the_database() -> str:
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            parts.append(repr(cursor.fetchall()))
    return "\n".join(parts)


def test_a_note_comes_back_to_its_writer_and_stands_nowhere_in_the_database(section, writer):
    browser = people.client(writer)
    answer = write(browser, section, SECRET)
    assert answer["Location"] == f"{section.get_url()}#part-{made.NOTE}"
    assert SECRET in browser.get(section.get_url()).content.decode()
    assert "heronquill" not in everything_in_the_database()


def test_every_button_keeps_what_was_typed(section, writer):
    for do in ("continue", "pause", f"check:{made.CHECK}", "anything else"):
        Reflection.objects.all().delete()
        write(people.client(writer), section, f"{SECRET} {do}", do=do)
        assert open_note(Reflection.objects.get()) == f"{SECRET} {do}"


def test_nobody_else_opens_it(section, writer):
    write(people.client(writer), section, SECRET)
    note = Reflection.objects.get()
    for role in RoleName:
        browser = people.client(people.person("Some One", role))
        answer = browser.get(section.get_url())
        assert SECRET not in answer.content.decode()
        address = reverse("courses:note_delete", args=[note.public_id])
        assert browser.get(address).status_code in {404, 302}
        assert browser.post(address).status_code in {404, 302}
    assert Reflection.objects.count() == 1


def test_each_note_has_a_key_of_its_own_and_a_new_one_with_new_words(section, writer):
    other = people.person("Other", RoleName.TRAINEE)
    people.enrolment(other, exit_explained_at=clock.now())
    for someone in (writer, other):
        write(people.client(someone), section, SECRET)
    one, two = Reflection.objects.order_by("pk")
    assert one.sealed_words != two.sealed_words
    old = ReflectionKey.objects.get(reflection=one).sealed_key
    write(people.client(writer), section, "New words", one.saved_at.isoformat())
    one.refresh_from_db()
    assert open_note(one) == "New words"
    assert ReflectionKey.objects.get(reflection=one).sealed_key != old
    # Another note's key opens nothing here, nor do words that were moved.
    Reflection.objects.filter(pk=one.pk).update(sealed_words=two.sealed_words)
    with pytest.raises(CannotOpen):
        open_note(Reflection.objects.get(pk=one.pk))


def test_deleting_destroys_the_key_and_a_copy_of_the_row_opens_no_more(section, writer):
    browser = people.client(writer)
    write(browser, section, SECRET)
    note = Reflection.objects.get()
    kept = (note.sealed_words, note.public_id)
    address = reverse("courses:note_delete", args=[note.public_id])
    assert "nobody can bring it back" in browser.get(address).content.decode()
    assert browser.post(address)["Location"] == section.get_url()
    assert not Reflection.objects.exists()
    assert not ReflectionKey.objects.exists()
    assert browser.post(address).status_code == 404
    copy = Reflection.objects.create(
        user=writer.user, section_key=section.translation_key, block_id="x",
        sealed_words=kept[0], public_id=kept[1],
    )  # fmt: skip
    with pytest.raises(ReflectionKey.DoesNotExist):
        open_note(copy)


def test_emptying_a_note_deletes_it(section, writer):
    browser = people.client(writer)
    write(browser, section, SECRET)
    write(browser, section, "  \n", Reflection.objects.get().saved_at.isoformat())
    assert not Reflection.objects.exists()
    assert not ReflectionKey.objects.exists()


def test_two_windows_nothing_is_written_over(section, writer):
    browser = people.client(writer)
    write(browser, section, "First")
    seen = Reflection.objects.get().saved_at.isoformat()
    write(browser, section, "From the phone", seen)
    answer = write(browser, section, "From the laptop", seen)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "From the phone" in page
    assert "From the laptop" in page
    assert open_note(Reflection.objects.get()) == "From the phone"
    # The page that shows both lets the person keep what they typed.
    write(browser, section, "From the laptop", Reflection.objects.get().saved_at.isoformat())
    assert open_note(Reflection.objects.get()) == "From the laptop"


def test_a_note_that_was_deleted_elsewhere_is_not_brought_back_in_silence(section, writer):
    browser = people.client(writer)
    write(browser, section, "First")
    seen = Reflection.objects.get().saved_at.isoformat()
    notes.delete_note(by=writer.user, public_id=Reflection.objects.get().public_id)
    answer = write(browser, section, "Second", seen)
    assert answer.status_code == 409
    assert "Second" in answer.content.decode()
    assert not Reflection.objects.exists()


def test_a_double_click_saves_once(section, writer):
    browser = people.client(writer)
    write(browser, section, SECRET)
    assert write(browser, section, SECRET).status_code == 302
    assert Reflection.objects.count() == 1


def test_a_note_that_is_too_long_is_kept_on_the_page(section, writer):
    answer = write(people.client(writer), section, "x" * (notes.LONGEST + 1))
    assert answer.status_code == 409
    assert "20,000 characters" in answer.content.decode()
    assert "x" * notes.LONGEST in answer.content.decode()


def _only(browser, *methods):
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": method, "at": clock.now().timestamp()} for method in methods
    ]
    session.save()
    return browser


def test_a_code_sent_by_mail_opens_no_note_and_overwrites_none(section, writer):
    write(people.client(writer), section, SECRET)
    browser = _only(people.client(writer), "code")
    page = browser.get(section.get_url()).content.decode()
    assert SECRET not in page
    assert "A code sent by email does not open it" in page
    assert f'name="note-{made.NOTE}"' not in page
    answer = write(browser, section, "Overwritten")
    assert answer.status_code == 409
    assert SECRET not in answer.content.decode()
    assert open_note(Reflection.objects.get()) == SECRET


def test_after_a_reset_by_mail_only_a_second_factor_opens_notes_for_a_week(section, writer, rf):
    from allauth.account.signals import password_reset

    write(people.client(writer), section, SECRET)
    password_reset.send(sender=type(writer.user), request=rf.get("/"), user=writer.user)
    password_alone = _only(people.client(writer), "password")
    page = password_alone.get(section.get_url()).content.decode()
    assert SECRET not in page
    assert "Your password was reset by email" in page
    assert SECRET in people.client(writer).get(section.get_url()).content.decode()
    NotesLock.objects.update(since=clock.now() - dt.timedelta(days=8))
    assert SECRET in password_alone.get(section.get_url()).content.decode()


def test_no_act_on_a_note_is_recorded(section, writer):
    write(people.client(writer), section, SECRET)
    notes.delete_note(by=writer.user, public_id=Reflection.objects.get().public_id)
    audit = apps.get_model("accounts.AuditEvent").objects.filter(subject_kind__icontains="note")
    assert not audit.exists()


def test_the_page_claims_no_more_than_is_true(section, writer):
    page = people.client(writer).get(section.get_url()).content.decode()
    assert (
        "Nobody here has a way to open this. A court could order us to. Delete it and it is gone; "
        "from backups within 35 days." in page
    )
    assert 'autocomplete="off"' in page
    assert "no-store" in people.client(writer).get(section.get_url())["Cache-Control"]


def test_save_note_by_service_refuses_a_shut_session(section, writer):
    notes.save_note(by=writer.user, section_key=section.translation_key, block_id="b", words="one")
    with pytest.raises(Refused) as refused:
        notes.save_note(
            by=writer.user, section_key=section.translation_key, block_id="b", words="two", may_open=False
        )
    assert refused.value.code == "shut"
