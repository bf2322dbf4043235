"""Recording what a case waits for: checks, code of conduct, references, an employer's approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Nation, Organisation, User
from accounts.permissions import require_role
from accounts.roles import RoleName
from casework import services as casework
from casework.models import Request
from casework.selectors import request_by_token
from casework.states import RequestState
from certificates import fitting
from foundation import clock, outbox, sealed
from foundation.exceptions import NotAllowed, Refused
from register import case_permissions
from register.case_conduct import CONDUCT_VERSION
from register.case_states import CaseState
from register.models import (
    AccreditationCase,
    CaseEvent,
    CheckRecord,
    CodeOfConductSignature,
    OrganisationApproval,
)
from register.models.case_requirements import CHECK_PLACE
from register.models.cases import SUBJECT_KIND
from register.services.case_moves import lock, record_while_open


def reference_questions() -> list[str]:
    """What a referee is asked; short answers are enough, and none asks about a life story."""
    return [
        _("How do you know this person’s work, and since when?"),
        _("How do they work beside people? An example helps; please leave out who it was."),
        _("Is there anything the panel should know before they practise as an advocate?"),
    ]


@transaction.atomic
def record_check(  # noqa: PLR0913 - a check is its facts
    *,
    case_id: int,
    by: User,
    number: str,
    dated_on: dt.date,
    valid_until: dt.date,
    result: CheckRecord.Result | str,
) -> CheckRecord:
    """Record that a criminal-record check was seen: number, date, and no content.

    The kind follows from the applicant's nation. Recording the same check twice gives
    the one record.
    """
    case = lock(case_id)
    case_permissions.require_handler(by, case)
    if not case.person.nation:
        raise Refused(_("The applicant’s nation is not known yet, so the kind of check is not either."))
    if dated_on > clock.today():
        raise Refused(_("The date of a check cannot be in the future."), code="future")
    if valid_until < clock.today():
        raise Refused(_("This check is out of date. A new one is needed."), code="out_of_date")
    same = next(
        (
            check
            for check in CheckRecord.objects.filter(
                person=case.person, dated_on=dated_on, valid_until=valid_until, result=result
            )
            if check.number == number.strip()
        ),
        None,
    )
    if same is not None:
        return same
    check = CheckRecord.objects.create(
        person=case.person,
        kind=CheckRecord.KIND_OF_NATION[Nation(case.person.nation)],
        sealed_number=sealed.seal(number.strip(), place=CHECK_PLACE),
        dated_on=dated_on,
        valid_until=valid_until,
        result=result,
        recorded_by=by,
    )
    record_while_open(case, CaseEvent.Record.CHECK, by=by, subject_id=check.public_id)
    return check


@transaction.atomic
def sign_code_of_conduct(*, case_id: int, by: User, conduct_version: str) -> CodeOfConductSignature:
    """Sign the code of conduct as it reads now; signing twice changes nothing.

    Raises Refused when the text has changed since the page was opened.
    """
    case = lock(case_id)
    case_permissions.require_owner(by, case)
    if conduct_version != CONDUCT_VERSION:
        raise Refused(_("The code of conduct has changed since this page was opened. Please read it again."))
    signature, created = CodeOfConductSignature.objects.get_or_create(
        person=case.person, conduct_version=CONDUCT_VERSION
    )
    if created:
        record_while_open(case, CaseEvent.Record.CONDUCT, by=by, subject_id=CONDUCT_VERSION)
    return signature


@transaction.atomic
def give_certificate_name(*, case_id: int, by: User, name: str) -> str:
    """Say how the certificate shows one's name, while the papers are collected.

    Raises Refused when the certificate cannot print it. The name one practises under stays.
    """
    case = lock(case_id)
    case_permissions.require_owner(by, case)
    if case.state != CaseState.OPEN:
        raise Refused(_("The name can be given while the papers are collected."), code="state")
    person = case.person
    person.certificate_name = fitting.clean(name)
    person.save(update_fields=["certificate_name"])
    audit.record(action="person.certificate_name", by=by, subject_kind="person", subject_id=person.public_id)
    return person.certificate_name


@transaction.atomic
def ask_reference(*, case_id: int, by: User, name: str, email: str, role: str) -> Request:
    """Ask somebody for a reference through a link that works once.

    The applicant or a registrar asks. The same address is asked once at a time. Raises
    Refused when the address is the applicant's own, or when enough people were asked.
    """
    case = lock(case_id)
    if not (case_permissions.owns(by, case) or case_permissions.is_handler(by, case)):
        raise NotAllowed(_("The applicant or a registrar asks for references."))
    email = email.strip().lower()
    asked = Request.objects.filter(
        subject_kind=SUBJECT_KIND, subject_id=case.public_id, kind=Request.Kind.REFERENCE
    ).exclude(state=RequestState.EXPIRED)
    same = asked.filter(asked_email__iexact=email).first()
    if same is not None:
        return same
    if case.person.user and case.person.user.email.casefold() == email.casefold():
        raise Refused(_("Somebody else gives a reference. This is the applicant’s own address."), code="own")
    if asked.filter(due_on__gte=clock.today()).count() >= int(case.policies["references.count"]):
        raise Refused(
            _("Enough people were asked already. You can ask again when a link has ended."), code="enough"
        )
    request, token = casework.ask(
        kind=Request.Kind.REFERENCE,
        subject_kind=SUBJECT_KIND,
        subject_id=case.public_id,
        by=by,
        questions=reference_questions(),
        asked_name=name.strip(),
        asked_email=email,
        asked_role=role.strip(),
        due_on=clock.today() + dt.timedelta(days=int(case.policies["request.days"])),
    )
    record_while_open(case, CaseEvent.Record.REFERENCE_ASKED, by=by, subject_id=request.public_id)
    outbox.post(
        to=email,
        subject=_("A question for you"),
        body=_(
            "Hello %(name)s,\n\n"
            "%(person)s named you as somebody who knows their work. We would like to ask you three short "
            "questions. You can answer here until %(day)s; the link works once and needs no account:\n"
            "%(link)s\n\n"
            "If you would rather not, you need not do anything.\n"
        )
        % {
            "name": name.strip(),
            "person": case.person.practising_name,
            "day": date_format(request.due_on, "j F Y"),
            "link": f"{settings.PUBLIC_URL}/reference/{token}/",
        },
    )
    return request


def _locked_with_request(request: Request) -> AccreditationCase:
    return lock(AccreditationCase.objects.get(public_id=request.subject_id).pk)


@transaction.atomic
def answer_reference(*, token: str, answers: Sequence[str]) -> Request:
    """Take a referee's answers, once. Raises Refused when the link has ended or was used."""
    request = request_by_token(token)
    if request is None or request.kind != Request.Kind.REFERENCE:
        raise Refused(_("This link has ended or was used already."), code="link")
    case = _locked_with_request(request)
    casework.answer(request_id=request.pk, answers=answers)
    record_while_open(case, CaseEvent.Record.REFERENCE_RECEIVED, by=None, subject_id=request.public_id)
    return request


