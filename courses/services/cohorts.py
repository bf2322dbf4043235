"""Writes about cohorts."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from courses import permissions
from courses.models import Cohort, QualificationVersion
from foundation.exceptions import NotAllowed, Refused


@transaction.atomic
def begin_cohort(
    *,
    title: str,
    version: QualificationVersion,
    starts_on: dt.date,
    ends_on: dt.date | None,
    by: User,
) -> Cohort:
    """Begin a cohort on `version`, looked after by the person who begins it.

    Raises NotAllowed outside the reach of their role, Refused when the title is
    taken or when it would end before it begins.
    """
    if not permissions.versions_to_begin(by).filter(pk=version.pk).exists():
        raise NotAllowed(_("Your role does not allow this."))
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(
            {"ends_on": _("This day is not after the first day. Choose a later one, or leave it open.")}
        )
    try:
        with transaction.atomic():
            cohort = Cohort.objects.create(
                title=title, version=version, manager=by.person, starts_on=starts_on, ends_on=ends_on
            )
    except IntegrityError as taken:
        raise Refused(
            {"title": _("Another cohort has this name. Choose one that tells them apart.")}
        ) from taken
    audit.record(action="cohort.begin", by=by, subject_kind="cohort", subject_id=cohort.public_id)
    return cohort
