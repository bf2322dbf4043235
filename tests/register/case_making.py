"""Accreditation cases at any place of their way, made through the services that take them there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from unittest import mock

from accounts.models import Person
from accounts.roles import RoleName
from assessments.models import DecisionAct, Release, Submission, SubmissionVersion
from assessments.states import Outcome, State
from casework.models import Request
from certificates import rendering
from courses.models import Enrolment
from foundation import clock
from foundation.models import OutboxMessage
from foundation.outbox import PLACE
from foundation.sealed import open_sealed
from register.case_conduct import CONDUCT_VERSION
from register.models import AccreditationCase, CheckRecord, Proposal
from register.panel_rules import PanelStep
from register.selectors import panel as panel_selectors
from register.selectors.case_dossier import dossier
from register.services import (
    case_proposals as proposals,
    case_requirements as requirements,
    cases,
    panel,
    panel_decision,
)
from tests import people


@dataclass
class World:
    """An applicant, a registrar, a panel of four, and the case."""

    applicant: Person
    registrar: Person
    chair: Person
    members: list[Person]
    assessor: Person
    case: AccreditationCase
    enrolment: Enrolment
    tokens: dict[int, str] = field(default_factory=dict)

    @property
    def panel(self) -> list[Person]:
        return [self.chair, *self.members]

    def fresh(self) -> AccreditationCase:
        self.case = AccreditationCase.objects.select_related(
            "person__user", "qualification_version__qualification", "employer", "review_of"
        ).get(pk=self.case.pk)
        return self.case

    @property
    def version(self) -> int:
        return self.fresh().version


def met(enrolment: Enrolment, unit, assessor: Person, registrar: Person) -> Submission:
    """A unit released as met, as bare rows; the way there is the business of assessment's tests."""
    submission = Submission.objects.create(
        enrolment=enrolment, unit=unit, trainee=enrolment.person, state=State.MET, sent_at=clock.now()
    )
    version = SubmissionVersion.objects.create(
        submission=submission, number=1, attempt=1, sent_by=enrolment.person.user
    )
    act = DecisionAct.objects.create(version=version, number=1, assessor=assessor, outcome=Outcome.MET)
    Release.objects.create(
        submission=submission, version=version, act=act, outcome=Outcome.MET, by=registrar.user
    )
    return submission


def opened(*, units: int = 1, all_met: bool = True, name: str = "Tomos Rhys", members: int = 3) -> World:
    """A case that was opened and has nothing but its units."""
    employer = people.organisation()
    applicant = people.person(name, RoleName.TRAINEE, employer=employer)
    registrar = people.person("Hannah Osei", RoleName.REGISTRAR)
    assessor = people.person("Idris Rahman", RoleName.ASSESSOR)
    enrolment = people.enrolment(applicant, people.cohort(people.qualification_version(units=units)))
    if all_met:
        for unit in enrolment.version.units.all():
            met(enrolment, unit, assessor, registrar)
    case = cases.open_case(person=applicant, qualification_version=enrolment.version, by=registrar.user)
    world = World(
        applicant=applicant,
        registrar=registrar,
        chair=people.person("Gwen Tudor", RoleName.PANEL_MEMBER),
        members=[people.person(f"Member {n}", RoleName.PANEL_MEMBER) for n in range(1, members + 1)],
        assessor=assessor,
        case=case,
        enrolment=enrolment,
    )
    world.fresh()
    return world


def check(world: World, **fields) -> CheckRecord:
    today = clock.today()
    return requirements.record_check(
        case_id=world.case.pk,
        by=world.registrar.user,
        **{
            "number": "001234567890",
            "dated_on": today - dt.timedelta(days=30),
            "valid_until": today + dt.timedelta(days=900),
            "result": CheckRecord.Result.NOTHING_TO_DECIDE,
            **fields,
        },
    )


def approve(world: World, days: int = 700):
    today = clock.today()
    return requirements.approve_organisation(
        organisation=world.case.employer,
        since=today,
        until=today + dt.timedelta(days=days),
        by=world.registrar.user,
    )


def sign(world: World):
    return requirements.sign_code_of_conduct(
        case_id=world.case.pk, by=world.applicant.user, conduct_version=CONDUCT_VERSION
    )


def token_in_last_mail() -> str:
    message = OutboxMessage.objects.latest("pk")
    body = open_sealed(message.sealed_body, place=PLACE)
    return re.search(r"/reference/([^/]+)/", body).group(1)


