"""Opening and ending cases, holds, and asking for a review."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, override

from accounts import services as accounts
from accounts.models import Employment, Organisation, Person, User
from accounts.permissions import require_role
from accounts.roles import RoleName
from casework import services as casework
from casework.models import Hold, Request
from casework.selectors import policies
from casework.states import RequestState
from courses.models import QualificationVersion
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from register import case_permissions
from register.case_states import OPEN_STATES, CaseMove, CaseState
from register.models import AccreditationCase, CaseEvent, Entry, Proposal
from register.models.cases import SUBJECT_KIND
from register.services.case_moves import end_waiting_proposal, lock, move, record, record_while_open
from register.services.events import status_now
from register.states import StatusCode

#: The numbers that a case keeps from the day it begins.
FROZEN = (
    "panel.quorum",
    "proposal.answer_days",
    "proposal.extension_days",
    "proposal.second_channel_days",
    "references.count",
    "request.days",
    "accreditation.years",
    "accreditation.grace_days",
)

MY_ACCREDITATION = "/cases/mine/"


def tell(person: Person, *, kind: str, title: str, body: str = "", link: str = MY_ACCREDITATION) -> None:
    """Tell somebody with an account; the caller gives words inside `their_language`."""
    if person.user is not None:
        accounts.notify(user=person.user, kind=kind, title=title, body=body, link=link)


def their_language(person: Person) -> override:
    """The language in which to write to somebody."""
    return override(person.user.language if person.user else "en")


@transaction.atomic
def open_case(
    *,
    person: Person,
    qualification_version: QualificationVersion,
    by: User | None,
    kind: str = AccreditationCase.Kind.ACCREDITATION,
) -> AccreditationCase:
    """Open a case, or give back the open one there is.

    `by` is a registrar, or None when the last unit was released as met. Raises
    NotAllowed for somebody else, and for a registrar's own case.
    """
    if by is not None:
        require_role(by, RoleName.REGISTRAR)
        if person.user_id == by.pk:
            raise NotAllowed(_("A colleague opens your own case."))
    # The row lock makes two openings follow each other; the constraint would refuse the second.
    Person.objects.select_for_update().get(pk=person.pk)
    standing = AccreditationCase.objects.filter(
        person=person, kind=kind, qualification_version=qualification_version, state__in=OPEN_STATES
    ).first()
    if standing is not None:
        return standing
    _refuse_unopenable(person, kind)
    case = _begin(person=person, qualification_version=qualification_version, kind=kind, by=by)
    if by is not None:
        # The automatic opening says nothing: it would give away a result before it is opened.
        with their_language(person):
            tell(
                person,
                kind="case.opened",
                title=_("Your accreditation can begin"),
                body=_("You see what is there, what is still missing, and whose move it is."),
            )
    return case


def _refuse_unopenable(person: Person, kind: str) -> None:
    """An accreditation is for somebody new, or for somebody whose last one is over."""
    if kind != AccreditationCase.Kind.ACCREDITATION:
        raise Refused(_("Renewals and restorations cannot be opened here yet."), code="kind")
    entry = Entry.objects.filter(person=person).first()
    status = status_now(entry) if entry else None
    if status and status.code not in {StatusCode.LAPSED, StatusCode.VOLUNTARILY_REMOVED}:
        raise Refused(
            _("This person is on the register: %(status)s.") % {"status": status.code.label},
            code="on_register",
        )


def _begin(
    *,
    person: Person,
    qualification_version: QualificationVersion,
    kind: str,
    by: User | None,
    review_of: AccreditationCase | None = None,
) -> AccreditationCase:
    employment = Employment.objects.current().filter(person=person).order_by("-since", "-pk").first()
    case = AccreditationCase.objects.create(
        person=person,
        qualification_version=qualification_version,
        kind=kind,
        employer=employment.organisation if employment else None,
        policies=dict(review_of.policies) if review_of else policies(*FROZEN),
        review_of=review_of,
    )
    case.reference = f"C-{case.pk:04d}"
    case.save(update_fields=["reference"])
    record(case, CaseEvent.Record.OPENED, by=by)
    return case


@transaction.atomic
def open_when_all_units_are_met(*, person: Person, qualification_version: QualificationVersion) -> None:
    """Open the first case of somebody whose last unit was released as met.

    Nothing happens where there was a case before: whoever withdrew or was refused asks
    for the next one.
    """
    had_one = AccreditationCase.objects.filter(
        person=person, qualification_version=qualification_version
    ).exists()
    if not had_one and not Entry.objects.filter(person=person).exists():
        open_case(person=person, qualification_version=qualification_version, by=None)


@transaction.atomic
def name_employer(*, case_id: int, organisation: Organisation, by: User) -> AccreditationCase:
    """Record for which of their employers somebody will practise."""
    case = lock(case_id)
    case_permissions.require_handler(by, case)
    if not Employment.objects.current().filter(person=case.person, organisation=organisation).exists():
        raise Refused(_("The applicant does not work there today."), code="not_employed")
    if case.employer_id != organisation.pk:
        record_while_open(case, CaseEvent.Record.EMPLOYER, by=by, subject_id=organisation.public_id)
        case.employer = organisation
        case.save(update_fields=["employer"])
    return case


@transaction.atomic
def withdraw(*, case_id: int, by: User, reason: str = "") -> AccreditationCase:
    """Take one's own case back. No reason is needed; doing it twice changes nothing."""
    case = lock(case_id)
    case_permissions.require_owner(by, case)
    if case.state == CaseState.WITHDRAWN:
        return case
    move(case, CaseMove.WITHDRAW, by=by, words=reason.strip())
    end_waiting_proposal(case, Proposal.Closed.WITHDRAWN)
    return case


