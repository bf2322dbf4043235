"""The assessor weighs, writes and decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Manager
from django.utils.translation import gettext as _

from accounts.models import Person, User
from assessments import permissions
from assessments.models import (
    DecidedTicks,
    Decision,
    DecisionAct,
    DecisionWords,
    Judgement,
    RuleTicks,
    Submission,
    VersionEvidence,
)
from assessments.permissions.competence import MISSING, is_competent
from assessments.permissions.independence import ties_of
from assessments.selectors.weighing import CriterionLine, Weighing, weighing
from assessments.services import sampling
from assessments.services.steps import SUBJECT, apply, locked
from assessments.states import RULES, Event, Outcome, State, unit_outcome
from casework.services import refuse_if_held
from foundation import clock
from foundation.exceptions import NotAllowed, Refused, TransitionRefused

#: What an assessor writes on a criterion.
JUDGED = ("enough", "outcome", "comment", "action")

Row = TypeVar("Row", RuleTicks, Judgement)


@dataclass(frozen=True)
class Ticked:
    """The four rules as the assessor ticked them, over the revision they saw."""

    revision: int
    rules: frozenset[str]


@dataclass(frozen=True)
class Weighed:
    """What the assessor wrote for one criterion, over the revision they saw."""

    revision: int
    enough: bool = False
    outcome: str = ""
    comment: str = ""
    action: str = ""


@dataclass
class Marks:
    """What came of saving, by public id: what changed elsewhere, and what was not possible."""

    conflicts: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)


def _holder(submission: Submission, by: User, *, saving: bool) -> Person:
    """The assessor behind `by`, who holds the submission; `saving` notes the time.

    Raises NotAllowed for anybody else.
    """
    assessor = permissions.require_person(by)
    live = submission.allocations.filter(ended_at__isnull=True, assessor=assessor)
    holds = live.update(saved_at=clock.now()) if saving else live.exists()
    if not holds or not permissions.is_assessor(by):
        raise NotAllowed(_("This is not with you."))
    return assessor


@transaction.atomic
def begin(*, submission_id: int, by: User) -> Submission:
    """Begin the assessment; beginning again changes nothing."""
    submission = locked(submission_id)
    _holder(submission, by, saving=False)
    if submission.state == State.ALLOCATED:
        apply(submission, Event.BEGIN, by=by)
    return submission


@transaction.atomic
def save_judgement(
    *,
    submission_id: int,
    by: User,
    ticks: Mapping[str, Ticked] | None = None,
    criteria: Mapping[str, Weighed] | None = None,
) -> Marks:
    """Save ticks (by evidence's public id) and judgements (by criterion's public id).

    What changed elsewhere since the given revision is not overwritten but named in
    `Marks.conflicts`. "Met" without four ticks for each piece and "enough" is not saved
    and named in `Marks.refused`; the words beside it are. Saving begins the assessment.
    """
    submission = locked(submission_id)
    assessor = _holder(submission, by, saving=True)
    if submission.state == State.ALLOCATED:
        apply(submission, Event.BEGIN, by=by)
    if submission.state != State.IN_ASSESSMENT:
        raise Refused(_("This was decided, so it stays as it is."), code="decided")
    marks = Marks()
    state = weighing(submission)
    ticked = [
        _take_ticks(piece, ticks[piece.public_id], marks)
        for piece in state.pieces
        if ticks and piece.public_id in ticks and piece.version_id == state.version.pk
    ]
    # The ticks come first, because whether "met" is possible follows from them.
    weighed = [
        _take_words(line, criteria[line.criterion.public_id], marks)
        for line in state.to_assess
        if criteria and line.criterion.public_id in criteria
    ]
    _write(RuleTicks.objects, ticked, key="evidence", fields=RULES, by=assessor)
    _write(Judgement.objects, weighed, key="criterion", fields=JUDGED, by=assessor)
    return marks


def _take_ticks(piece: VersionEvidence, ticked: Ticked, marks: Marks) -> RuleTicks | None:
    row = piece.rule_ticks or RuleTicks(evidence=piece)
    return _take(row, piece.public_id, {rule: rule in ticked.rules for rule in RULES}, ticked.revision, marks)


def _take_words(line: CriterionLine, weighed: Weighed, marks: Marks) -> Judgement | None:
    public_id = line.criterion.public_id
    row = line.judgement or Judgement(criterion=line.criterion)
    outcome = weighed.outcome if weighed.outcome in Outcome.values else ""
    if outcome == Outcome.MET and not (weighed.enough and line.ticked):
        marks.refused[public_id] = _("Met can be chosen once its evidence has all four ticks and is enough.")
        outcome = ""
    wanted = {
        "enough": weighed.enough,
        "outcome": outcome,
        "comment": weighed.comment.strip(),
        "action": weighed.action.strip(),
    }
    return _take(row, public_id, wanted, weighed.revision, marks)


def _take(row: Row, public_id: str, wanted: dict[str, Any], revision: int, marks: Marks) -> Row | None:
    """The row with its new values, if it is as the assessor saw it; else it is named as a conflict.

    None when there is nothing to write.
    """
    changes = any(getattr(row, name) != value for name, value in wanted.items())
    if changes and row.revision != revision:
        marks.conflicts.append(public_id)
        return None
    if changes:
        for name, value in wanted.items():
            setattr(row, name, value)
        row.revision += 1
    marks.revisions[public_id] = row.revision
    return row if changes else None


def _write(
    table: Manager[Row], taken: list[Row | None], *, key: str, fields: tuple[str, ...], by: Person
) -> None:
    """Write rows together, new ones and those that were there: one row for each `key`."""
    rows = [row for row in taken if row is not None]
    for row in rows:
        row.saved_by, row.saved_at = by, clock.now()
    table.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[key],
        update_fields=[*fields, "revision", "saved_by", "saved_at"],
    )


def _refuse_to_decide(submission: Submission, assessor: Person, state: Weighing) -> None:
    found = ties_of(assessor, submission)
    if found:
        raise Refused(
            _("You cannot decide this any more. %(why)s. Declare it, and the piece goes to somebody else.")
            % {"why": found[0].text},
            code="tie",
        )
    if not is_competent(assessor, submission.unit):
        raise Refused(MISSING, code="competence")
    if state.missing:
        raise Refused([Refused(text) for _line, text in state.missing])


@transaction.atomic
def decide(*, submission_id: int, by: User) -> DecisionAct:
    """Decide every criterion that is to be assessed, and draw for quality assurance.

    All in one transaction: the decisions with copies of ticks and words, the draw from
    the period's seed, and the state that follows from it. A second click returns the
    first one's act. Raises Refused when something is missing, when a tie came up, or
    when competence is not on record.
    """
    submission = locked(submission_id, "unit")
    assessor = _holder(submission, by, saving=submission.state == State.IN_ASSESSMENT)
    state = weighing(submission)
    if submission.state in {State.DECIDED, State.IN_QUALITY_ASSURANCE, State.AGREED}:
        return state.version.acts.order_by("-number")[0]
    if submission.state != State.IN_ASSESSMENT:
        raise TransitionRefused(_("Begin the assessment first."), code="transition")
    refuse_if_held(SUBJECT, submission.public_id)
    _refuse_to_decide(submission, assessor, state)
    act = _write_act(state, assessor)
    number = state.version.number
    apply(submission, Event.DECIDE, by=by, version_number=number, held_checked=True)
    if sampling.draw(submission=submission, version=state.version, act=act).sampled:
        apply(submission, Event.SAMPLE, by=by, version_number=number, held_checked=True)
    return act


def _write_act(state: Weighing, assessor: Person) -> DecisionAct:
    judged = [(line, line.judgement) for line in state.to_assess if line.judgement is not None]
    act = DecisionAct.objects.create(
        version=state.version,
        number=state.version.acts.count() + 1,
        assessor=assessor,
        outcome=unit_outcome([row.outcome for _line, row in judged]),
    )
    words = [DecisionWords(comment=row.comment, action=row.action) for _line, row in judged]
    decisions = Decision.objects.bulk_create(
        Decision(
            act=act,
            criterion=line.criterion,
            outcome=row.outcome,
            enough=row.enough,
            pieces=len(line.counted),
            words_digest=said.digest(),
        )
        for (line, row), said in zip(judged, words, strict=True)
    )
    for decision, said in zip(decisions, words, strict=True):
        said.decision = decision
    DecisionWords.objects.bulk_create(words)
    DecidedTicks.objects.bulk_create(
        DecidedTicks(
            act=act,
            evidence=piece,
            **{rule: bool(piece.rule_ticks and getattr(piece.rule_ticks, rule)) for rule in RULES},
        )
        for piece in state.pieces
    )
    return act
