"""An advocate's place on the register, and the numbers that lead to it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from certificates import codes
from foundation import clock
from foundation.public_ids import PublicIdModel
from register.states import Visibility


class Entry(PublicIdModel):
    """One person's entry. What is true of it stands in its events, never here.

    Purpose: an accurate public register. Lawful basis: public task. Retention: the
    bare events for ever; the link to the person until six years after leaving.
    `version` counts changes, so that two people who act at once do not overwrite
    each other.
    """

    person = models.OneToOneField("accounts.Person", on_delete=models.PROTECT, related_name="register_entry")
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PUBLIC)
    hidden_since = models.DateField(null=True, blank=True)
    visibility_review_on = models.DateField(null=True, blank=True)
    show_employer = models.BooleanField(default=False)
    qualification = models.CharField(max_length=200, blank=True)
    qualification_cy = models.CharField(max_length=200, blank=True)
    immigration_level = models.CharField(max_length=80, blank=True)
    #: Folded names, previous ones too: how staff find somebody without accents. Never asked in public.
    staff_words = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "entries"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="entry_visibility_known"
            ),
            # A hidden entry gives nothing of where somebody works (domain reference, section 3).
            models.CheckConstraint(
                condition=Q(visibility=Visibility.PUBLIC) | Q(show_employer=False),
                name="hidden_entry_shows_no_employer",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.public_id}"

    @property
    def is_hidden(self) -> bool:
        return self.visibility != Visibility.PUBLIC


class EntryNumberQuerySet(models.QuerySet):
    """Numbers, live and retired."""

    def current(self) -> Self:
        return self.filter(until__isnull=True)


class EntryNumber(models.Model):
    """A register number, from a day to a day. A number is never used twice.

    One that was retired for safety never leads to its entry again.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="numbers")
    number = models.CharField(max_length=7, unique=True)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)
    retired_for_safety = models.BooleanField(default=False)

    objects = EntryNumberQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(until__isnull=True), name="one_current_number_for_an_entry"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="number_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(retired_for_safety=False),
                name="current_number_is_not_retired",
            ),
        ]

    def __str__(self) -> str:
        return codes.format_number(self.number)

    def retire(self, on: dt.date, *, for_safety: bool) -> None:
        """End this number on a day. The caller holds the entry's lock."""
        self.until = on
        self.retired_for_safety = for_safety
        self.save(update_fields=["until", "retired_for_safety"])
