"""What an assessor sees: the pieces with them, the marking screen, what they have done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from accounts.models import User
from assessments import permissions
from assessments.models import (
    Allocation,
    Decision,
    DecisionAct,
    Passage,
    QualityReview,
    Submission,
    SubmissionVersion,
    Verdict,
    VersionCriterion,
    VersionEvidence,
)
from assessments.permissions.competence import competent_units
from assessments.permissions.independence import closed_trainees
from assessments.states import WITH_ASSESSOR, State
from foundation import clock


def latest_versions(submissions: Iterable[int]) -> dict[int, SubmissionVersion]:
    """The last version of each submission, by the submission's primary key; one query."""
    rows = SubmissionVersion.objects.filter(submission__in=list(submissions)).order_by("number")
    return {row.submission_id: row for row in rows}


def _counts(rows: QuerySet, versions: Iterable[SubmissionVersion]) -> dict[int, int]:
    found = rows.filter(version__in=list(versions)).order_by().values_list("version").annotate(n=Count("pk"))
    return dict(found)


@dataclass(frozen=True)
class PieceLine:
    """One piece that is with an assessor, as a line of their list."""

    allocation: Allocation
    criteria: int
    pieces: int
    returned: QualityReview | None

    @property
    def submission(self) -> Submission:
        """The submission itself."""
        return self.allocation.submission

    @property
    def saved_at(self) -> dt.datetime | None:
        """When they last saved something for it; None before they began."""
        return self.allocation.saved_at

    @property
    def is_late(self) -> bool:
        """Whether the day by which it should be read is over."""
        day = self.submission.read_by
        return day is not None and day < clock.today()


@dataclass
class ToMark:
    """The lists of the assessor's first page."""

    with_you: list[PieceLine]
    back: list[PieceLine]
    free: int

    @property
    def total(self) -> int:
        """How many pieces are with them."""
        return len(self.with_you) + len(self.back)

    @property
    def late(self) -> int:
        """How many of those with them are past their day."""
        return sum(line.is_late for line in self.with_you)


def to_mark(user: User) -> ToMark:
    """The live allocations of an assessor, soonest first, and how many wait that they may take."""
    someone = permissions.person_of(user)
    if someone is None:
        return ToMark([], [], 0)
    rows = list(
        Allocation.objects.filter(
            assessor=someone, ended_at__isnull=True, submission__state__in=WITH_ASSESSOR
        )
        .select_related("submission__unit")
        .order_by(F("submission__read_by").asc(nulls_last=True), "pk")
    )
    versions = latest_versions(row.submission_id for row in rows)
    criteria = _counts(VersionCriterion.objects.filter(carried_from__isnull=True), versions.values())
    pieces = _counts(VersionEvidence.objects.all(), versions.values())
    reviews = QualityReview.objects.filter(
        act__version__in=list(versions.values()), result=QualityReview.Result.RETURNED
    ).select_related("words", "act")
    returned = {review.act.version_id: review for review in reviews.order_by("at")}
    lines = []
    for row in rows:
        version = versions[row.submission_id].pk
        lines.append(PieceLine(row, criteria.get(version, 0), pieces.get(version, 0), returned.get(version)))
    return ToMark(
        [line for line in lines if line.returned is None],
        [line for line in lines if line.returned is not None],
        free_to_take(user),
    )


MOST_COUNTED = 100


def free_to_take(user: User) -> int:
    """How many pieces wait that `user` may take; counted to a hundred at most."""
    someone = permissions.person_of(user)
    if someone is None:
        return 0
    waiting = Submission.objects.filter(
        permissions.in_scope(user, permissions.ASSESSING), competent_units(someone), state=State.SUBMITTED
    ).exclude(trainee_id__in=closed_trainees(someone))
    return len(waiting.order_by().values_list("pk")[:MOST_COUNTED])


def done(user: User) -> QuerySet[DecisionAct]:
    """What `user` decided, newest first, with where it is now."""
    someone = permissions.person_of(user)
    if someone is None:
        return DecisionAct.objects.none()
    newer = DecisionAct.objects.filter(version=OuterRef("version"), number__gt=OuterRef("number"))
    return (
        DecisionAct.objects.filter(~Exists(newer), assessor=someone)
        .select_related("version__submission__unit", "review__words")
        .order_by("-at", "-pk")
    )


def seen_by_assessor(user: User) -> QuerySet[Submission]:
    """What `user` holds or once decided; `with_them` and `marks_saved_at` are those of the allocation they hold."""
    live = Allocation.objects.filter(
        submission=OuterRef("pk"), assessor=permissions.person_of(user), ended_at__isnull=True
    )
    seen = permissions.marked_by(user) | permissions.assessed_by(user)
    return seen.annotate(with_them=Exists(live), marks_saved_at=Subquery(live.values("saved_at")[:1]))


def latest_decisions(version: SubmissionVersion) -> list[Decision]:
    """What the last act of deciding a version said, criterion by criterion; one query."""
    rows = list(
        Decision.objects.filter(act__version=version)
        .select_related("act", "criterion", "words")
        .order_by("-act__number", "criterion__position")
    )
    return [row for row in rows if row.act_id == rows[0].act_id]


def latest_review(version: SubmissionVersion) -> QualityReview | None:
    """The last review of a version, with its words, verdicts and notes; two queries at most."""
    verdicts = Verdict.objects.select_related("words", "decision__criterion")
    return (
        QualityReview.objects.filter(act__version=version)
        .select_related("words")
        .prefetch_related(Prefetch("verdicts", verdicts))
        .order_by("-at", "-pk")
        .first()
    )


@dataclass(frozen=True)
class Stretch:
    """Some words of a paragraph, and the marked passage that ends with them, if any."""

    text: str
    marked: bool = False
    ends: Passage | None = None


def _cut(start: int, end: int, passages: list[Passage]) -> Iterator[tuple[int, int, Passage | None]]:
    """Cut the range of a paragraph at the borders of the passages that touch it."""
    at = start
    for passage in passages:
        begin, stop = max(passage.start, at), min(passage.end, end)
        if stop <= begin:
            continue
        if begin > at:
            yield at, begin, None
        yield begin, stop, passage
        at = stop
    if at < end:
        yield at, end, None


def paragraphs(text: str, passages: list[Passage]) -> list[list[Stretch]]:
    """A text as paragraphs of stretches, with the marked passages in their places."""
    ordered = sorted(passages, key=lambda passage: (passage.start, passage.pk or 0))
    found = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            found.append(
                [
                    Stretch(
                        text[begin:stop],
                        marked=passage is not None,
                        ends=passage if passage and passage.end <= stop else None,
                    )
                    for begin, stop, passage in _cut(at, end, ordered)
                ]
            )
        at = end + 1
    return found


def passages_of(piece: VersionEvidence) -> list[Passage]:
    """The passages that were marked in a piece, with their criteria."""
    return list(piece.passages.select_related("criterion"))


def waiting_in(user: User) -> QuerySet[Submission]:
    """What waits to be allocated, the longest waiting first."""
    return permissions.allocatable(user).select_related("unit", "enrolment__cohort").order_by("sent_at", "pk")


def with_assessors(user: User) -> QuerySet[Allocation]:
    """What is with an assessor now, in the scope of somebody who allocates."""
    return (
        Allocation.objects.filter(
            ended_at__isnull=True,
            submission__in=permissions.allocates(user),
            submission__state__in=WITH_ASSESSOR,
        )
        .select_related("submission__unit", "assessor")
        .order_by("submission__read_by", "pk")
    )
