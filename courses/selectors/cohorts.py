"""A cohort as its manager sees it: who is where, in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from courses import permissions, standings
from courses.models.cohorts import Cohort, Enrolment
from courses.models.progress import ModuleCompletion, Place, SectionCompletion
from courses.selectors.outline import ModuleLine, outline
from courses.selectors.progress import Progress, step_in
from courses.standings import Standing
from courses.states import LEARNING, EnrolmentState

#: Groups smaller than this stand in no statistic.
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Row:
    """One person of a cohort."""

    enrolment: Enrolment
    standing: Standing


@dataclass(frozen=True)
class Group:
    """How many people are at a module; None where there are fewer than five."""

    title: str
    people: int


def cohorts_for(user: User) -> QuerySet[Cohort]:
    """The cohorts that `user` manages, with how many people learn in each. One query."""
    return (
        permissions.cohorts_managed_by(user)
        .select_related("version__qualification", "manager")
        .annotate(people=Count("enrolments", filter=Q(enrolments__state__in=LEARNING)))
        .order_by("-starts_on", "pk")
    )


def enrolments_in(cohort: Cohort) -> QuerySet[Enrolment]:
    """Everybody in a cohort, by first name; there is no other order."""
    return (
        Enrolment.objects.filter(cohort=cohort)
        .select_related("person__user")
        .order_by(Lower("person__practising_name"), "pk")
    )


def rows(enrolments: Sequence[Enrolment]) -> list[Row]:
    """Where each of these people is. Five queries, and those of other folders' providers."""
    modules = outline()
    progress = progress_of_many(enrolments)
    known = standings.collect(enrolments)
    return [
        Row(enrolment, known.get(enrolment.pk) or _standing(enrolment, modules, progress[enrolment.pk]))
        for enrolment in enrolments
    ]


def progress_of_many(enrolments: Sequence[Enrolment]) -> dict[int, Progress]:
    """The progress of several enrolments in three queries."""
    keys = [enrolment.pk for enrolment in enrolments]
    found = {key: Progress() for key in keys}
    for section in SectionCompletion.objects.filter(enrolment__in=keys):
        found[section.enrolment_id].sections[section.section_key] = section
    for module in ModuleCompletion.objects.filter(enrolment__in=keys):
        found[module.enrolment_id].modules[module.module_key] = module
    for place in Place.objects.filter(enrolment__in=keys):
        found[place.enrolment_id].place = place
    return found


def _standing(enrolment: Enrolment, modules: list[ModuleLine], progress: Progress) -> Standing:
    is_at = _is_at(modules, progress)
    if enrolment.state == EnrolmentState.WITHDRAWN:
        return Standing(_("Withdrew"), _("Nothing"), _("Nobody’s"))
    if enrolment.state == EnrolmentState.COMPLETED:
        return Standing(_("Completed"), _("Nothing"), _("Nobody’s"))
    if enrolment.state == EnrolmentState.PAUSED:
        day = date_format(localdate(enrolment.paused_at)) if enrolment.paused_at else ""
        waits = _("Paused on %(day)s") % {"day": day} if day else _("Paused")
        return Standing(is_at, waits, _("Theirs. No reminders"))
    if enrolment.due_on:
        return Standing(is_at, _("Nothing"), _("Theirs, by %(day)s") % {"day": date_format(enrolment.due_on)})
    return Standing(is_at, _("Nothing"), _("Theirs, no date"))


def _is_at(modules: list[ModuleLine], progress: Progress) -> str:
    step = step_in(modules, progress)
    if step is None:
        return _("All modules complete") if modules else _("No module yet")
    if progress.place is None and not progress.sections and not progress.modules:
        return _("Not begun yet")
    return _("Module %(number)d") % {"number": step.module.number}


def groups(cohort: Cohort) -> list[Group]:
    """At which module how many people stopped; groups under five are left out. Three queries."""
    titles: dict[UUID, str] = {module.key: module.title for module in outline()}
    places = Place.objects.filter(enrolment__cohort=cohort, enrolment__state__in=LEARNING)
    counted = Counter(places.values_list("module_key", flat=True))
    return [Group(title, counted[key]) for key, title in titles.items() if counted[key] >= SMALLEST_GROUP]
