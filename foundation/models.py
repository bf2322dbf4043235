"""The outbox: every mail is a row, written in the transaction that causes it."""

from django.db import models

from foundation import clock
from foundation.public_ids import PublicIdModel


class OutboxMessage(PublicIdModel):
    """One mail to one address. Its body is sealed, and blanked once it was sent.

    Purpose: to tell people what concerns them, once and only if the act that
    causes it really happened. Retention: the body until it is sent, the row a year.
    """

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    sealed_body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["sent_at", "created_at"], name="outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.public_id})"
