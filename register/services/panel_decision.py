"""The chair closes: the majority decides, and a grant and its award are one transaction.

What cannot roll back is done first: the number is drawn and the certificate printed,
then one transaction looks at everything again and writes it all, or nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from casework import services as casework
from casework.models import Reason, Request
from casework.selectors import reasons as reasons_for
from casework.services import refuse_if_held
from foundation import clock
from foundation.exceptions import Refused
from register import case_permissions
from register.case_states import CaseMove, CaseState
from register.models import AccreditationCase, CaseEvent, CaseFact, PanelDecision, PanelDecisionWords
from register.models.cases import SUBJECT_KIND
from register.panel_rules import Count, PanelOutcome, PanelStep, count, outcome, remains_quorate
from register.selectors.case_dossier import Dossier, dossier
from register.selectors.cases import quorum_of
from register.selectors.panel import conflicts
from register.services.awards import PreparedAward, award, prepare_award
from register.services.case_moves import begin_round, lock, move, record
from register.services.cases import tell, their_language
from register.services.panel import refuse_stale_papers


def votes_of(file: Dossier) -> Count:
    """The votes that count now."""
    return count(view.step for view in file.current_views().values())


def result_of(file: Dossier) -> PanelOutcome:
    """What the recorded views come to."""
    return outcome(votes_of(file), review=file.case.is_review)


def refuse_unready(file: Dossier) -> None:
    """Raise Refused while the chair cannot close, and say what is missing."""
    case = file.case
    if case.state != CaseState.BEFORE_PANEL:
        raise Refused(_("This case is not before the panel now."), code="state")
    if file.decision and file.decision.round == case.round:
        raise Refused(_("This round is closed already."), code="closed")
    if not remains_quorate(len(file.sitting), quorum_of(case)):
        raise Refused(
            _("Too few members are left: quorum is %(n)d. A registrar can seat another.")
            % {"n": quorum_of(case)},
            code="quorum",
        )
    if file.unheard:
        raise Refused(
            _("The applicant asked to speak to the panel, and has not been heard yet."), code="unheard"
        )
    if file.waiting_seats:
        names = ", ".join(seat.person.practising_name for seat in file.waiting_seats)
        raise Refused(_("Views are still to come from: %(names)s.") % {"names": names}, code="views")
    against = conflicts(case, [seat.person for seat in file.sitting])
    for seat in file.sitting:
        if against[seat.person_id]:
            raise Refused(
                _("%(name)s can no longer sit: %(reasons)s. They stand aside first.")
                % {"name": seat.person.practising_name, "reasons": "; ".join(against[seat.person_id])},
                code="conflict",
            )
    if result_of(file) == PanelOutcome.GRANT or not file.place.may_refuse:
        refuse_stale_papers(file)


def close(  # noqa: PLR0913 - a decision is its facts
    *,
    case_id: int,
    version: int,
    by: User,
    reasons: str,
    reason_code: str = "",
    questions: Sequence[str] = (),
) -> PanelDecision:
    """Close a round: record the decision and do what follows from it.

    Not atomic as a whole: a certificate is printed before the transaction begins. The
    same click twice gives the one decision. Raises NotAllowed for anybody but the
    chair, and Refused when a view, the quorum, a paper or a reason is missing, or when
    something has changed since the page was opened.
    """
    case = AccreditationCase.objects.select_related(
        "person__user", "qualification_version__qualification", "employer", "review_of"
    ).get(pk=case_id)
    case_permissions.require_chair(by, case)
    done = _done_already(case, by=by, version=version)
    if done is not None:
        return done
    prepared = _prepare(case, by=by) if _will_grant(case) else None
    return _close(
        case_id=case_id,
        version=version,
        by=by,
        reasons=reasons,
        reason_code=reason_code,
        questions=questions,
        prepared=prepared,
    )


def _done_already(case: AccreditationCase, *, by: User, version: int) -> PanelDecision | None:
    """The decision of an earlier click on the same page: the chair's own, made from this version."""
    if case.version == version:
        return None
    event = case.events.filter(kind=CaseEvent.Record.DECIDED, by=by, number=version + 1).first()
    return PanelDecision.objects.filter(public_id=event.subject_id).first() if event else None


def _will_grant(case: AccreditationCase) -> bool:
    file = dossier(case)
    refuse_unready(file)
    return result_of(file) == PanelOutcome.GRANT


def _prepare(case: AccreditationCase, *, by: User) -> PreparedAward:
    qualification = case.qualification_version.qualification
    return prepare_award(
        person=case.person,
        qualification=qualification.title,
        qualification_cy=qualification.title_cy,
        decided_on=clock.today(),
        signed_by=by.person.practising_name,
    )