def asked(world: World, number: int = 1, by: Person | None = None) -> tuple[Request, str]:
    """A reference that was asked for, and the token in its mail. The mail is caught before it leaves."""
    with mock.patch("foundation.outbox.transaction.on_commit"):
        request = requirements.ask_reference(
            case_id=world.case.pk,
            by=(by or world.applicant).user,
            name=f"Referee {number}",
            email=f"referee{number}@example.org",
            role="Supervisor",
        )
        return request, token_in_last_mail()


def referenced(world: World, number: int = 1) -> Request:
    """A reference that was answered, verified and read."""
    request, token = asked(world, number)
    requirements.answer_reference(token=token, answers=["For two years", "With care", "No"])
    requirements.verify_reference(request_id=request.pk, by=world.registrar.user, how="Rang the switchboard")
    requirements.review_reference(request_id=request.pk, by=world.registrar.user)
    return request


def ready(**fields) -> World:
    """Every line of the checklist is ready."""
    world = opened(**fields)
    check(world)
    approve(world)
    sign(world)
    for number in range(1, 3):
        referenced(world, number)
    world.fresh()
    return world


def before_panel(world: World | None = None, **fields) -> World:
    """Three members and a chair sit on it."""
    world = world or ready(**fields)
    panel.put_before_panel(
        case_id=world.case.pk,
        version=world.version,
        by=world.registrar.user,
        members=world.panel,
        chair=world.chair,
        held_on=clock.today(),
    )
    world.fresh()
    return world


def view_of(world: World, step: PanelStep = PanelStep.GRANT, **fields) -> panel.View:
    facts = panel_selectors.facts(world.fresh())
    adverse = step in {PanelStep.PROPOSE, PanelStep.REFUSE}
    return panel.View(
        **{
            "found": {fact.pk: True for fact in facts},
            "why_facts": "The papers say so.",
            "practice_affected": adverse,
            "why_practice": "As the papers show.",
            "step": step,
            "why_step": "Less would not do, more is not needed.",
            **fields,
        }
    )


def record(world: World, someone: Person, step: PanelStep = PanelStep.GRANT, **fields):
    return panel.record_view(
        case_id=world.case.pk,
        by=someone.user,
        material=panel.material_of(dossier(world.fresh())),
        view=view_of(world, step, **fields),
    )


def viewed(world: World | None = None, step: PanelStep = PanelStep.GRANT) -> World:
    """All views are recorded, all for the same step."""
    world = world or before_panel()
    for someone in world.panel:
        record(world, someone, step)
    world.fresh()
    return world


def unprinted():
    """Certificates' pages are printed only by the tests that look at them."""
    return mock.patch.object(rendering, "render", lambda paper: b"%PDF-")


def close_at_once(world: World, **fields):
    """Closed by the chair; for threads, inside `unprinted()`."""
    return panel_decision.close(
        **{
            "case_id": world.case.pk,
            "version": fields.get("version", world.version),
            "by": world.chair.user,
            "reasons": "All that is asked for is there.",
            **fields,
        }
    )


def close(world: World, **fields):
    """Closed by the chair."""
    with unprinted():
        return close_at_once(world, **fields)


def proposed(world: World | None = None, **fields) -> tuple[World, Proposal]:
    """A refusal is proposed, and the notice is served here."""
    world = world or before_panel()
    proposal = proposals.propose_refusal(
        **{
            "case_id": world.case.pk,
            "version": world.version,
            "by": world.registrar.user,
            "proposed": "We propose not to accredit you now.",
            "why_not_less": "Nothing less would protect people.",
            "reasons": [
                proposals.Why("You held cash for a client in October.", "Bundle, pages 12 to 15"),
                proposals.Why("You did not tell your employer.", "Bundle, page 18"),
            ],
            **fields,
        }
    )
    world.fresh()
    return world, proposal


def answered(world: World | None = None, kind: str = "writing") -> tuple[World, Proposal]:
    """The person opened the notice and answered."""
    world, proposal = proposed(world)
    proposals.open_notice(proposal_id=proposal.pk, by=world.applicant.user)
    proposals.answer(
        proposal_id=proposal.pk, kind=kind, by=world.applicant.user, text="I told my supervisor at once."
    )
    proposal.refresh_from_db()
    world.fresh()
    return world, proposal


def refused(world: World | None = None) -> World:
    """Refused after a notice and an answer."""
    world, _proposal = answered(world)
    viewed(world, PanelStep.REFUSE)
    close(world)
    world.fresh()
    return world
