"""A unit as its trainee sees it: criteria, evidence, what was released and opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch

from accounts.models import Person
from assessments.models import (
    Decision,
    DecisionAct,
    Evidence,
    Release,
    Submission,
    SubmissionVersion,
    VersionCoverage,
    VersionEvidence,
    VersionFile,
)
from assessments.selectors.outcomes import status_for_trainee
from assessments.selectors.sending import draft_pieces, unit_criteria
from assessments.selectors.weighing import live_versions
from assessments.states import Outcome
from courses.models import Criterion, Enrolment, Unit

LIVE_FIRST = {Enrolment.State.LIVE: 0, Enrolment.State.PAUSED: 1}


def enrolment_for(person: Person | None, unit_public_id: str | None = None) -> Enrolment | None:
    """The person's enrolment, a live one first; with `unit_public_id`, one that has this unit."""
    if person is None:
        return None
    rows = Enrolment.objects.filter(person=person).select_related("cohort", "version", "person__user")
    if unit_public_id:
        rows = rows.filter(version__units__public_id=unit_public_id)
    return min(
        rows,
        key=lambda row: (LIVE_FIRST.get(Enrolment.State(row.state), 2), -row.enrolled_at.timestamp()),
        default=None,
    )


@dataclass
class CriterionRow:
    """A criterion in the table of what covers what."""

    criterion: Criterion
    covered: list[bool]
    result: str = ""

    @property
    def is_uncovered(self) -> bool:
        """Whether nothing covers it and it is still to be shown."""
        return self.result != Outcome.MET and not any(self.covered)


@dataclass
class UnitPage:
    """Everything that the trainee's page of a unit shows."""

    enrolment: Enrolment
    unit: Unit
    submission: Submission | None
    criteria: list[Criterion]
    pieces: list[Evidence] = field(default_factory=list)
    sent_pieces: list[VersionEvidence] = field(default_factory=list)
    versions: list[SubmissionVersion] = field(default_factory=list)
    release: Release | None = None
    opened: list[DecisionAct] = field(default_factory=list)
    unopened: bool = False

    @cached_property
    def status(self) -> str:
        """What the trainee is told of the state; see `UnitLine`."""
        return status_for_trainee(self.submission, unopened=self.unopened)

    @property
    def is_writable(self) -> bool:
        """Whether the form is shown: nothing was sent, or a resubmission is open and known."""
        if self.unopened:
            return False
        return self.submission is None or self.submission.is_writable

    @cached_property
    def decisions(self) -> dict[int, Decision]:
        """Criterion's primary key to the latest decision that was opened."""
        found: dict[int, Decision] = {}
        for act in self.opened:
            for decision in act.decisions.all():
                found[decision.criterion.criterion_id] = decision
        return found

    @cached_property
    def to_send(self) -> list[Criterion]:
        """The criteria that are still to be shown."""
        return [criterion for criterion in self.criteria if self.result_of(criterion) != Outcome.MET]

    def result_of(self, criterion: Criterion) -> str:
        """`met`, `not_yet_met`, or "" before a result was opened."""
        decision = self.decisions.get(criterion.pk)
        return decision.outcome if decision else ""

    @property
    def to_improve(self) -> list[Decision]:
        """The decisions with something left to do, in the order of the criteria."""
        return [decision for decision in self.judged if decision.outcome == Outcome.NOT_YET_MET]

    @property
    def judged(self) -> list[Decision]:
        """The decisions that were opened, in the order of the criteria."""
        return [self.decisions[row.pk] for row in self.criteria if row.pk in self.decisions]

    @property
    def next_number(self) -> int:
        """The number that the next version will have."""
        return max((version.number for version in self.versions), default=0) + 1

    @property
    def latest(self) -> SubmissionVersion | None:
        """The version that was sent last."""
        return max(self.versions, key=lambda version: version.number, default=None)

    @property
    def columns(self) -> list[Evidence | VersionEvidence]:
        """The pieces that head the table: what was sent in earlier attempts, then the draft."""
        return [*self.sent_pieces, *self.pieces]

    @property
    def rows(self) -> list[CriterionRow]:
        """The table: each criterion, which pieces cover it, and its result."""
        covers = [
            {cover.criterion.criterion_id for cover in piece.coverage.all()}
            if isinstance(piece, VersionEvidence)
            else {criterion.pk for criterion in piece.criteria.all()}
            for piece in self.columns
        ]
        return [
            CriterionRow(
                criterion, [criterion.pk in covered for covered in covers], self.result_of(criterion)
            )
            for criterion in self.criteria
        ]


def frozen_pieces(versions: list[SubmissionVersion]) -> list[VersionEvidence]:
    """The pieces of some versions with their words, coverage and files, oldest first."""
    return list(
        VersionEvidence.objects.filter(version__in=versions)
        .select_related("version", "words")
        .prefetch_related(
            Prefetch("coverage", VersionCoverage.objects.select_related("criterion")),
            Prefetch("files", VersionFile.objects.select_related("file")),
        )
        .order_by("version__number", "position")
    )


def unit_page(enrolment: Enrolment, unit_public_id: str) -> UnitPage | None:
    """The page of a unit of an enrolment; None when the enrolment has no such unit."""
    unit = Unit.objects.filter(version_id=enrolment.version_id, public_id=unit_public_id).first()
    if unit is None:
        return None
    submission = (
        Submission.objects.filter(enrolment=enrolment, unit=unit)
        .select_related("unit", "trainee", "enrolment")
        .first()
    )
    page = UnitPage(enrolment, unit, submission, unit_criteria(unit.pk))
    if submission is None:
        return page
    page.versions = list(submission.versions.all())
    page.pieces = draft_pieces(submission) if submission.is_writable else []
    if page.versions:
        live = live_versions(page.versions)
        shown = [v for v in live if v.attempt < submission.attempt or not submission.is_writable]
        page.sent_pieces = frozen_pieces(shown)
        _read_releases(page, submission)
    return page


def _read_releases(page: UnitPage, submission: Submission) -> None:
    releases = list(submission.releases.select_related("opened").order_by("at", "pk"))
    if not releases:
        return
    page.release = releases[-1]
    page.unopened = not hasattr(page.release, "opened")
    acts = [release.act_id for release in releases if hasattr(release, "opened")]
    decisions = Decision.objects.select_related("criterion", "words").order_by("criterion__position")
    page.opened = list(
        DecisionAct.objects.filter(pk__in=acts)
        .prefetch_related(Prefetch("decisions", decisions))
        .order_by("version__number", "number")
    )
