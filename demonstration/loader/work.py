"""Submissions in every state, acted out by trainees, assessors and quality assurers.

Whether a piece is drawn for quality assurance is not the loader's to say: it goes on
as the draw has it. Where the plan needs a piece to be looked at, a quality assurer
chooses it; where it needs one that was not drawn, several are tried.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assessments import services
from assessments.models import Competence, DecisionAct, DeclarationCode, Evidence, Submission
from assessments.selectors.weighing import weighing
from assessments.services.drafts import Piece
from assessments.services.files import attach
from assessments.services.marking import Ticked, Weighed
from assessments.services.quality import Said, latest_act
from assessments.states import RULES, Outcome, State
from courses.models import Criterion, Enrolment, Unit
from demonstration.content_files import CONTENT, load_yaml
from demonstration.history import at
from demonstration.lives import Life, live
from demonstration.loader import files
from demonstration.loader.people import STAFF_MONTHS_AGO
from demonstration.loader.world import World
from foundation import clock

LEAD = "anneliese"
ALLOCATES = "farida"
REACHES_ASSESSMENT = frozenset(
    {
        "in_assessment",
        "in_quality_assurance",
        "returned",
        "agreed",
        "released",
        "resubmission_open",
        "attempts_used",
    }
)


@dataclass
class Plan:
    """One line of `content/work.yaml`."""

    trainee: str
    unit: str
    set: str
    sent_days_ago: int
    ends: str = "released"
    assessor: str = ""
    quality: str = "carys"
    not_yet: list[str] = field(default_factory=list)
    still_not_yet: list[str] = field(default_factory=list)
    opened: bool = False
    pieces: int = 99


class Words:
    """Comments and accounts, used in turn so that no two pieces of one person read alike."""

    def __init__(self) -> None:
        self.feedback: dict[str, Any] = load_yaml(CONTENT / "feedback.yaml")
        self.accounts: list[dict[str, Any]] = load_yaml(CONTENT / "accounts.yaml")
        self._turn = 0

    def met(self) -> str:
        """The next comment for a criterion that is met."""
        self._turn += 1
        return str(self.feedback["met"][self._turn % len(self.feedback["met"])])

    def not_yet(self, code: str) -> tuple[str, str]:
        """The next comment and action for this criterion, which is not yet met."""
        self._turn += 1
        rows = self.feedback["not_yet_met"][code]
        row = rows.pop(0) if len(rows) > 1 else rows[0]
        return row["comment"], row["action"]

    def agreed(self) -> str:
        """The next reasons of a quality assurer who agrees."""
        self._turn += 1
        return str(self.feedback["quality"]["agreed"][self._turn % len(self.feedback["quality"]["agreed"])])

    def pieces(self, unit: str, letter: str) -> list[dict[str, Any]]:
        """The accounts of a unit's set."""
        return [row for row in self.accounts if row["unit"] == unit and row["set"] == letter]


def load_competence(world: World) -> None:
    """Both kinds of competence for everybody who assesses or assures quality."""
    judges = [
        part
        for part in world.cast.staff
        if {"assessor", "quality_assurer"} & {str(role) for role in part.roles}
    ]
    with at(world.calendar.moment(months_ago=STAFF_MONTHS_AGO - 1, hour=10)):
        for part in judges:
            for kind in Competence.Kind.values:
                services.record_competence(person=world.person(part.key), kind=kind, by=world.user(LEAD))
        for kind in Competence.Kind.values:  # the only lead: the programme began with theirs on record
            Competence.objects.create(person=world.person(LEAD), kind=kind)


def load_work(world: World) -> None:
    """Everything that was sent, in the order in which it happened."""
    plan, words = load_yaml(CONTENT / "work.yaml"), Words()
    lives = [One(world, words, Plan(**row)).life() for row in plan["pieces"]]
    lives.append(_not_drawn(world, words, [Plan(**row) for row in plan["undrawn"]]))
    live(lives, until=world.calendar.loaded_at)
    _worry(world, plan["worry"])


def _worry(world: World, row: dict[str, str]) -> None:
    with at(world.calendar.moment(days_ago=1, hour=16)):
        services.raise_worry(
            submission_id=Submission.objects.get(
                trainee=world.person(row["trainee"]), unit__code=row["unit"]
            ).pk,
            by=world.user(row["by"]),
            words=row["words"],
        )


def _not_drawn(world: World, words: Words, plans: list[Plan]) -> Life:
    """One piece after the other, until one is decided and not drawn; that one rests."""
    begins = max(plan.sent_days_ago for plan in plans)
    for number, plan in enumerate(plans):
        one = One(world, words, plan)
        yield world.calendar.moment(days_ago=begins - 2 * number, hour=9, minute=number)
        one.send()
        yield clock.now() + dt.timedelta(hours=5)
        one.allocate()
        yield clock.now() + dt.timedelta(days=1)
        one.decide()
        if one.submission.state == State.DECIDED:
            return
        yield clock.now() + dt.timedelta(hours=3)
        one.agree_and_release()


