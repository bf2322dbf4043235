"""Reads for the panel: who may sit on a case and why not, its facts and papers, sittings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import DeclaredRelationship, Employment, Person, User
from accounts.roles import RoleName
from accounts.selectors import users_with_role
from casework.models import Request
from foundation import clock
from register import case_permissions
from register.models import (
    AccreditationCase,
    CaseEvent,
    CaseFact,
    PanelDecision,
    PanelMember,
    PanelView,
    Proposal,
    Sitting,
)
from register.models.cases import SUBJECT_KIND
from register.selectors.case_units import assessed_by


@dataclass(frozen=True)
class Candidate:
    """Somebody who could sit, and all that stands against it."""

    person: Person
    against: tuple[str, ...]

    @property
    def can_sit(self) -> bool:
        """Whether nothing stands against it."""
        return not self.against


def conflicts(case: AccreditationCase, people: Iterable[Person]) -> dict[int, tuple[str, ...]]:
    """For each person: what keeps them from deciding this case; nothing for somebody independent.

    Source: domain reference, section 3: a member is not proposer, investigator, referee,
    nor of the same employer; section 4: the panel did not assess the work, and nobody
    with a declared tie judges. A review is heard by people who took no part.
    """
    people = list(people)
    applicant = case.person
    reasons: dict[int, list[str]] = defaultdict(list)
    by_user = {someone.user_id: someone.pk for someone in people if someone.user_id}

    def against(person_ids: Iterable[int], words: str) -> None:
        for person_id in person_ids:
            reasons[person_id].append(words)

    def users(user_ids: Iterable[int | None]) -> set[int]:
        return {by_user[user_id] for user_id in user_ids if user_id in by_user}

    against({applicant.pk}, _("It is their own case"))
    against(_colleagues(case, people), _("Works for the same employer"))
    against(_tied(applicant, people), _("Has a declared tie to the applicant"))
    against(assessed_by(applicant), _("Took part in assessing the work"))
    cases = [case.pk, *([case.review_of_id] if case.review_of_id else [])]
    proposers = Proposal.objects.filter(case_id__in=cases).values_list("proposed_by_id", flat=True)
    against(users(proposers), _("Proposed the refusal"))
    acts = (
        CaseEvent.objects.filter(case_id__in=cases, by__isnull=False)
        .exclude(kind__in=CaseEvent.PANEL_ACTS)
        .exclude(by_id=applicant.user_id)
    )
    against(users(acts.values_list("by_id", flat=True).distinct()), _("Prepared the case"))
    against(_referees(case, people), _("Gave a reference"))
    if case.review_of_id:
        took_part = PanelMember.objects.filter(case_id=case.review_of_id).values_list("person_id", flat=True)
        against(took_part, _("Took part in the decision that is reviewed"))
    return {someone.pk: tuple(reasons.get(someone.pk, ())) for someone in people}


def conflicts_of(case: AccreditationCase, someone: Person) -> tuple[str, ...]:
    """What keeps one person from deciding this case."""
    return conflicts(case, [someone])[someone.pk]


def _colleagues(case: AccreditationCase, people: list[Person]) -> set[int]:
    employers: dict[int, set[int]] = defaultdict(set)
    for person_id, organisation_id in (
        Employment.objects.current()
        .filter(person_id__in=[case.person_id, *(someone.pk for someone in people)])
        .values_list("person_id", "organisation_id")
    ):
        employers[person_id].add(organisation_id)
    theirs = employers[case.person_id] | ({case.employer_id} if case.employer_id else set())
    return {someone.pk for someone in people if employers[someone.pk] & theirs}


def _tied(applicant: Person, people: list[Person]) -> set[int]:
    rows = (
        DeclaredRelationship.objects.current()
        .filter(
            Q(person=applicant, other__in=people) | Q(other=applicant, person__in=people),
        )
        .values_list("person_id", "other_id")
    )
    return {one if other == applicant.pk else other for one, other in rows}


def _referees(case: AccreditationCase, people: list[Person]) -> set[int]:
    cases = [case.public_id, *([case.review_of.public_id] if case.review_of else [])]
    rows = Request.objects.filter(
        subject_kind=SUBJECT_KIND, subject_id__in=cases, kind=Request.Kind.REFERENCE
    ).values_list("asked_of_id", "asked_email")
    users = {user_id for user_id, _email in rows if user_id}
    emails = {email.casefold() for _user_id, email in rows if email}
    return {
        someone.pk
        for someone in people
        if someone.user and (someone.user_id in users or someone.user.email.casefold() in emails)
    }


def candidates(case: AccreditationCase) -> list[Candidate]:
    """Every panel member who has no seat yet: those who can sit first, then who cannot and why."""
    seated = case.seats.values("person_id")
    people = list(
        Person.objects.filter(user__in=users_with_role(RoleName.PANEL_MEMBER))
        .exclude(pk__in=seated)
        .select_related("user")
        .order_by("practising_name", "pk")
    )
    found = conflicts(case, people)
    everyone = [Candidate(someone, found[someone.pk]) for someone in people]
    return sorted(everyone, key=lambda one: not one.can_sit)


def facts(case: AccreditationCase) -> QuerySet[CaseFact]:
    """What the panel finds on in this round."""
    return case.facts.filter(round=case.round).order_by("number")


def views(case: AccreditationCase, round_number: int) -> QuerySet[PanelView]:
    """The recorded views of a round with their reasons and findings."""
    return (
        PanelView.objects.filter(seat__case=case, round=round_number)
        .select_related("seat__person", "words")
        .prefetch_related("findings__fact")
        .order_by("seat", "number")
    )


def decisions(case: AccreditationCase) -> QuerySet[PanelDecision]:
    """What the panel came to, round by round."""
    return case.decisions.select_related("words", "reason", "by").order_by("round")


def log(case: AccreditationCase) -> QuerySet[CaseEvent]:
    """Everything that happened to a case, the latest first."""
    return case.events.select_related("by", "words").order_by("-number")


def upcoming_sittings(user: User) -> QuerySet[Sitting]:
    """The sittings from today on, each with the seats on cases that `user` may see."""
    seats = (
        PanelMember.objects.filter(case__in=case_permissions.visible_to(user), stood_aside_at__isnull=True)
        .select_related("case__person", "person")
        .order_by("case__opened_at", "case_id", "-is_chair", "pk")
    )
    return (
        Sitting.objects.filter(held_on__gte=clock.today())
        .prefetch_related(Prefetch("seats", seats))
        .order_by("held_on", "pk")
    )


@dataclass(frozen=True)
class SittingCase:
    """One case of a sitting: who sits on it."""

    case: AccreditationCase
    seats: tuple[PanelMember, ...]
    mine: bool


@dataclass(frozen=True)
class SittingLine:
    """A sitting with its cases."""

    sitting: Sitting
    cases: tuple[SittingCase, ...]


def sitting_lines(user: User) -> list[SittingLine]:
    """The coming sittings that have a case which `user` works with."""
    lines = []
    for sitting in upcoming_sittings(user):
        by_case: dict[int, list[PanelMember]] = defaultdict(list)
        for seat in sitting.seats.all():
            by_case[seat.case_id].append(seat)
        cases = tuple(
            SittingCase(seats[0].case, tuple(seats), any(seat.person.user_id == user.pk for seat in seats))
            for seats in by_case.values()
        )
        if cases:
            lines.append(SittingLine(sitting, cases))
    return lines