@transaction.atomic
def hold(*, case_id: int, reason: str, by: User, kind: Hold.Kind = Hold.Kind.PAUSE) -> Hold:
    """Stop a case, and its clock, for a reason. Nothing but lifting happens to it until then."""
    case = lock(case_id)
    case_permissions.require_handler(by, case)
    if not case.is_open:
        raise Refused(_("This case is closed. Nothing can be added to it."), code="closed")
    placed = casework.place_hold(
        subject_kind=SUBJECT_KIND, subject_id=case.public_id, kind=kind, reason=reason, by=by
    )
    record(case, CaseEvent.Record.HELD, by=by, words=reason.strip(), subject_id=placed.public_id)
    return placed


@transaction.atomic
def lift(*, case_id: int, hold_id: int, reason: str, by: User) -> None:
    """Lift a hold. A running time to answer gets back the days for which it stood still."""
    case = lock(case_id)
    case_permissions.require_handler(by, case)
    placed = Hold.objects.select_for_update().get(
        pk=hold_id, subject_kind=SUBJECT_KIND, subject_id=case.public_id
    )
    if placed.lifted_at is not None:
        return
    casework.lift_hold(hold_id=placed.pk, reason=reason, by=by)
    record(case, CaseEvent.Record.LIFTED, by=by, words=reason.strip(), subject_id=placed.public_id)
    proposal = case.proposals.filter(closed_at__isnull=True).first()
    if proposal is not None:
        stood_still = clock.today() - localdate(max(placed.placed_at, proposal.made_at))
        proposal.answer_until += stood_still
        proposal.save(update_fields=["answer_until"])


def _waiting_information(case: AccreditationCase) -> QuerySet[Request]:
    return Request.objects.filter(
        subject_kind=SUBJECT_KIND,
        subject_id=case.public_id,
        kind=Request.Kind.FURTHER_INFORMATION,
        answered_at__isnull=True,
    )


@transaction.atomic
def receive_information(*, request_id: int, answers: list[str], by: User) -> AccreditationCase:
    """Take what the panel asked the applicant for; the case is open again when all is in.

    An answer that comes late is taken as long as the case still waits for it.
    """
    request = Request.objects.get(
        pk=request_id, subject_kind=SUBJECT_KIND, kind=Request.Kind.FURTHER_INFORMATION
    )
    case = lock(AccreditationCase.objects.get(public_id=request.subject_id).pk)
    case_permissions.require_owner(by, case)
    casework.refuse_if_held(SUBJECT_KIND, case.public_id)
    if case.state != CaseState.FURTHER_INFORMATION_ASKED:
        raise Refused(_("Nothing is asked of you now. The case has gone on."), code="state")
    if request.state == RequestState.EXPIRED:
        casework.ask_again(request_id=request.pk, by=by, due_on=clock.today())
    casework.answer(request_id=request.pk, answers=answers, by=by)
    if not _waiting_information(case).exists():
        move(case, CaseMove.INFORMATION_RECEIVED, by=by, subject_id=request.public_id)
    return case


@transaction.atomic
def go_on_without_information(*, case_id: int, by: User, reason: str) -> AccreditationCase:
    """Open the case again although the answer did not come; only once its last day is over."""
    case = lock(case_id)
    case_permissions.require_handler(by, case)
    if case.state == CaseState.OPEN:
        return case
    if not reason.strip():
        raise Refused(_("Say why it goes on without the answer."), code="no_reason")
    if _waiting_information(case).filter(due_on__gte=clock.today()).exists():
        raise Refused(_("The time to answer is not over yet."), code="time")
    move(case, CaseMove.INFORMATION_RECEIVED, by=by, words=reason.strip())
    return case


@transaction.atomic
def ask_review(*, case_id: int, reasons: str, by: User) -> AccreditationCase:
    """Ask that people who took no part look at a refusal again; asking twice gives the one review.

    The review is a case of its own: the same live checklist, the same references, other
    members, and no step harder than the one that it looks at. Source: domain
    reference, section 3.
    """
    refused = lock(case_id)
    case_permissions.require_owner(by, refused)
    standing = AccreditationCase.objects.filter(review_of=refused).first()
    if standing is not None:
        return standing
    if refused.state != CaseState.REFUSED:
        raise Refused(_("There is no refusal here that could be reviewed."), code="not_refused")
    if refused.is_review:
        raise Refused(_("This was the review. The decision says where you can go next."), code="reviewed")
    if not reasons.strip():
        raise Refused(_("Say what should be looked at again. A few words are enough."), code="no_reasons")
    record(refused, CaseEvent.Record.REVIEW_ASKED, by=by, words=reasons.strip())
    return _begin(
        person=refused.person,
        qualification_version=refused.qualification_version,
        kind=refused.kind,
        by=by,
        review_of=refused,
    )
