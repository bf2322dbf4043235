"""What happened to an entry: acts, and the events that each act caused, only ever added."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation import clock
from foundation.append_only import AppendOnlyModel
from foundation.public_ids import new_public_id
from register.models.entries import Entry
from register.states import ActKind, EventKind

SALT_BYTES = 32


class Act(AppendOnlyModel):
    """One act: who, why (a code), on which case, and all the events that it caused.

    `key` comes with the form, so that a second click finds the first one's act.
    """

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=24, choices=ActKind)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="acts")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason_code = models.CharField(max_length=48, blank=True)
    case_ref = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=40, unique=True, default=new_public_id)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class ActWords(models.Model):
    """The words of an act (reasons, evidence), for the file and the person; retention may blank them."""

    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="words")
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name_plural = "act words"

    def __str__(self) -> str:
        return f"words of act {self.act_id}"


class RegisterEvent(AppendOnlyModel):
    """One event of an entry: a kind and dates. No name and no reason in words stand here.

    `effective_from` is the instant from which it holds; `effective_until` the last
    London day, where it ends by itself; `grace_until` the last day on which the
    period still counts; `review_on` the day by which it is looked at again.
    `leaf` is the digest that enters the public log (credentials reference, section 5).
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="events")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=24, choices=EventKind)
    effective_from = models.DateTimeField(default=clock.now)
    effective_until = models.DateField(null=True, blank=True)
    grace_until = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    leaf = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering: ClassVar = ["effective_from", "recorded_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["entry", "effective_from"], name="event_by_entry")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind=EventKind.VOID) | Q(corrects__isnull=False), name="void_names_its_event"
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="event_corrected_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of entry {self.entry_id}"


class RegisterEventWords(models.Model):
    """The salt and the words beside an event. Erasure deletes this row; the leaf stays."""

    event = models.OneToOneField(RegisterEvent, on_delete=models.PROTECT, related_name="words")
    salt = models.BinaryField(max_length=SALT_BYTES)
    note = models.TextField(blank=True)
    public_text = models.TextField(blank=True)
    public_text_cy = models.TextField(blank=True)
    public_text_cy_checked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "register event words"

    def __str__(self) -> str:
        return f"words of event {self.event_id}"


def new_salt() -> bytes:
    """32 random bytes, kept beside the event and erased with it."""
    return os.urandom(SALT_BYTES)


def leaf_data(event: RegisterEvent, entry_public_id: str) -> bytes:
    """The canonical JSON of an event: entry, kind and dates, no name."""
    facts: dict[str, Any] = {
        "entry": entry_public_id,
        "kind": str(event.kind),
        "effective_from": event.effective_from.astimezone(dt.UTC).isoformat(),
        "effective_until": event.effective_until.isoformat() if event.effective_until else None,
        "grace_until": event.grace_until.isoformat() if event.grace_until else None,
        "review_on": event.review_on.isoformat() if event.review_on else None,
        "recorded_at": event.recorded_at.astimezone(dt.UTC).isoformat(),
        "corrects": event.corrects_id,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def leaf_of(event: RegisterEvent, entry_public_id: str, salt: bytes) -> str:
    """HMAC-SHA256 under the event's own salt, as hex."""
    return hmac.new(salt, leaf_data(event, entry_public_id), hashlib.sha256).hexdigest()
