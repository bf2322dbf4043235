"""The notice of proposal: written, served, opened, answered; more time; being heard.

Source: domain reference, section 3, "Fair process".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from casework.services import refuse_if_held
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from register import case_permissions
from register.case_states import CaseMove, CaseState
from register.models import (
    AccreditationCase,
    CaseEvent,
    CaseFact,
    Proposal,
    ProposalAnswer,
    ProposalAnswerWords,
    ProposalExtension,
    ProposalHearing,
    ProposalReason,
    ProposalService,
)
from register.models.cases import SUBJECT_KIND
from register.selectors.case_dossier import dossier
from register.selectors.cases import answer_time_is_over
from register.services.case_moves import (
    begin_round,
    end_waiting_proposal,
    latest_proposal,
    lock,
    move,
    record,
    record_while_open,
)
from register.services.cases import tell, their_language


@dataclass(frozen=True)
class Why:
    """One reason of a notice and where its evidence is."""

    statement: str
    evidence: str
    reason_id: int | None = None


@transaction.atomic
def propose_refusal(  # noqa: PLR0913 - a notice is its parts
    *, case_id: int, version: int, by: User, proposed: str, why_not_less: str, reasons: Sequence[Why]
) -> Proposal:
    """Write and serve the notice that a refusal is proposed. Nothing is decided by it.

    A registrar proposes, never a member of the panel. Raises Refused when a reason has
    no evidence, or when the case has moved on since the page was opened.
    """
    case = lock(case_id, version=version)
    case_permissions.require_handler(by, case)
    if case.seats.filter(person__user=by).exists():
        raise NotAllowed(_("Whoever has a seat on this case does not propose."))
    stated = [
        Why(why.statement.strip(), why.evidence.strip(), why.reason_id)
        for why in reasons
        if why.statement.strip()
    ]
    if not stated or not all(why.evidence for why in stated):
        raise Refused(
            _("Give at least one reason, and say for each where its evidence is."), code="no_reasons"
        )
    if not proposed.strip() or not why_not_less.strip():
        raise Refused(_("Say what is proposed, and why less would not protect people."), code="no_reasons")
    today = clock.today()
    days = int(case.policies["proposal.answer_days"])
    number = case.proposals.count() + 1
    proposal = Proposal(
        case=case,
        number=number,
        proposed=proposed.strip(),
        why_not_less=why_not_less.strip(),
        proposed_by=by,
        answer_until=today + dt.timedelta(days=days),
    )
    move(case, CaseMove.PROPOSE_REFUSAL, by=by, subject_id=proposal.public_id)
    case.proposals.filter(spent_at__isnull=True).update(spent_at=clock.now())
    proposal.save()
    ProposalReason.objects.bulk_create(
        ProposalReason(
            proposal=proposal,
            number=place,
            statement=why.statement,
            evidence=why.evidence,
            reason_id=why.reason_id,
        )
        for place, why in enumerate(stated, start=1)
    )
    if case.person.user is not None:
        _serve(case, proposal, ProposalService.Channel.SITE, on=today, by=by)
        with their_language(case.person):
            tell(
                case.person,
                kind="case.proposal",
                title=_("There is a notice for you to read"),
                body=_("Nothing is decided. You can answer, and you can have longer."),
                link=f"/cases/mine/{case.public_id}/proposal/",
            )
    return proposal


def _serve(  # noqa: PLR0913 - a service is its facts
    case: AccreditationCase,
    proposal: Proposal,
    channel: ProposalService.Channel | str,
    *,
    on: dt.date,
    by: User,
    note: str = "",
) -> ProposalService:
    service = ProposalService.objects.create(
        proposal=proposal, channel=channel, served_on=on, recorded_by=by, note=note
    )
    record(case, CaseEvent.Record.SERVED, by=by, words=note, subject_id=proposal.public_id)
    return service


@transaction.atomic
def serve(
    *, proposal_id: int, channel: ProposalService.Channel | str, served_on: dt.date, by: User, note: str = ""
) -> ProposalService:
    """Record that the notice went another way. Where it was not opened before, its time begins anew."""
    case, proposal = _locked(proposal_id)
    case_permissions.require_handler(by, case)
    standing = proposal.services.filter(channel=channel).first()
    if standing is not None:
        return standing
    refuse_if_held(SUBJECT_KIND, case.public_id)
    if not proposal.is_waiting:
        raise Refused(_("This notice was answered, or its time is over."), code="closed")
    if not proposal.made_at.date() <= served_on <= clock.today():
        raise Refused(_("The day is between the day of the notice and today."), code="day")
    opened = proposal.services.filter(opened_at__isnull=False).exists()
    service = _serve(case, proposal, channel, on=served_on, by=by, note=note.strip())
    if not opened:
        days = dt.timedelta(days=int(case.policies["proposal.answer_days"]))
        proposal.answer_until = max(proposal.answer_until, served_on + days)
        proposal.save(update_fields=["answer_until"])
    return service


def _locked(proposal_id: int) -> tuple[AccreditationCase, Proposal]:
    case = lock(Proposal.objects.values_list("case_id", flat=True).get(pk=proposal_id))
    return case, Proposal.objects.select_for_update().get(pk=proposal_id)


@transaction.atomic
def open_notice(*, proposal_id: int, by: User) -> Proposal:
    """The person opens the notice; the moment is kept once. A hold does not keep it from them."""
    case, proposal = _locked(proposal_id)
    case_permissions.require_owner(by, case)
    service = proposal.services.filter(channel=ProposalService.Channel.SITE, opened_at__isnull=True).first()
    if service is not None:
        service.opened_at = clock.now()
        service.save(update_fields=["opened_at"])
        record(case, CaseEvent.Record.OPENED_NOTICE, by=by, subject_id=proposal.public_id)
    return proposal


@transaction.atomic
def answer(
    *, proposal_id: int, kind: ProposalAnswer.Kind | str, by: User, text: str = "", needs: str = ""
) -> ProposalAnswer:
    """Take one of the four ways to answer, or what the person needs so that they can take part.

    An answer lets the panel go on; it can be added to until the panel decides or the
    last day is over. The first ask for more time is granted at once and needs no reason.
    The same answer twice is kept once.
    """
    case, proposal = _locked(proposal_id)
    case_permissions.require_owner(by, case)
    kind = ProposalAnswer.Kind(kind)
    text, needs = text.strip(), needs.strip()
    same = _same_answer(proposal, kind, text, needs)
    if same is not None:
        return same
    refuse_if_held(SUBJECT_KIND, case.public_id)
    first = kind == ProposalAnswer.Kind.MORE_TIME and not proposal.answers.filter(kind=kind).exists()
    _refuse_answer(case, proposal, kind, text=text, needs=needs, first=first)
    words = ProposalAnswerWords(text=text, needs=needs)
    given = ProposalAnswer.objects.create(proposal=proposal, kind=kind, by=by, words_digest=words.digest())
    words.answer = given
    words.save()
    _follow(case, proposal, given, by=by, first=first)
    return given


def _refuse_answer(  # noqa: PLR0913 - the answer and what it meets
    case: AccreditationCase,
    proposal: Proposal,
    kind: ProposalAnswer.Kind,
    *,
    text: str,
    needs: str,
    first: bool,
) -> None:
    if proposal.pk != _latest_pk(case) or not case.is_open:
        raise Refused(_("This notice is no longer the one that counts."), code="closed")
    if kind == ProposalAnswer.Kind.WRITING and not text:
        raise Refused(_("Write what the panel should know. A short answer is enough."), code="empty")
    if kind == ProposalAnswer.Kind.NEEDS and not needs:
        raise Refused(_("Say what would help you to take part."), code="empty")
    if kind == ProposalAnswer.Kind.MORE_TIME:
        _may_ask_for_time(case, proposal, first=first, text=text)
    elif kind in ProposalAnswer.ANSWERS:
        _may_answer(case, proposal)


def _follow(
    case: AccreditationCase, proposal: Proposal, given: ProposalAnswer, *, by: User, first: bool
) -> None:
    """What follows from an answer: more time, the panel goes on, or a line in the log."""
    if given.kind == ProposalAnswer.Kind.MORE_TIME:
        record(case, CaseEvent.Record.MORE_TIME_ASKED, by=by, subject_id=given.public_id)
        if first:
            _extend(case, proposal, given, days=int(case.policies["proposal.extension_days"]), by=None)
    elif given.kind == ProposalAnswer.Kind.NEEDS:
        record(case, CaseEvent.Record.NEEDS, by=by, subject_id=given.public_id)
    elif proposal.is_waiting:
        _go_on(case, proposal, CaseMove.ANSWER, Proposal.Closed.ANSWER, by=by, subject_id=given.public_id)
    else:
        record(case, CaseEvent.Record.ANSWER_ADDED, by=by, subject_id=given.public_id)


def _latest_pk(case: AccreditationCase) -> int | None:
    latest = latest_proposal(case)
    return latest.pk if latest else None


def _same_answer(
    proposal: Proposal, kind: ProposalAnswer.Kind, text: str, needs: str
) -> ProposalAnswer | None:
    """A second click of the same answer, or agreeing twice."""
    last = proposal.answers.filter(kind=kind).select_related("words").order_by("-at", "-pk").first()
    if last is None or (last.words.text, last.words.needs) != (text, needs):
        return None
    if kind == ProposalAnswer.Kind.MORE_TIME and clock.now() - last.at > dt.timedelta(minutes=1):
        return None
    return last


def _may_answer(case: AccreditationCase, proposal: Proposal) -> None:
    if proposal.is_waiting and case.state == CaseState.REFUSAL_PROPOSED:
        return
    if proposal.is_ripe and case.state == CaseState.BEFORE_PANEL and clock.today() <= proposal.answer_until:
        return
    raise Refused(
        _("The time to answer is over, or the panel has decided. Write to us; a refusal can be reviewed."),
        code="too_late",
    )


def _may_ask_for_time(case: AccreditationCase, proposal: Proposal, *, first: bool, text: str) -> None:
    if not (proposal.is_waiting and case.state == CaseState.REFUSAL_PROPOSED):
        raise Refused(_("Your answer is in already, or the time to answer is over."), code="too_late")
    if proposal.answers.filter(kind=ProposalAnswer.Kind.MORE_TIME, extension__isnull=True).exists():
        raise Refused(
            _("You have asked already. The time does not run out before you hear from us."), code="asked"
        )
    if not first and not text:
        raise Refused(_("Say why you need longer this time. A sentence is enough."), code="empty")


def _extend(
    case: AccreditationCase, proposal: Proposal, asked: ProposalAnswer, *, days: int, by: User | None
) -> ProposalExtension:
    extension = ProposalExtension.objects.create(proposal=proposal, answer=asked, days=days, given_by=by)
    if days:
        proposal.answer_until = max(proposal.answer_until, clock.today()) + dt.timedelta(days=days)
        proposal.save(update_fields=["answer_until"])
    kind = CaseEvent.Record.MORE_TIME if days else CaseEvent.Record.NO_MORE_TIME
    record(case, kind, by=by, subject_id=asked.public_id)
    return extension


@transaction.atomic
def decide_more_time(*, answer_id: int, days: int, by: User) -> ProposalExtension:
    """Give more time after the first, or none; the person is told either way.

    Where none is given, at least two days remain, so that nobody is told when it is over.
    """
    asked = ProposalAnswer.objects.get(pk=answer_id, kind=ProposalAnswer.Kind.MORE_TIME)
    case, proposal = _locked(asked.proposal_id)
    case_permissions.require_handler(by, case)
    standing = ProposalExtension.objects.filter(answer=asked).first()
    if standing is not None:
        return standing
    refuse_if_held(SUBJECT_KIND, case.public_id)
    if not proposal.is_waiting:
        raise Refused(_("This notice was answered, or its time is over."), code="closed")
    extension = _extend(case, proposal, asked, days=days, by=by)
    if not days:
        proposal.answer_until = max(proposal.answer_until, clock.today() + dt.timedelta(days=2))
        proposal.save(update_fields=["answer_until"])
    with their_language(case.person):
        tell(
            case.person,
            kind="case.more_time",
            title=_("There is an update on your time to answer"),
            link=f"/cases/mine/{case.public_id}/proposal/",
        )
    return extension


@transaction.atomic
def arrange_hearing(*, answer_id: int, held_on: dt.date, how: str, by: User) -> ProposalHearing:
    """Say when and how somebody who asked to speak is heard; it can be moved until it took place."""
    asked = ProposalAnswer.objects.get(pk=answer_id, kind=ProposalAnswer.Kind.SPEAK)
    case, _proposal = _locked(asked.proposal_id)
    case_permissions.require_handler(by, case)
    if held_on < clock.today():
        raise Refused(_("Choose a day from today on."), code="day")
    standing = ProposalHearing.objects.filter(answer=asked).first()
    if standing is not None and standing.heard_at:
        raise Refused(_("This has taken place already."), code="heard")
    if standing is not None and (standing.held_on, standing.how) == (held_on, how.strip()):
        return standing
    record_while_open(case, CaseEvent.Record.HEARING, by=by, words=how.strip(), subject_id=asked.public_id)
    hearing, _created = ProposalHearing.objects.update_or_create(
        answer=asked, defaults={"held_on": held_on, "how": how.strip(), "arranged_by": by}
    )
    with their_language(case.person):
        tell(
            case.person,
            kind="case.hearing",
            title=_("You can speak to the panel"),
            body=_("You see here when and how. Tell us if it does not suit you."),
            link=f"/cases/mine/{case.public_id}/proposal/",
        )
    return hearing


@transaction.atomic
def record_heard(*, answer_id: int, by: User, note: str) -> ProposalHearing:
    """Record that the panel heard the person, with a note of what was said; once."""
    asked = ProposalAnswer.objects.get(pk=answer_id, kind=ProposalAnswer.Kind.SPEAK)
    case, _proposal = _locked(asked.proposal_id)
    if not case_permissions.is_handler(by, case):
        case_permissions.require_chair(by, case)
    hearing = ProposalHearing.objects.filter(answer=asked).first()
    if hearing is None:
        raise Refused(_("Nothing was arranged yet."), code="not_arranged")
    if hearing.heard_at:
        return hearing
    if hearing.held_on > clock.today():
        raise Refused(_("This has not taken place yet."), code="day")
    if not note.strip():
        raise Refused(_("Note what was said, so that every member can weigh it."), code="no_note")
    record_while_open(case, CaseEvent.Record.HEARD, by=by, subject_id=asked.public_id)
    hearing.heard_at, hearing.note = clock.now(), note.strip()
    hearing.save(update_fields=["heard_at", "note"])
    return hearing


def _go_on(  # noqa: PLR0913 - the move and what closes the notice
    case: AccreditationCase,
    proposal: Proposal,
    to: CaseMove,
    how: Proposal.Closed,
    *,
    by: User | None,
    subject_id: str,
) -> None:
    """Back before the panel: the reasons of the notice are the facts of the new round."""
    move(case, to, by=by, subject_id=subject_id)
    closed = end_waiting_proposal(case, how)
    if closed is not None:
        proposal.closed_at, proposal.closed_by = closed.closed_at, closed.closed_by
    facts_from_notice(case, proposal, begin_round(case))


def facts_from_notice(case: AccreditationCase, proposal: Proposal, round_number: int) -> None:
    """The reasons that the person could answer are what the panel finds on."""
    CaseFact.objects.bulk_create(
        CaseFact(
            case=case,
            round=round_number,
            number=reason.number,
            statement=reason.statement,
            evidence=reason.evidence,
        )
        for reason in proposal.reasons.order_by("number")
    )


@transaction.atomic
def settle_clock(*, case_id: int) -> bool:
    """Let a case go on whose time to answer is over; whether it was so. Safe to run at any time."""
    case = lock(case_id)
    if case.state != CaseState.REFUSAL_PROPOSED:
        return False
    file = dossier(case)
    if file.proposal is None or not answer_time_is_over(file):
        return False
    _go_on(
        case,
        file.proposal,
        CaseMove.TIME_OVER,
        Proposal.Closed.TIME_OVER,
        by=None,
        subject_id=file.proposal.public_id,
    )
    return True


def settle_clocks() -> int:
    """Regular work: every case whose time to answer is over goes on; returns how many."""
    due = AccreditationCase.objects.filter(
        state=CaseState.REFUSAL_PROPOSED,
        proposals__closed_at__isnull=True,
        proposals__answer_until__lt=clock.today(),
    ).values_list("pk", flat=True)
    return sum(settle_clock(case_id=case_id) for case_id in list(due))
