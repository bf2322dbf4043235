"""The mail backend that writes rows, and the call that other apps use.

`EMAIL_BACKEND` is `OutboxBackend`, so that allauth's mail goes the same way: a
row in the same transaction, sent by a task after commit. Text only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from foundation import sealed
from foundation.models import OutboxMessage

PLACE = "outbox.body"


def post(*, to: str, subject: str, body: str) -> OutboxMessage:
    """Queue one mail. It leaves only if the transaction around this call commits."""
    from foundation.tasks import deliver

    message = OutboxMessage.objects.create(
        to=to, subject=" ".join(subject.split())[:200], sealed_body=sealed.seal(body, place=PLACE)
    )
    transaction.on_commit(partial(deliver.enqueue, message.pk))
    return message


class OutboxBackend(BaseEmailBackend):
    """Django's mail interface in front of `post`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                post(to=address, subject=str(message.subject), body=str(message.body))
        return len(email_messages)
