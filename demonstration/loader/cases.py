"""Employers' approvals and accreditation cases, by the acts of everybody who has a part in them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from demonstration.content_files import CONTENT, load_yaml
from demonstration.history import at
from demonstration.lives import Life, live
from demonstration.loader.world import World
from foundation import clock, outbox, sealed
from foundation.models import OutboxMessage
from register.case_conduct import CONDUCT_VERSION
from register.models import AccreditationCase, CheckRecord, Proposal, ProposalAnswer
from register.panel_rules import PanelStep
from register.selectors.case_dossier import dossier
from register.services import case_proposals, case_requirements, cases, panel, panel_decision

_TOKEN = re.compile(r"/reference/([^/\s]+)/")
CHECK_NUMBERS = 100_200_300


def load_approvals(world: World) -> None:
    """Which organisations are approved employers; one let it lapse, one has only applied."""
    plan = load_yaml(CONTENT / "cases.yaml")["approvals"]
    by = world.user(load_yaml(CONTENT / "cases.yaml")["registrar"])
    for row in load_yaml(CONTENT / "organisations.yaml"):
        dates = plan["lapsed"] if row["approval"] == "lapsed" else plan
        if row["approval"] in {"approved", "lapsed"}:
            with at(world.calendar.moment(months_ago=dates["months_ago"])):
                case_requirements.approve_organisation(
                    organisation=world.organisations[row["key"]],
                    since=clock.today(),
                    until=world.calendar.day(months_ago=dates["months_ago"] - dates["lasts_months"]),
                    by=by,
                    reason="Desktop review and visit",
                )


@dataclass
class Plan:
    """One line of `content/cases.yaml`."""

    person: str
    ends: str
    referees: list[list[str]]
    prepared_days_ago: int = 0
    panel_days_ago: int = 0
    decided_days_ago: int = 0
    proposed_days_ago: int = 0
    answered_days_ago: int = 0
    refused_days_ago: int = 0
    opened_days_ago: int = 0
    withdrawn_days_ago: int = 0
    answered: int = 2
    panel: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)


def load_cases(world: World) -> None:
    """Every case, in the order in which things happened."""
    content = load_yaml(CONTENT / "cases.yaml")
    panel_words = load_yaml(CONTENT / "feedback.yaml")["panel"]
    lives = [
        One(world, content, panel_words, Plan(**row), number).life()
        for number, row in enumerate(content["cases"])
    ]
    live(lives, until=world.calendar.loaded_at)
    world.forget_people()


class One:
    """One case, from its opening to where it stands."""

    def __init__(
        self, world: World, content: dict[str, Any], panel_words: dict[str, Any], plan: Plan, number: int
    ) -> None:
        self.world, self.plan, self.number = world, plan, number
        self.words, self.panel_words = content["words"], panel_words
        self.valid_months = content["checks_valid_months"]
        self.registrar: User = world.user(content["registrar"])

    @property
    def case(self) -> AccreditationCase:
        """The case as it stands now."""
        return AccreditationCase.objects.get(person=self.world.person(self.plan.person))

    @property
    def applicant(self) -> User:
        """The person whose case it is."""
        return self.world.user(self.plan.person)

    def _on(self, days_ago: int, hour: int = 10) -> dt.datetime:
        return self.world.calendar.moment(days_ago=days_ago, hour=hour, minute=self.number)

    def life(self) -> Life:
        """From the first paper to where the plan leaves it."""
        plan = self.plan
        if plan.ends == "withdrawn":
            yield from self._withdrawn()
            return
        yield self._on(plan.prepared_days_ago)
        yield from self._prepare()
        if plan.ends == "open":
            return
        yield self._on(plan.panel_days_ago)
        self._put_before_panel()
        if plan.ends == "before_panel":
            yield self._on(plan.panel_days_ago - 3)
            for key in plan.views:
                self._view(key, PanelStep.GRANT)
            return
        yield self._on(plan.decided_days_ago, hour=9)
        if plan.ends == "granted":
            self._decide(PanelStep.GRANT, self.panel_words["granted"])
        elif plan.ends == "further_information_asked":
            ask = self.words["ask"]
            self._decide(PanelStep.ASK, ask["reasons"], questions=ask["questions"])
        else:
            self._decide(PanelStep.PROPOSE, self.words["propose"]["reasons"])
            yield from self._after_a_proposal()

    def _withdrawn(self) -> Life:
        version = self.world.qualification_version
        yield self._on(self.plan.opened_days_ago)
        case = cases.open_case(
            person=self.world.person(self.plan.person), qualification_version=version, by=self.registrar
        )
        yield self._on(self.plan.withdrawn_days_ago)
        cases.withdraw(case_id=case.pk, by=self.applicant, reason=self.words["withdrawn"])

    def _after_a_proposal(self) -> Life:
        words = self.words["propose"]
        yield self._on(self.plan.proposed_days_ago)
        case_proposals.propose_refusal(
            case_id=self.case.pk,
            version=self.case.version,
            by=self.registrar,
            proposed=words["proposed"],
            why_not_less=words["why_not_less"],
            reasons=[case_proposals.Why(row["statement"], row["evidence"]) for row in words["statements"]],
        )
        if self.plan.ends == "refusal_proposed":
            return
        yield self._on(self.plan.answered_days_ago)
        notice = Proposal.objects.get(case=self.case)
        case_proposals.open_notice(proposal_id=notice.pk, by=self.applicant)
        case_proposals.answer(
            proposal_id=notice.pk,
            kind=ProposalAnswer.Kind.WRITING,
            by=self.applicant,
            text=self.words["answer"],
        )
        yield self._on(self.plan.refused_days_ago)
        self._decide(PanelStep.REFUSE, self.words["refuse"]["reasons"])

    def _prepare(self) -> Life:
        """Check, code of conduct, and two references, each through the door that it has."""
        case, today = self.case, clock.today()
        case_requirements.record_check(
            case_id=case.pk,
            by=self.registrar,
            number=f"00{CHECK_NUMBERS + 111 * self.number}",
            dated_on=today - dt.timedelta(days=21),
            valid_until=today + dt.timedelta(days=30 * self.valid_months),
            result=CheckRecord.Result.NOTHING_TO_DECIDE,
        )
        case_requirements.sign_code_of_conduct(
            case_id=case.pk, by=self.applicant, conduct_version=CONDUCT_VERSION
        )
        for name, email, role in self.plan.referees:
            case_requirements.ask_reference(
                case_id=case.pk, by=self.applicant, name=name, email=email, role=role
            )
        for _name, email, _role in self.plan.referees[: self.plan.answered]:
            yield clock.now() + dt.timedelta(days=3)
            answers = [row["answer"] for row in self.words_of_referee(email)]
            request = case_requirements.answer_reference(token=_token_sent_to(email), answers=answers)
            case_requirements.verify_reference(
                request_id=request.pk, by=self.registrar, how=self.words["how_verified"]
            )
            case_requirements.review_reference(request_id=request.pk, by=self.registrar)

    def words_of_referee(self, email: str) -> list[dict[str, str]]:
        """One of the two sets of answers; the two referees of a person never answer alike."""
        references = load_yaml(CONTENT / "feedback.yaml")["references"]
        position = [row[1] for row in self.plan.referees].index(email)
        return list(references[position % len(references)])

    def _put_before_panel(self) -> None:
        members = [self.world.person(key) for key in self.plan.panel]
        panel.put_before_panel(
            case_id=self.case.pk,
            version=self.case.version,
            by=self.registrar,
            members=members,
            chair=members[0],
            held_on=clock.today() + dt.timedelta(days=12),
        )

    def _reasons(self, step: PanelStep, number: int) -> dict[str, str]:
        if step == PanelStep.GRANT:
            return {name: self.panel_words[name][number] for name in ("facts", "practice", "step")}
        return dict(
            {
                PanelStep.ASK: self.words["ask_views"],
                PanelStep.PROPOSE: self.words["propose"],
                PanelStep.REFUSE: self.words["refuse"],
            }[step]
        )

    def _view(self, key: str, step: PanelStep) -> None:
        case = self.case
        reasons = self._reasons(step, self.plan.panel.index(key))
        panel.record_view(
            case_id=case.pk,
            by=self.world.user(key),
            material=panel.material_of(dossier(case)),
            view=panel.View(
                found={fact.pk: True for fact in case.facts.filter(round=case.round)},
                why_facts=reasons["facts"],
                practice_affected=step in {PanelStep.PROPOSE, PanelStep.REFUSE},
                why_practice=reasons["practice"],
                step=step,
                why_step=reasons["step"],
            ),
        )

    def _decide(self, step: PanelStep, reasons: str, questions: list[str] | None = None) -> None:
        for key in self.plan.panel:
            self._view(key, step)
        panel_decision.close(
            case_id=self.case.pk,
            version=self.case.version,
            by=self.world.user(self.plan.panel[0]),
            reasons=reasons,
            questions=questions or (),
        )


def _token_sent_to(email: str) -> str:
    """The link's token, read where the referee would: in the mail that waits to be sent."""
    message = OutboxMessage.objects.filter(to=email).latest("pk")
    found = _TOKEN.search(sealed.open_sealed(message.sealed_body, place=outbox.PLACE))
    assert found is not None
    return found.group(1)
