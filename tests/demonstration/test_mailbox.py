"""The mailbox reads what Django's folder backend writes, and nothing else."""

import pytest
from django.core.mail import EmailMessage, get_connection

from demonstration import mailbox, views


@pytest.fixture
def place(tmp_path, settings):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.PUBLIC_URL = "http://localhost:8000"
    return settings.EMAIL_FILE_PATH


def _send(to, subject, body):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    EmailMessage(subject, body, "notices@imsa.example", [to], connection=connection).send()


def test_no_folder_means_no_mail(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "none"
    assert mailbox.mails() == []
    del settings.EMAIL_FILE_PATH
    assert mailbox.mails() == []
    assert mailbox.mail("20260101-000000-1-0") is None


def test_a_mail_reads_as_it_was_sent(place):
    _send("a@imsa.example", "There is an update", "Dobrý den, Żółkoś\n\nhttp://localhost:8000/home/\n")
    (mail,) = mailbox.mails()
    assert (mail.to, mail.subject) == ("a@imsa.example", "There is an update")
    assert "Żółkoś" in mail.body
    assert mail.sent_at is not None
    assert mailbox.mail(mail.name) == mail


def test_links_of_this_site_open_on_this_host_and_port(place):
    _send("a@imsa.example", "x", "Read http://localhost:8000/home/, or https://example.org/a.")
    runs = mailbox.mails()[0].runs
    assert [(run.text, run.link) for run in runs] == [
        ("Read ", ""),
        ("http://localhost:8000/home/", "/home/"),
        (", or ", ""),
        ("https://example.org/a", "https://example.org/a"),
        (".", ""),
    ]


def test_one_persons_mails_alone(place):
    for to in ("a@imsa.example", "b@imsa.example", "a@imsa.example"):
        _send(to, f"For {to}", "Text.")
    assert {mail.to for mail in mailbox.mails(to="a@imsa.example")} == {"a@imsa.example"}
    assert len(mailbox.mails(to="a@imsa.example")) == 2
    assert len(mailbox.mails()) == 3
    assert len(mailbox.mails(most=1)) == 1


def test_several_mails_of_one_connection(place):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    connection.send_messages(
        [EmailMessage(f"Number {n}", "Text.", "n@imsa.example", ["a@imsa.example"]) for n in range(3)]
    )
    assert sorted(mail.subject for mail in mailbox.mails()) == ["Number 0", "Number 1", "Number 2"]
    assert len({mail.name for mail in mailbox.mails()}) == 3


@pytest.mark.parametrize("name", ["", "x", "../secret-0", "20260101-000000-1-9", "20260101-000000-1-", "a-b"])
def test_a_name_that_is_none_finds_nothing(place, name):
    _send("a@imsa.example", "x", "Text.")
    (place / "secret.log").write_text("no mail")
    assert mailbox.mail(name) is None
    assert len(mailbox.mails()) == 1


@pytest.mark.django_db
def test_a_full_mailbox_has_pages(place, rf):
    for number in range(views.PER_PAGE + 1):
        _send("a@imsa.example", f"Mail {number}", "Text.")
    first, second = (
        views.mails(rf.get("/demo/mail/", {"to": "a@imsa.example", "page": number})).content.decode()
        for number in (1, 2)
    )
    assert first.count("<li>\n          <div>") == views.PER_PAGE
    assert "to=a%40imsa.example&amp;page=2" in first
    assert second.count("<li>\n          <div>") == 1
