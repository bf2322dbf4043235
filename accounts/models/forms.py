"""Whose form a form was: so that what somebody typed is saved for nobody else."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from foundation import clock


class FormOwner(models.Model):
    """The person who was signed in when the forms with one form token were shown.

    Purpose: a form that is sent after its session ended is saved only for the
    person who had it open. Lawful basis: contract. Retention: seven days. The
    token is kept as a keyed digest; a new one is made at each sign-in.
    """

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False, db_index=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"forms of {self.user_id}"
