"""Background work of the outbox."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django_tasks import task

from foundation import clock, sealed
from foundation.models import OutboxMessage

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 12


@task()
def deliver(message_id: int) -> None:
    """Send one waiting mail and blank its body; a failure leaves it for the next sweep.

    The row lock makes a second run find nothing to do. A crash between sending and
    committing sends twice rather than never.
    """
    from foundation.outbox import PLACE

    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update()
            .filter(pk=message_id, sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS)
            .first()
        )
        if message is None:
            return
        message.attempts += 1
        mail = EmailMessage(
            subject=message.subject,
            body=sealed.open_sealed(message.sealed_body, place=PLACE),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[message.to],
            connection=get_connection(settings.OUTBOX_DELIVERY_BACKEND),
        )
        try:
            mail.send()
        except OSError as error:
            message.last_error = type(error).__name__
            logger.warning("outbox: mail %s was not sent (%s)", message.public_id, message.last_error)
        else:
            message.sent_at = clock.now()
            message.sealed_body = ""
            message.last_error = ""
        message.save(update_fields=["attempts", "sent_at", "sealed_body", "last_error"])
