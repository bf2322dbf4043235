"""What somebody has done, where they stopped, and what they wrote for themselves alone.

Content ids are not evidence (architecture): a completion keeps a page's translation
key, revision and digest as plain values, so nothing here changes when a page does.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.models.cohorts import Enrolment
from foundation import clock
from foundation.public_ids import PublicIdModel


class SectionCompletion(models.Model):
    """Somebody said that they have done a section. They can take it back."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="section_completions")
    module_key = models.UUIDField()
    section_key = models.UUIDField(db_index=True)
    revision_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    completed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "section_key"], name="section_done_once")
        ]

    def __str__(self) -> str:
        return f"section {self.section_key} of {self.enrolment_id}"


class ModuleCompletion(models.Model):
    """Somebody has done a module: all sections of its day, its summary, or its alternative.

    It names the sections that it stood on. A section that is added later does not
    make anybody incomplete; taking one of the named ones back does (`undone_at`).
    """

    class Way(models.TextChoices):
        SECTIONS = "sections", _("Section by section")
        SUMMARY = "summary", _("By the summary")
        ALTERNATIVE = "alternative", _("By the alternative")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="module_completions")
    module_key = models.UUIDField(db_index=True)
    way = models.CharField(max_length=12, choices=Way, default=Way.SECTIONS)
    section_keys = models.JSONField(default=list, blank=True)
    revision_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    completed_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "module_key"], name="module_done_once")
        ]

    def __str__(self) -> str:
        return f"module {self.module_key} of {self.enrolment_id}"


class Place(models.Model):
    """Where somebody stopped, so that every device opens there. It says nothing of when."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="place")
    module_key = models.UUIDField()
    section_key = models.UUIDField()
    block_id = models.CharField(max_length=36, blank=True)
    heading = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"place of {self.enrolment_id}"


class Reflection(PublicIdModel):
    """A private note: encrypted with a key of its own, which lies in `ReflectionKey`.

    Purpose: to think. Nobody assesses it and no screen shows it to anybody else.
    Lawful basis: consent, by writing it. Retention: until its writer deletes it, or two
    years after the last activity. Deleting destroys the key.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reflections")
    section_key = models.UUIDField()
    block_id = models.CharField(max_length=36)
    sealed_words = models.TextField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "section_key", "block_id"], name="one_note_to_a_prompt")
        ]

    def __str__(self) -> str:
        return f"note {self.public_id}"


class ReflectionKey(models.Model):
    """The key of one note, itself sealed with the site's key."""

    reflection = models.OneToOneField(Reflection, on_delete=models.CASCADE, related_name="key")
    sealed_key = models.TextField()

    def __str__(self) -> str:
        return f"key of {self.reflection_id}"


class NotesLock(models.Model):
    """A password was reset by mail: notes stay shut for a while, or until a second factor opens them.

    A code or a reset sent by e-mail does not open them alone (domain reference, section 6).
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="notes_lock")
    since = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"lock of {self.user_id}"
