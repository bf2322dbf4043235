"""Background work of the outbox, and of background work itself."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from foundation import clock, sealed, sweeps
from foundation.models import OutboxMessage

logger = logging.getLogger(__name__)
#: The twelfth attempt comes about three days after the first.
MOST_ATTEMPTS = 12
#: No task of ours runs that long; one that seems to was left by a worker that was killed.
STUCK_AFTER = dt.timedelta(minutes=30)
MOST_STARTS = 3
MAIL_KEPT_FOR = dt.timedelta(days=365)
RESULTS_KEPT_FOR = dt.timedelta(days=7)


@task()
def deliver(message_id: int) -> None:
    """Send one waiting mail and blank its body; a failure leaves it for the next sweep.

    The attempt is counted first, and only who counted it sends: a second run finds
    nothing to do, and no lock is held while the mail server answers (on SQLite it
    would stop everybody's writing). A crash between sending and noting it sends
    twice rather than never.
    """
    message = OutboxMessage.objects.filter(
        pk=message_id, sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS
    ).first()
    if message is None or not _claim(message):
        return
    try:
        _send(message)
    except (OSError, sealed.CannotOpen) as error:
        message.last_error = type(error).__name__
        logger.warning("outbox: mail %s was not sent (%s)", message.public_id, message.last_error)
    else:
        message.sent_at = clock.now()
        message.sealed_body = ""
        message.last_error = ""
    message.save(update_fields=["sent_at", "sealed_body", "last_error"])


def _claim(message: OutboxMessage) -> bool:
    """Count this attempt; False when somebody else has counted it in the meantime."""
    waiting = OutboxMessage.objects.filter(pk=message.pk, sent_at__isnull=True, attempts=message.attempts)
    return waiting.update(attempts=F("attempts") + 1) == 1


def _send(message: OutboxMessage) -> None:
    from foundation.outbox import PLACE

    EmailMessage(
        subject=message.subject,
        body=sealed.open_sealed(message.sealed_body, place=PLACE),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        connection=get_connection(settings.OUTBOX_DELIVERY_BACKEND),
    ).send()


def is_due(message: OutboxMessage) -> bool:
    """Whether it is time to try again: after 1, 2, 4, 8 … minutes since it was written."""
    return clock.now() - message.created_at >= dt.timedelta(minutes=2**message.attempts)


def retry_waiting_mail() -> int:
    """Try the waiting mails that are due; how many there were."""
    waiting = OutboxMessage.objects.filter(sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS)
    due = [message.pk for message in waiting.order_by("created_at", "pk").iterator() if is_due(message)]
    for pk in due:
        deliver.call(pk)
    return len(due)


def put_back_stuck_tasks() -> int:
    """Put back what a killed worker left running for ever; a task must bear running twice.

    One that was started three times is marked as failed: it may be what kills the worker.
    """
    stuck = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=clock.now() - STUCK_AFTER
    )
    count = 0
    for result in stuck.iterator():
        again = len(result.worker_ids) < MOST_STARTS
        changes = (
            {"status": TaskResultStatus.READY, "started_at": None}
            if again
            else {
                "status": TaskResultStatus.FAILED,
                "finished_at": clock.now(),
                "exception_class_path": "foundation.tasks.Stuck",
                "traceback": "left running by a worker three times",
            }
        )
        # Only as it was read: a worker that finishes it at this moment wins.
        count += stuck.filter(pk=result.pk, started_at=result.started_at).update(**changes)
        logger.warning("task %s (%s) was left running; %s", result.pk, result.task_path, changes["status"])
    return count


def forget_old_mail() -> int:
    """Rows of mails that were sent, or given up, a year ago."""
    return OutboxMessage.objects.filter(created_at__lt=clock.now() - MAIL_KEPT_FOR).delete()[0]


def forget_old_results() -> int:
    """What background work left behind a week ago."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - RESULTS_KEPT_FOR).delete()[0]


@task()
def sweep() -> dict[str, int | None]:
    """All regular work once; for whoever starts it from a task queue instead of a timer."""
    return sweeps.run_all()