@transaction.atomic
def _close(  # noqa: PLR0913 - as above
    *,
    case_id: int,
    version: int,
    by: User,
    reasons: str,
    reason_code: str,
    questions: Sequence[str],
    prepared: PreparedAward | None,
) -> PanelDecision:
    case = lock(case_id)
    case_permissions.require_chair(by, case)
    done = _done_already(case, by=by, version=version)
    if done is not None:
        return done
    case = lock(case_id, version=version)
    refuse_if_held(SUBJECT_KIND, case.public_id)
    file = dossier(case)
    refuse_unready(file)
    if not reasons.strip():
        raise Refused(_("Give the panel’s reasons. The applicant reads them."), code="reasons")
    result, votes = result_of(file), votes_of(file)
    asked = [question.strip() for question in questions if question.strip()]
    if result == PanelOutcome.ASK and not asked:
        raise Refused(_("Write what the applicant is asked for."), code="questions")
    decision = _write(case, file, result, votes, by=by, reasons=reasons.strip(), reason_code=reason_code)
    if result == PanelOutcome.GRANT:
        _grant(case, prepared, by=by, decision=decision)
    elif result == PanelOutcome.ASK:
        ask_further_information(case=case, by=by, questions=asked, decision=decision)
    elif result == PanelOutcome.REFUSE:
        _refuse(case, by=by, decision=decision)
    elif result == PanelOutcome.NO_MAJORITY:
        _look_again(case)
    return decision


def _write(  # noqa: PLR0913 - a decision is its facts
    case: AccreditationCase,
    file: Dossier,
    result: PanelOutcome,
    votes: Count,
    *,
    by: User,
    reasons: str,
    reason_code: str,
) -> PanelDecision:
    words = PanelDecisionWords(text=reasons)
    reason = _coded(reason_code, result)
    winning = PanelStep(result.value) if result != PanelOutcome.NO_MAJORITY else None
    decision = PanelDecision.objects.create(
        case=case,
        round=case.round,
        outcome=result,
        votes_for=votes.of(winning) if winning else 0,
        votes=votes.total,
        stood_aside=len(file.seats) - len(file.sitting),
        reason=reason,
        by=by,
        words_digest=words.digest(),
    )
    words.decision = decision
    words.save()
    record(case, CaseEvent.Record.DECIDED, by=by, subject_id=decision.public_id)
    return decision


def _coded(code: str, result: PanelOutcome) -> Reason | None:
    """The coded reason, if one was chosen. Raises Refused when it does not lead to this result."""
    if not code:
        return None
    reason = reasons_for(Reason.For.CASE).filter(code=code).first()
    may_follow = reason is not None and {
        PanelOutcome.ASK: reason.may_ask_for_more,
        PanelOutcome.PROPOSE: reason.may_propose_refusal,
        PanelOutcome.REFUSE: reason.may_propose_refusal,
    }.get(result, False)
    if not may_follow:
        raise Refused(
            _("The reason that was chosen does not lead to this. Choose another, or none."), code="reason"
        )
    return reason


def _grant(
    case: AccreditationCase, prepared: PreparedAward | None, *, by: User, decision: PanelDecision
) -> None:
    if prepared is None:
        # Between the first look and the lock the majority changed to a grant.
        raise Refused(_("A view changed just now. Look at it again, then decide."), code="stale")
    move(case, CaseMove.GRANT, by=by, subject_id=decision.public_id)
    award(person=case.person, prepared=prepared, case_ref=case.reference, by=by, key=f"case:{case.public_id}")


def _refuse(case: AccreditationCase, *, by: User, decision: PanelDecision) -> None:
    move(case, CaseMove.REFUSE, by=by, subject_id=decision.public_id)
    with their_language(case.person):
        tell(
            case.person,
            kind="case.decided",
            title=_("There is an update about your accreditation"),
            body=_("The panel has decided. You can read it when it suits you, and ask for a review."),
        )


def ask_further_information(
    *, case: AccreditationCase, by: User, questions: Sequence[str], decision: PanelDecision
) -> Request:
    """Ask the applicant for more. A notice that was answered before can carry no refusal any more."""
    if case.person.user is None:
        raise Refused(
            _("The applicant has no account here, so nothing can be asked this way."), code="no_account"
        )
    move(case, CaseMove.ASK_FURTHER_INFORMATION, by=by, subject_id=decision.public_id)
    case.proposals.filter(spent_at__isnull=True).update(spent_at=clock.now())
    request, _token = casework.ask(
        kind=Request.Kind.FURTHER_INFORMATION,
        subject_kind=SUBJECT_KIND,
        subject_id=case.public_id,
        by=by,
        questions=[question[:300] for question in questions],
        asked_of=case.person.user,
        due_on=clock.today() + dt.timedelta(days=int(case.policies["request.days"])),
    )
    with their_language(case.person):
        tell(
            case.person,
            kind="case.information",
            title=_("The panel asks you for something"),
            body=_("You see what it is, and until when. You can say if you need longer."),
        )
    return request


def _look_again(case: AccreditationCase) -> None:
    """No majority: things stay as they were. The next round has the same facts, and may have more members."""
    facts = list(case.facts.filter(round=case.round))
    begin_round(case)
    CaseFact.objects.bulk_create(
        CaseFact(
            case=case,
            round=case.round,
            number=fact.number,
            statement=fact.statement,
            evidence=fact.evidence,
        )
        for fact in facts
    )
