"""A submission at any place of its way, made through the services that really take it there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import Organisation, Person
from accounts.roles import RoleName
from assessments import services
from assessments.models import Competence, DeclarationCode, Submission
from assessments.selectors.weighing import weighing
from assessments.services.drafts import Piece
from assessments.services.marking import Ticked, Weighed
from assessments.services.quality import Said, latest_act
from assessments.states import RULES, Outcome
from courses.models import Criterion, Enrolment
from foundation import clock
from tests import people

WORDS = "On the second visit we looked at what she may decide herself. I changed names and places."


def competent(someone: Person, unit: Any = None) -> Person:
    """Both kinds of competence, in every unit."""
    for kind in Competence.Kind:
        Competence.objects.create(
            person=someone, kind=kind, unit=unit, since=clock.today() - dt.timedelta(days=400)
        )
    return someone


def assessor(name: str = "", employer: Organisation | None = None, *, able: bool = True) -> Person:
    someone = people.person(name, RoleName.ASSESSOR, employer=employer)
    return competent(someone) if able else someone


def quality_assurer(name: str = "", *, lead: bool = False, employer: Organisation | None = None) -> Person:
    role = RoleName.LEAD_QUALITY_ASSURER if lead else RoleName.QUALITY_ASSURER
    return competent(people.person(name, role, employer=employer))


def manager() -> Person:
    return people.person("", RoleName.PROGRAMME_MANAGER)


@dataclass
class Cast:
    """One trainee and everybody who is needed for their work to reach a release."""

    enrolment: Enrolment
    trainee: Person
    assessor: Person
    other_assessor: Person
    quality: Person
    lead: Person
    manager: Person


def cast(units: int = 1, criteria: int = 2) -> Cast:
    employer = people.organisation()
    trainee = people.person("Maryam Haddad", RoleName.TRAINEE, employer=employer)
    cohort = people.cohort(people.qualification_version(units=units, criteria=criteria))
    return Cast(
        enrolment=people.enrolment(trainee, cohort),
        trainee=trainee,
        assessor=assessor("Idris Rahman"),
        other_assessor=assessor("Petra Nowak"),
        quality=quality_assurer("Carys Hughes"),
        lead=quality_assurer("Lena Adeyemi", lead=True),
        manager=manager(),
    )


def draft(world: Cast, unit: Any = None) -> Submission:
    """Begun, with nothing written."""
    unit = unit or world.enrolment.version.units.first()
    return services.start(enrolment=world.enrolment, unit=unit, by=world.trainee.user)


def written(world: Cast, submission: Submission | None = None, **typed: Any) -> Submission:
    """Written, covering every criterion, with all declarations."""
    submission = submission or draft(world)
    piece = submission.evidence.filter(sent_in__isnull=True).first()
    if piece is None:
        piece = services.add_piece(
            submission_id=submission.pk, by=world.trainee.user, kind=submission.unit.evidence_kinds[0]
        )
    codes = Criterion.objects.filter(outcome__unit=submission.unit).values_list("public_id", flat=True)
    services.save_draft(
        submission_id=submission.pk,
        by=world.trainee.user,
        pieces=[
            Piece(
                piece.public_id,
                piece.revision,
                **{"text": WORDS, "criteria": frozenset(codes), **typed},
            )
        ],
        declarations=dict.fromkeys(DeclarationCode.values, ""),
    )
    submission.refresh_from_db()
    return submission


def sent(world: Cast, submission: Submission | None = None) -> Submission:
    submission = written(world, submission)
    number = submission.versions.count() + 1
    services.submit(submission_id=submission.pk, by=world.trainee.user, number=number)
    submission.refresh_from_db()
    return submission


def allocated(world: Cast, submission: Submission | None = None) -> Submission:
    submission = submission or sent(world)
    services.allocate(submission_id=submission.pk, assessor=world.assessor, by=world.manager.user)
    submission.refresh_from_db()
    return submission


def judged(
    world: Cast, submission: Submission | None = None, outcome: Outcome | list[Outcome] = Outcome.MET
) -> Submission:
    """In assessment, with everything ticked and written."""
    submission = submission or allocated(world)
    state = weighing(submission)
    outcomes = outcome if isinstance(outcome, list) else [outcome] * len(state.to_assess)
    services.save_judgement(
        submission_id=submission.pk,
        by=world.assessor.user,
        ticks={
            piece.public_id: Ticked(piece.rule_ticks.revision if piece.rule_ticks else 0, frozenset(RULES))
            for piece in state.pieces
        },
    )
    services.save_judgement(
        submission_id=submission.pk,
        by=world.assessor.user,
        criteria={
            line.criterion.public_id: Weighed(
                line.judgement.revision if line.judgement else 0,
                enough=result == Outcome.MET,
                outcome=result,
                comment="Clear, and it shows what was done.",
                action="" if result == Outcome.MET else "Add a paragraph on legal help, with a source.",
            )
            for line, result in zip(state.to_assess, outcomes, strict=True)
        },
    )
    submission.refresh_from_db()
    return submission


def decided(
    world: Cast, submission: Submission | None = None, outcome: Outcome | list[Outcome] = Outcome.MET
) -> Submission:
    """Decided. A new assessor's first five are always drawn, so it is in quality assurance."""
    submission = judged(world, submission, outcome)
    services.decide(submission_id=submission.pk, by=world.assessor.user)
    submission.refresh_from_db()
    return submission


def verdicts(submission: Submission, answer: str = "agree", note: str = "") -> dict[str, Said]:
    return {row.public_id: Said(answer, note) for row in latest_act(submission).decisions.all()}


def agreed(
    world: Cast, submission: Submission | None = None, outcome: Outcome | list[Outcome] = Outcome.MET
) -> Submission:
    submission = submission or decided(world, outcome=outcome)
    services.agree(
        submission_id=submission.pk,
        by=world.quality.user,
        verdicts=verdicts(submission),
        reasons="Both judgements follow the criteria.",
    )
    submission.refresh_from_db()
    return submission


def released(
    world: Cast, submission: Submission | None = None, outcome: Outcome | list[Outcome] = Outcome.MET
) -> Submission:
    submission = agreed(world, submission, outcome)
    services.release(submission_id=submission.pk, by=world.quality.user)
    submission.refresh_from_db()
    return submission


def reopened(world: Cast) -> Submission:
    """First attempt: the first criterion met, the others not yet; a resubmission is open."""
    count = Criterion.objects.filter(outcome__unit__version=world.enrolment.version).count()
    outcomes = [Outcome.MET, *[Outcome.NOT_YET_MET] * (count - 1)]
    submission = released(world, outcome=outcomes)
    services.open_resubmission(submission_id=submission.pk, by=world.lead.user)
    submission.refresh_from_db()
    return submission
