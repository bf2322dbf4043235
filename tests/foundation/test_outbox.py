import pytest
from django.core import mail
from django.core.mail import send_mail
from django.db import transaction

from foundation import outbox
from foundation.models import OutboxMessage
from foundation.tasks import deliver


@pytest.mark.django_db
def test_a_mail_leaves_once_after_commit_and_its_body_is_blanked(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = outbox.post(to="a@example.org", subject="There is\nan update", body="A secret link")
        assert "secret" not in message.sealed_body
        assert mail.outbox == []
    assert [(m.subject, m.body, m.to) for m in mail.outbox] == [
        ("There is an update", "A secret link", ["a@example.org"])
    ]
    message.refresh_from_db()
    assert message.sent_at
    assert message.sealed_body == ""
    deliver.call(message.pk)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_nothing_leaves_when_the_act_is_undone(django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        outbox.post(to="a@example.org", subject="x", body="y")
        raise ZeroDivisionError
    assert mail.outbox == []
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_a_server_that_is_away_leaves_the_mail_waiting(monkeypatch, django_capture_on_commit_callbacks):
    def away(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", away)
        with django_capture_on_commit_callbacks(execute=True):
            message = outbox.post(to="a@example.org", subject="x", body="y")
    message.refresh_from_db()
    assert (message.sent_at, message.attempts, message.last_error) == (None, 1, "ConnectionRefusedError")
    deliver.call(message.pk)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_djangos_own_mail_goes_the_same_way(settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "foundation.outbox.OutboxBackend"  # pytest-django puts another in its place
    with django_capture_on_commit_callbacks(execute=True):
        assert send_mail("Hello", "Text", None, ["a@example.org", "b@example.org"]) == 1
    assert OutboxMessage.objects.count() == 2
    assert len(mail.outbox) == 2
