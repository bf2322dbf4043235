"""What follows from news: a section was opened, a password was reset by mail."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_reset
from django.dispatch import receiver
from wagtail.models import Page

from accounts.models import User
from courses.models import Enrolment
from courses.services import learning, notes
from courses.signals import section_opened


@receiver(section_opened)
def keep_place(*, enrolment: Enrolment, section: Page, **_kwargs: Any) -> None:
    """The section becomes the learner's place, and a pause is over."""
    learning.opened(enrolment_id=enrolment.pk, section=section)


@receiver(password_reset)
def lock_notes(*, user: User, **_kwargs: Any) -> None:
    """Whoever can read somebody's mail can reset the password; that alone opens no note."""
    notes.lock_after_reset(user=user)
