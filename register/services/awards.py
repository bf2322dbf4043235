"""The award: event, number and certificate come into being together, or nothing does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import certificates.services as papers
from accounts.models import Person, User
from accounts.roles import RoleName
from accounts.selectors import has_role
from accounts.services import grant_role, notify
from casework.selectors import policies
from certificates import codes
from certificates.models import Certificate
from certificates.selectors import live_for
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from foundation.public_ids import new_public_id
from register.models import Entry, EntryNumber
from register.services import events, search_index
from register.states import ActKind, EventKind, StatusCode
from register.status import status_of

ACCREDITATION = Certificate.Kind.ACCREDITATION


@dataclass(frozen=True)
class PreparedAward:
    """All of an award that cannot roll back: number drawn, certificate printed."""

    entry_public_id: str
    number: str
    first_accredited: dt.date
    valid_from: dt.date
    valid_until: dt.date
    grace_until: dt.date
    qualification: str
    qualification_cy: str
    certificate: papers.Prepared


def prepare_award(  # noqa: PLR0913 - an award is its facts
    *,
    person: Person,
    qualification: str,
    qualification_cy: str = "",
    decided_on: dt.date | None = None,
    signed_by: str = "",
    set_aside: str = "",
) -> PreparedAward:
    """Draw the number and print the certificate; call it before the transaction that awards.

    `set_aside` is a number that was kept for somebody who is new; without it one is
    drawn, and an entry that was here before keeps its own.

    Raises Refused when the name cannot be printed or the person is on the register
    already; nothing is written.
    """
    entry = Entry.objects.filter(person=person).first()
    _refuse_unless_awardable(entry)
    today = clock.today()
    number = _number_for(entry, set_aside)
    numbers = policies("accreditation.years", "accreditation.grace_days", on=today)
    valid_until = _years_later(today, numbers["accreditation.years"]) - dt.timedelta(days=1)
    first = _first_accredited(entry) or today
    public_id = entry.public_id if entry else new_public_id()
    facts: dict[str, Any] = {
        "number": number,
        "first_accredited": first.isoformat(),
        "qualification": qualification,
        "qualification_cy": qualification_cy,
        "signed_by": signed_by,
        "decided_on": decided_on.isoformat() if decided_on else "",
    }
    return PreparedAward(
        entry_public_id=public_id,
        number=number,
        first_accredited=first,
        valid_from=today,
        valid_until=valid_until,
        grace_until=valid_until + dt.timedelta(days=numbers["accreditation.grace_days"]),
        qualification=qualification,
        qualification_cy=qualification_cy,
        certificate=papers.prepare(
            person=person,
            kind=ACCREDITATION,
            award=public_id,
            facts=facts,
            valid_from=today,
            valid_until=valid_until,
        ),
    )


@transaction.atomic
def award(*, person: Person, prepared: PreparedAward, case_ref: str, by: User, key: str = "") -> Entry:
    """Accredit somebody: entry, number, event and certificate, and the role of advocate.

    `by` records what the panel granted: a member of the panel or a registrar, never
    the person. Raises Refused when something has changed since `prepare_award`.
    """
    earlier = events.done_already(key)
    if earlier:
        return earlier.entry
    if not has_role(by, RoleName.PANEL_MEMBER, RoleName.REGISTRAR):
        raise NotAllowed(_("Only the panel or a registrar records an award."))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id == by.pk:
        raise NotAllowed(_("Nobody records their own award."))
    entry = Entry.objects.select_for_update().filter(person=person).first()
    _refuse_unless_awardable(entry)
    if entry and entry.public_id != prepared.entry_public_id or prepared.valid_from != clock.today():  # noqa: RUF021
        raise Refused(
            _("Something has changed since this award was prepared. Prepare it again."), code="stale"
        )
    if entry is None:
        entry = Entry(person=person, public_id=prepared.entry_public_id)
    entry.qualification = prepared.qualification
    entry.qualification_cy = prepared.qualification_cy
    entry.save()
    _number(entry, prepared)
    act = events.act(entry=entry, kind=ActKind.AWARD, by=by, case_ref=case_ref, key=key)
    events.add(
        act=act,
        kind=EventKind.ACCREDITED,
        effective_until=prepared.valid_until,
        grace_until=prepared.grace_until,
    )
    live = live_for(ACCREDITATION, entry.public_id)
    if live:
        papers.supersede(certificate_id=live.pk, prepared=prepared.certificate, by=by, reason="award")
    else:
        papers.issue(prepared=prepared.certificate, by=by)
    search_index.index(entry)
    if person.user:
        grant_role(user=person.user, name=RoleName.ADVOCATE, by_system="award")
        notify(
            user=person.user,
            kind="register.award",
            title=_("You are on the register"),
            body=_("Your entry and your certificate are ready."),
            link="/home/",
        )
    return entry


def _number_for(entry: Entry | None, given: str) -> str:
    kept = (
        EntryNumber.objects.current().filter(entry=entry).values_list("number", flat=True).first()
        if entry
        else ""
    )
    if kept or not given:
        return kept or codes.draw_number()
    number = codes.as_number(given)
    if number is None or EntryNumber.objects.filter(number=number).exists():
        raise Refused(_("This register number is not free, or is not a number."), code="number")
    return number


def _number(entry: Entry, prepared: PreparedAward) -> None:
    current = entry.numbers.current().first()
    if current is None:
        EntryNumber.objects.create(entry=entry, number=prepared.number, since=prepared.valid_from)
    elif current.number != prepared.number:
        raise Refused(
            _("Something has changed since this award was prepared. Prepare it again."), code="stale"
        )


def _refuse_unless_awardable(entry: Entry | None) -> None:
    """An award is for somebody new, or for somebody whose last accreditation is over."""
    if entry is None:
        return
    status = events.status_now(entry)
    if status and status.code not in {StatusCode.LAPSED, StatusCode.VOLUNTARILY_REMOVED}:
        raise Refused(
            _("This person is on the register: %(status)s.") % {"status": status.code.label},
            code="on_the_register",
        )


def _first_accredited(entry: Entry | None) -> dt.date | None:
    status = status_of(list(entry.events.all()), clock.now()) if entry else None
    return status.first_accredited if status else None


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)
