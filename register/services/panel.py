"""Putting a case before the panel, seats, and the members' views."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.models import Person, User
from accounts.roles import RoleName
from accounts.selectors import has_role
from casework.services import refuse_if_held
from foundation import clock
from foundation.exceptions import Refused
from register import case_permissions
from register.case_states import CaseMove, CaseState
from register.models import (
    AccreditationCase,
    CaseEvent,
    CaseFact,
    PanelFinding,
    PanelMember,
    PanelView,
    PanelViewWords,
    Sitting,
    ViewDraft,
)
from register.models.cases import SUBJECT_KIND
from register.panel_rules import ADVERSE, PanelStep, lawful_steps, remains_quorate
from register.selectors.case_checklist import blocking, checklist
from register.selectors.case_dossier import Dossier, dossier
from register.selectors.cases import quorum_of
from register.selectors.panel import conflicts, conflicts_of
from register.services.case_moves import begin_round, lock, move, record, record_while_open
from register.services.case_proposals import facts_from_notice
from register.services.cases import tell, their_language


def refuse_stale_papers(file: Dossier) -> None:
    """Raise Refused while a line of the checklist is missing or out of date, and say what to do."""
    missing = blocking(checklist(file))
    if missing:
        raise Refused(
            [f"{item.title}: {item.says}. {item.to_do}" for item in missing],
            code="checklist",
        )


@transaction.atomic
def put_before_panel(  # noqa: PLR0913 - the sitting and who sits
    *,
    case_id: int,
    version: int,
    by: User,
    members: Sequence[Person],
    chair: Person,
    held_on: dt.date,
    way: Sitting.Way | str = Sitting.Way.ONLINE,
) -> AccreditationCase:
    """Put a case whose checklist is ready before independent members, with a chair.

    Members from an earlier round keep their seats. Raises Refused when something is
    missing or out of date, when somebody may not judge this person, or without quorum.
    """
    case = lock(case_id, version=version)
    case_permissions.require_handler(by, case)
    file = dossier(case)
    if case.state == CaseState.OPEN:
        refuse_stale_papers(file)
    move(case, CaseMove.PUT_BEFORE_PANEL, by=by)
    round_number = begin_round(case)
    _seat(case, members=members, chair=chair, held_on=held_on, way=way, by=by)
    _refuse_without_quorum(case)
    _write_facts(case, file, round_number)
    with their_language(case.person):
        tell(
            case.person,
            kind="case.before_panel",
            title=_("There is an update about your accreditation"),
            body=_("The panel looks at it now. There is nothing that you need to do."),
        )
    return case


def _write_facts(case: AccreditationCase, file: Dossier, round_number: int) -> None:
    """What the panel finds on: the lines of the checklist, or in a review the reasons of the refusal."""
    if case.review_of is not None:
        notice = case.review_of.proposals.order_by("-number").first()
        if notice is not None:
            facts_from_notice(case, notice, round_number)
            return
    CaseFact.objects.bulk_create(
        CaseFact(case=case, round=round_number, number=number, statement=item.title, evidence=item.says[:300])
        for number, item in enumerate(checklist(file), start=1)
    )


@transaction.atomic
def seat_members(  # noqa: PLR0913 - the sitting and who sits
    *,
    case_id: int,
    version: int,
    by: User,
    members: Sequence[Person],
    chair: Person,
    held_on: dt.date,
    way: Sitting.Way | str = Sitting.Way.ONLINE,
) -> AccreditationCase:
    """Seat further members on a case before the panel, or name another chair."""
    case = lock(case_id, version=version)
    case_permissions.require_handler(by, case)
    refuse_if_held(SUBJECT_KIND, case.public_id)
    if case.state != CaseState.BEFORE_PANEL:
        raise Refused(_("Members are seated when a case is before the panel."), code="state")
    _seat(case, members=members, chair=chair, held_on=held_on, way=way, by=by)
    _refuse_without_quorum(case)
    return case


def _seat(  # noqa: PLR0913 - as above
    case: AccreditationCase,
    *,
    members: Sequence[Person],
    chair: Person,
    held_on: dt.date,
    way: Sitting.Way | str,
    by: User,
) -> None:
    if held_on < clock.today():
        raise Refused(_("A sitting is held from today on."), code="day")
    seated = {seat.person_id: seat for seat in case.seats.select_related("person__user")}
    new = [someone for someone in members if someone.pk not in seated]
    staying = [seat.person for seat in seated.values() if seat.sits]
    _refuse_conflicts(case, [*staying, *new])
    sitting, _created = Sitting.objects.get_or_create(held_on=held_on, way=way, defaults={"called_by": by})
    for someone in new:
        seat = PanelMember.objects.create(case=case, sitting=sitting, person=someone, seated_by=by)
        record(case, CaseEvent.Record.SEATED, by=by, subject_id=seat.public_id)
        if someone.user is not None:
            with their_language(someone):
                accounts.notify(
                    user=someone.user,
                    kind="case.seat",
                    title=_("A case waits for your view"),
                    link=f"/cases/{case.public_id}/",
                )
    case.seats.filter(stood_aside_at__isnull=True).update(sitting=sitting, is_chair=False)
    if not case.seats.filter(person=chair, stood_aside_at__isnull=True).update(is_chair=True):
        raise Refused(_("The chair is one of the members who sit."), code="chair")


def _refuse_conflicts(case: AccreditationCase, people: Sequence[Person]) -> None:
    """Conflicts of interest are impossible here, not discouraged."""
    for someone in people:
        if someone.user is None or not has_role(someone.user, RoleName.PANEL_MEMBER):
            raise Refused(
                _("%(name)s is not a member of the panel today.") % {"name": someone.practising_name},
                code="no_member",
            )
    against = conflicts(case, people)
    problems = [
        _("%(name)s cannot sit: %(reasons)s.")
        % {"name": someone.practising_name, "reasons": "; ".join(against[someone.pk])}
        for someone in people
        if against[someone.pk]
    ]
    if problems:
        raise Refused(problems, code="conflict")


def _refuse_without_quorum(case: AccreditationCase) -> None:
    quorum = quorum_of(case)
    if not remains_quorate(case.seats.filter(stood_aside_at__isnull=True).count(), quorum):
        raise Refused(_("At least %(n)d members sit on a case.") % {"n": quorum}, code="quorum")


@transaction.atomic
def stand_aside(*, seat_id: int, by: User, reason: str) -> PanelMember:
    """Leave a seat, with a reason; the member does, or a registrar for them. Twice is once."""
    case = lock(PanelMember.objects.values_list("case_id", flat=True).get(pk=seat_id))
    seat = PanelMember.objects.select_for_update(of=("self",)).select_related("person").get(pk=seat_id)
    if seat.person.user_id != by.pk:
        case_permissions.require_handler(by, case)
    if seat.stood_aside_at is not None:
        return seat
    if not reason.strip():
        raise Refused(_("Say why. A few words are enough."), code="no_reason")
    record_while_open(
        case, CaseEvent.Record.STOOD_ASIDE, by=by, words=reason.strip(), subject_id=seat.public_id
    )
    seat.stood_aside_at, seat.stood_aside_reason = clock.now(), reason.strip()
    seat.save(update_fields=["stood_aside_at", "stood_aside_reason"])
    ViewDraft.objects.filter(seat=seat).delete()
    return seat


@dataclass(frozen=True)
class View:
    """What a member records: each fact, practice, the least step, and why."""

    found: Mapping[int, bool]
    why_facts: str
    practice_affected: bool
    why_practice: str
    step: PanelStep
    why_step: str


def material_of(file: Dossier) -> str:
    """A mark of what the person has said so far; a view made on less is not recorded."""
    moment = file.latest_material
    return f"{file.case.round}-{moment.isoformat() if moment else ''}"


@transaction.atomic
def save_draft(*, case_id: int, by: User, data: Mapping[str, Any]) -> ViewDraft:
    """Keep what a member has written so far; nobody else reads it, and it counts for nothing."""
    case = lock(case_id)
    seat = case_permissions.require_seat(by, case)
    draft, _created = ViewDraft.objects.update_or_create(
        seat=seat, defaults={"round": case.round, "data": dict(data), "saved_at": clock.now()}
    )
    return draft


@transaction.atomic
def record_view(*, case_id: int, by: User, material: str, view: View) -> PanelView:
    """Record a member's view with reasons; a changed mind is a new version, and the latest counts.

    Raises NotAllowed without a seat, and Refused when the member turns out not to be
    independent, when something new came in since the page was opened, when the step is
    not lawful here, or when a reason is missing. The same view twice is kept once.
    """
    case = lock(case_id)
    seat = case_permissions.require_seat(by, case)
    refuse_if_held(SUBJECT_KIND, case.public_id)
    file = dossier(case)
    _refuse_view(file, seat, material)
    facts = {fact.pk: fact for fact in case.facts.filter(round=case.round)}
    _refuse_unreasoned(file, view, set(facts))
    last = file.current_views().get(seat.pk)
    if last is not None and _is_same(last, view):
        return last
    words = PanelViewWords(
        facts=view.why_facts.strip(), practice=view.why_practice.strip(), step=view.why_step.strip()
    )
    recorded = PanelView.objects.create(
        seat=seat,
        round=case.round,
        number=seat.views.filter(round=case.round).count() + 1,
        practice_affected=view.practice_affected,
        step=view.step,
        words_digest=words.digest(),
    )
    words.view = recorded
    words.save()
    PanelFinding.objects.bulk_create(
        PanelFinding(view=recorded, fact=fact, found=view.found[pk]) for pk, fact in facts.items()
    )
    record(case, CaseEvent.Record.VIEW, by=by, subject_id=recorded.public_id)
    ViewDraft.objects.filter(seat=seat).delete()
    return recorded


def _refuse_view(file: Dossier, seat: PanelMember, material: str) -> None:
    case = file.case
    if case.state != CaseState.BEFORE_PANEL:
        raise Refused(_("This case is not before the panel now."), code="state")
    if file.decision and file.decision.round == case.round:
        raise Refused(_("The chair has closed this round."), code="closed")
    if material != material_of(file):
        raise Refused(
            _("Something new came in since you opened this page. Please read it, then record your view."),
            code="stale",
        )
    against = conflicts_of(case, seat.person)
    if against:
        raise Refused(
            _("You cannot judge this case: %(reasons)s. Please stand aside.")
            % {"reasons": "; ".join(against)},
            code="conflict",
        )
    if file.unheard:
        raise Refused(
            _("The applicant asked to speak to the panel, and has not been heard yet."), code="unheard"
        )
    if not file.place.may_refuse:
        refuse_stale_papers(file)


def _refuse_unreasoned(file: Dossier, view: View, facts: set[int]) -> None:
    if set(view.found) != facts:
        raise Refused(_("Say for each fact whether it is more likely than not."), code="facts")
    if not (view.why_facts.strip() and view.why_practice.strip() and view.why_step.strip()):
        raise Refused(
            _("Give your reasons in each of the three steps. A sentence is enough."), code="reasons"
        )
    if view.step not in lawful_steps(file.place):
        raise Refused(_("This step is not possible here."), code="step")
    if view.step in ADVERSE and not view.practice_affected:
        raise Refused(_("A step against the person needs practice to be affected."), code="practice")
    if view.step == PanelStep.REFUSE and not any(view.found.values()):
        raise Refused(_("A refusal rests on at least one fact that you find."), code="facts")


def _is_same(last: PanelView, view: View) -> bool:
    words = last.words
    return (
        last.step == view.step
        and last.practice_affected == view.practice_affected
        and (words.facts, words.practice, words.step)
        == (view.why_facts.strip(), view.why_practice.strip(), view.why_step.strip())
        and {finding.fact_id: finding.found for finding in last.findings.all()} == dict(view.found)
    )