class One:
    """One unit of one trainee, from the first word to where it stands."""

    def __init__(self, world: World, words: Words, plan: Plan) -> None:
        self.world, self.words, self.plan = world, words, plan

    @cached_property
    def trainee(self) -> Any:
        """The account of the trainee."""
        return self.world.user(self.plan.trainee)

    @cached_property
    def submission_id(self) -> int:
        """The submission, begun on first use."""
        enrolment = Enrolment.objects.get(person=self.world.person(self.plan.trainee))
        unit = Unit.objects.get(version=enrolment.version, code=self.plan.unit)
        return services.start(enrolment=enrolment, unit=unit, by=self.trainee).pk

    @property
    def submission(self) -> Submission:
        """The submission as it stands now."""
        return Submission.objects.select_related("unit").get(pk=self.submission_id)

    def life(self) -> Life:
        """From writing to the state in which the plan leaves it."""
        plan = self.plan
        yield self.world.calendar.moment(days_ago=plan.sent_days_ago + 5, hour=18)
        self.write()
        if plan.ends == "draft":
            return
        yield self.world.calendar.moment(days_ago=plan.sent_days_ago, hour=8 + len(plan.trainee) % 9)
        self.submit(number=1)
        if plan.ends == "withdrawn":
            yield clock.now() + dt.timedelta(days=2)
            services.withdraw(
                submission_id=self.submission_id,
                by=self.world.user("beth"),
                reason="The trainee asked for it. No reason is needed.",
            )
            return
        if plan.ends == "submitted":
            return
        yield clock.now() + dt.timedelta(days=1)
        self.allocate()
        if plan.ends in REACHES_ASSESSMENT:
            yield from self._assessed()

    def _assessed(self) -> Life:
        plan = self.plan
        yield clock.now() + dt.timedelta(days=3)
        if plan.ends == "in_assessment":
            self.judge(half=True)
            return
        self.decide()
        if plan.ends in {"in_quality_assurance", "returned", "agreed"}:
            self.make_sure_it_is_looked_at()
        if plan.ends == "in_quality_assurance":
            return
        yield clock.now() + dt.timedelta(days=2)
        if plan.ends == "returned":
            self.give_back()
            return
        if plan.ends == "agreed":
            self.agree()
            return
        self.agree_and_release()
        if plan.opened:
            yield clock.now() + dt.timedelta(hours=9)
            services.open_result(submission_id=self.submission_id, by=self.trainee)
        if plan.ends in {"resubmission_open", "attempts_used"}:
            yield clock.now() + dt.timedelta(days=2)
            services.open_resubmission(submission_id=self.submission_id, by=self.world.user(LEAD))
        if plan.ends == "attempts_used":
            yield from self._second_attempt()

    def _second_attempt(self) -> Life:
        yield clock.now() + dt.timedelta(days=14)
        self.write(again=True)
        self.submit(number=2)
        yield clock.now() + dt.timedelta(days=1)
        self.allocate()
        yield clock.now() + dt.timedelta(days=4)
        self.decide(not_yet=self.plan.still_not_yet)
        yield clock.now() + dt.timedelta(days=2)
        self.agree_and_release()
        yield clock.now() + dt.timedelta(days=1)
        services.open_result(submission_id=self.submission_id, by=self.trainee)

    # What each of them does

    def write(self, *, again: bool = False) -> None:
        """Write the pieces of the set, attach their files, and save."""
        rows = self.words.pieces(self.plan.unit, self.plan.set)[: self.plan.pieces]
        if again:
            # The second attempt is about what was not yet met, with the other set's words.
            other = "a" if self.plan.set == "b" else "b"
            wanted = set(self.plan.not_yet)
            rows = [row for row in self.words.pieces(self.plan.unit, other) if wanted & set(row["criteria"])]
        submission = self.submission
        criteria = dict(
            Criterion.objects.filter(outcome__unit=submission.unit).values_list("code", "public_id")
        )
        free = {row.kind: row for row in submission.evidence.filter(sent_in__isnull=True)}
        pieces = []
        for row in rows:
            piece: Evidence = free.pop(row["kind"], None) or services.add_piece(
                submission_id=submission.pk, by=self.trainee, kind=row["kind"]
            )
            if "file" in row:
                name, data = files.make(row["file"]["kind"], row["file"]["title"], row["text"])
                attach(
                    submission_id=submission.pk,
                    public_id=piece.public_id,
                    by=self.trainee,
                    name=name,
                    stream=io.BytesIO(data),
                )
            witness = row.get("witness", {})
            pieces.append(
                Piece(
                    public_id=piece.public_id,
                    revision=piece.revision,
                    title=row["title"],
                    text=row["text"].strip(),
                    criteria=frozenset(criteria[code] for code in row["criteria"]),
                    witness_name=witness.get("name", ""),
                    witness_role=witness.get("role", ""),
                    witness_relationship=witness.get("relationship", ""),
                )
            )
        for unused in free.values():
            services.remove_piece(submission_id=submission.pk, public_id=unused.public_id, by=self.trainee)
        services.save_draft(submission_id=submission.pk, by=self.trainee, pieces=pieces)

    def submit(self, *, number: int) -> None:
        """Confirm everything and send."""
        declarations = dict.fromkeys(DeclarationCode.values, "")
        services.save_draft(
            submission_id=self.submission_id, by=self.trainee, pieces=[], declarations=declarations
        )
        services.submit(submission_id=self.submission_id, by=self.trainee, number=number)

    def send(self) -> None:
        """Write and send in one go."""
        self.write()
        self.submit(number=1)

    def allocate(self) -> None:
        """A programme manager gives it to the assessor."""
        services.allocate(
            submission_id=self.submission_id,
            assessor=self.world.person(self.plan.assessor),
            by=self.world.user(ALLOCATES),
        )

    def judge(self, *, half: bool = False, not_yet: list[str] | None = None) -> None:
        """Tick the rules and write for each criterion; with `half`, for the first three only."""
        assessor = self.world.user(self.plan.assessor)
        services.begin(submission_id=self.submission_id, by=assessor)
        open_codes = self.plan.not_yet if not_yet is None else not_yet
        state = weighing(self.submission)
        pieces = [piece for piece in state.pieces if piece.version_id == state.version.pk]
        lines = state.to_assess
        if half:
            pieces, lines = pieces[:2], lines[:3]
        ticks = {
            piece.public_id: Ticked(
                revision=piece.rule_ticks.revision if piece.rule_ticks else 0, rules=frozenset(RULES)
            )
            for piece in pieces
        }
        services.save_judgement(submission_id=self.submission_id, by=assessor, ticks=ticks)
        weighed = {}
        for line in lines:
            revision = line.judgement.revision if line.judgement else 0
            if line.criterion.code in open_codes:
                comment, action = self.words.not_yet(line.criterion.code)
                weighed[line.criterion.public_id] = Weighed(
                    revision, outcome=Outcome.NOT_YET_MET, comment=comment, action=action
                )
            else:
                weighed[line.criterion.public_id] = Weighed(
                    revision, enough=True, outcome=Outcome.MET, comment=self.words.met()
                )
        marks = services.save_judgement(submission_id=self.submission_id, by=assessor, criteria=weighed)
        if not half and (marks.refused or marks.conflicts):
            raise ValueError(f"the assessor could not judge {self.plan}: {marks}")

    def decide(self, *, not_yet: list[str] | None = None) -> None:
        """Judge everything, and decide."""
        self.judge(not_yet=not_yet)
        services.decide(submission_id=self.submission_id, by=self.world.user(self.plan.assessor))

    def make_sure_it_is_looked_at(self) -> None:
        """What was not drawn is chosen, which a quality assurer may always do."""
        if self.submission.state == State.DECIDED:
            services.choose(submission_id=self.submission_id, by=self.world.user(self.plan.quality))

    def _verdicts(self, act: DecisionAct) -> Iterator[tuple[str, Said]]:
        for decision in act.decisions.all():
            yield decision.public_id, Said("agree")

    def agree(self) -> None:
        """A quality assurer agrees with every decision."""
        services.agree(
            submission_id=self.submission_id,
            by=self.world.user(self.plan.quality),
            verdicts=dict(self._verdicts(latest_act(self.submission))),
            reasons=self.words.agreed(),
        )

    def give_back(self) -> None:
        """A quality assurer sends it back: one criterion, with the reason."""
        verdicts = dict(self._verdicts(latest_act(self.submission)))
        note = self.words.feedback["quality"]["returned"][0]
        verdicts[next(iter(verdicts))] = Said("return", note)
        services.return_to_assessment(
            submission_id=self.submission_id,
            by=self.world.user(self.plan.quality),
            verdicts=verdicts,
            reasons="One decision rests on a page that the account does not mention. Please look at it again.",
        )

    def agree_and_release(self) -> None:
        """Clear it if it was drawn, then release it."""
        if self.submission.state == State.IN_QUALITY_ASSURANCE:
            self.agree()
        services.release(submission_id=self.submission_id, by=self.world.user(ALLOCATES))