@transaction.atomic
def verify_reference(*, request_id: int, by: User, how: str) -> Request:
    """Record that the answers really came from the person who was asked, and how that is known."""
    request = Request.objects.get(pk=request_id, subject_kind=SUBJECT_KIND, kind=Request.Kind.REFERENCE)
    case = _locked_with_request(request)
    case_permissions.require_handler(by, case)
    if not how.strip():
        raise Refused(_("Say how you made sure, for example by ringing their organisation."), code="how")
    request = casework.verify(request_id=request.pk, by=by)
    record_while_open(
        case, CaseEvent.Record.REFERENCE_VERIFIED, by=by, words=how.strip(), subject_id=request.public_id
    )
    return request


@transaction.atomic
def review_reference(*, request_id: int, by: User) -> Request:
    """Record that a registrar has read the verified answers."""
    request = Request.objects.get(pk=request_id, subject_kind=SUBJECT_KIND, kind=Request.Kind.REFERENCE)
    case = _locked_with_request(request)
    case_permissions.require_handler(by, case)
    request = casework.review(request_id=request.pk, by=by)
    record_while_open(case, CaseEvent.Record.REFERENCE_REVIEWED, by=by, subject_id=request.public_id)
    return request


@transaction.atomic
def approve_organisation(
    *, organisation: Organisation, since: dt.date, until: dt.date, by: User, reason: str = ""
) -> OrganisationApproval:
    """Record that an organisation is an approved employer from a day to a day.

    The same days twice give the one row.
    """
    require_role(by, RoleName.REGISTRAR)
    if until <= since:
        raise Refused(_("An approval ends after the day on which it begins."), code="ends_before")
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    approval, created = OrganisationApproval.objects.get_or_create(
        organisation=organisation,
        status=OrganisationApproval.Status.APPROVED,
        since=since,
        until=until,
        defaults={"recorded_by": by, "reason": reason.strip()},
    )
    if created:
        _audit_approval("organisation.approve", approval, by=by, reason=reason)
    return approval


@transaction.atomic
def withdraw_approval(
    *, organisation: Organisation, since: dt.date, by: User, reason: str
) -> OrganisationApproval:
    """Record that an organisation is no approved employer from a day on, and why."""
    require_role(by, RoleName.REGISTRAR)
    if not reason.strip():
        raise Refused(_("Say why the approval ends."), code="no_reason")
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    approval, created = OrganisationApproval.objects.get_or_create(
        organisation=organisation,
        status=OrganisationApproval.Status.WITHDRAWN,
        since=since,
        defaults={"recorded_by": by, "reason": reason.strip()},
    )
    if created:
        _audit_approval("organisation.withdraw_approval", approval, by=by, reason=reason)
    return approval


def _audit_approval(action: str, approval: OrganisationApproval, *, by: User, reason: str) -> None:
    audit.record(
        action=action,
        by=by,
        subject_kind="organisation",
        subject_id=approval.organisation.public_id,
        reason=reason.strip(),
    )
