"""The live checklist of a case, computed in this one place whenever it is read.

Source: domain reference, section 3: units, checks, code of conduct, approved
employer, references; one stale item blocks the panel. The name must be printable,
too, because a certificate that cannot be printed stops the award (architecture).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from casework.models import Request
from casework.states import RequestState
from certificates import fitting
from foundation.exceptions import Refused
from register.models import OrganisationApproval
from register.selectors.case_dossier import Dossier


class Mover(TextChoices):
    """Whose move something is."""

    APPLICANT = "applicant", gettext_lazy("The applicant")
    REGISTRAR = "registrar", gettext_lazy("The registrar")
    REFEREE = "referee", gettext_lazy("The referee")
    MEMBERS = "members", gettext_lazy("The panel’s members")
    CHAIR = "chair", gettext_lazy("The chair")
    ASSESSMENT = "assessment", gettext_lazy("Assessment")
    NOBODY = "nobody", gettext_lazy("Nobody")


class ItemState(TextChoices):
    """How one line of the checklist stands."""

    READY = "ready", gettext_lazy("Ready")
    WAITING = "waiting", gettext_lazy("Waiting")
    MISSING = "missing", gettext_lazy("Missing")
    STALE = "stale", gettext_lazy("Out of date")


@dataclass(frozen=True)
class Item:
    """One line: what it is, how it stands, what to do about it and who does it.

    `says` is for the panel too, so it holds nothing of a check but "suitable".
    """

    code: str
    title: str
    state: ItemState
    says: str
    waits_for: str = ""
    to_do: str = ""
    mover: Mover = Mover.NOBODY
    until: dt.date | None = None
    stale_after: dt.date | None = None
    request: Request | None = field(default=None, compare=False)

    @property
    def ready(self) -> bool:
        """Whether it counts."""
        return self.state == ItemState.READY

    @property
    def is_reference_out(self) -> bool:
        """Whether this is a reference that nobody has answered yet."""
        return (
            not self.ready
            and self.code.startswith("reference")
            and (self.request is None or self.request.answered_at is None)
        )


def day(date: dt.date | None) -> str:
    """A date as people read it: 24 November 2026; nothing where there is none."""
    return date_format(date, "j F Y") if date else ""


def checklist(file: Dossier) -> list[Item]:
    """Every line of the checklist as it stands now, in the order people go through it."""
    return [_units(file), _checks(file), _conduct(file), _employer(file), *_references(file), _name(file)]


def blocking(items: list[Item]) -> list[Item]:
    """The lines that keep the case from the panel."""
    return [item for item in items if not item.ready]


def _units(file: Dossier) -> Item:
    counting = [result for result in file.units if result.counts]
    numbers = [result.unit.number for result in file.units]
    title = (
        _("Units %(first)d to %(last)d") % {"first": numbers[0], "last": numbers[-1]}
        if len(numbers) > 1
        else _("Unit %(number)d") % {"number": numbers[0]}
        if numbers
        else _("Units")
    )
    if file.units and len(counting) == len(file.units):
        last = max(result.met_on for result in counting if result.met_on)
        return Item(
            "units", title, ItemState.READY, _("Met, the last one released on %(day)s") % {"day": day(last)}
        )
    missing = [str(result.unit.number) for result in file.units if not result.counts]
    held = any(result.held for result in file.units)
    return Item(
        "units",
        title,
        ItemState.STALE if held else ItemState.WAITING,
        _("On hold: a question about the work is being looked at")
        if held
        else ngettext(
            "%(met)d of %(all)d is met and released", "%(met)d of %(all)d are met and released", len(counting)
        )
        % {"met": len(counting), "all": len(file.units)},
        waits_for=_("Units to be met: %(units)s") % {"units": ", ".join(missing)},
        to_do=_("The units go on in assessment. This line follows by itself."),
        mover=Mover.ASSESSMENT,
    )


def _checks(file: Dossier) -> Item:
    title, wait = _("Checks"), _("A current check")
    if file.check is None:
        return Item(
            "checks",
            title,
            ItemState.MISSING,
            _("None recorded yet"),
            waits_for=wait,
            to_do=_("Look at the check with the applicant and record its number and date."),
            mover=Mover.REGISTRAR,
        )
    if file.check.valid_until < file.today:
        return Item(
            "checks",
            title,
            ItemState.STALE,
            _("Out of date since %(day)s") % {"day": day(file.check.valid_until)},
            waits_for=wait,
            to_do=_("Ask the applicant for a new check and record it."),
            mover=Mover.REGISTRAR,
        )
    return Item(
        "checks",
        title,
        ItemState.READY,
        _("Suitable. %(day)s") % {"day": day(file.check.dated_on)},
        stale_after=file.check.valid_until,
    )


def _conduct(file: Dossier) -> Item:
    title = _("Code of conduct")
    if file.signature is None:
        return Item(
            "conduct",
            title,
            ItemState.MISSING,
            _("Not signed yet"),
            waits_for=_("The code of conduct to be signed"),
            to_do=_("Read the code of conduct and sign it."),
            mover=Mover.APPLICANT,
        )
    return Item(
        "conduct",
        title,
        ItemState.READY,
        _("Signed on %(day)s") % {"day": day(localdate(file.signature.signed_at))},
    )


def _employer(file: Dossier) -> Item:
    title, wait = _("Employer"), _("An approved employer")
    employer = file.case.employer
    if employer is None or not file.works_there:
        return Item(
            "employer",
            title,
            ItemState.MISSING if employer is None else ItemState.STALE,
            _("No employer named yet")
            if employer is None
            else _("Does not work for %(name)s now") % {"name": employer.name},
            waits_for=wait,
            to_do=_("Name the organisation where the applicant works now."),
            mover=Mover.REGISTRAR,
        )
    status = file.approval.status_on(file.today) if file.approval else None
    if file.approval is not None and status == OrganisationApproval.Status.APPROVED:
        return Item(
            "employer",
            title,
            ItemState.READY,
            _("%(name)s, approved to %(day)s") % {"name": employer.name, "day": day(file.approval.until)},
            stale_after=file.approval.until,
        )
    says = {
        None: _("%(name)s is not approved yet"),
        OrganisationApproval.Status.LAPSED: _("The approval of %(name)s has lapsed"),
        OrganisationApproval.Status.WITHDRAWN: _("The approval of %(name)s was withdrawn"),
    }[status]
    return Item(
        "employer",
        title,
        ItemState.STALE if status else ItemState.MISSING,
        says % {"name": employer.name},
        waits_for=wait,
        to_do=_("Record the organisation’s approval, once it is given."),
        mover=Mover.REGISTRAR,
    )


def _references(file: Dossier) -> list[Item]:
    """As many lines as references are needed; the ones that are furthest on come first."""
    needed = int(file.case.policies.get("references.count", 2))
    order = {
        RequestState.REVIEWED: 0,
        RequestState.VERIFIED: 1,
        RequestState.RECEIVED: 2,
        RequestState.REQUESTED: 3,
    }
    live = sorted(
        (request for request in file.references if request.state in order),
        key=lambda request: (order[RequestState(request.state)], request.asked_at),
    )
    expired = [request for request in file.references if request.state == RequestState.EXPIRED]
    items = []
    for number in range(1, needed + 1):
        request = live[number - 1] if number <= len(live) else None
        title = _("Reference %(number)d") % {"number": number} if needed > 1 else _("Reference")
        items.append(_reference(number, title, request, file.today, anyone_expired=bool(expired)))
    return items


def _reference(
    number: int, title: str, request: Request | None, today: dt.date, *, anyone_expired: bool
) -> Item:
    code, wait = f"reference-{number}", _("A reference")
    if request is None:
        return Item(
            code,
            title,
            ItemState.MISSING,
            _("The last ask ran out of time") if anyone_expired else _("Not asked for yet"),
            waits_for=wait,
            to_do=_("Name somebody who knows the work and ask them."),
            mover=Mover.APPLICANT,
        )
    asked = day(localdate(request.asked_at))
    if request.state == RequestState.REQUESTED:
        if request.due_on < today:
            return Item(
                code,
                title,
                ItemState.STALE,
                _("Asked on %(asked)s; the link ended on %(due)s")
                % {"asked": asked, "due": day(request.due_on)},
                waits_for=wait,
                to_do=_("Ask again, or ask somebody else."),
                mover=Mover.REGISTRAR,
                request=request,
            )
        return Item(
            code,
            title,
            ItemState.WAITING,
            _("Asked on %(asked)s, due on %(due)s") % {"asked": asked, "due": day(request.due_on)},
            waits_for=wait,
            to_do=_("Wait for the referee’s answers."),
            mover=Mover.REFEREE,
            until=request.due_on,
            request=request,
        )
    received = day(localdate(request.answered_at)) if request.answered_at else asked
    if request.state == RequestState.RECEIVED:
        return Item(
            code,
            title,
            ItemState.WAITING,
            _("Received on %(day)s, not verified yet") % {"day": received},
            waits_for=_("A reference to be verified"),
            to_do=_("Make sure that it came from the person who was asked."),
            mover=Mover.REGISTRAR,
            request=request,
        )
    if request.state == RequestState.VERIFIED:
        return Item(
            code,
            title,
            ItemState.WAITING,
            _("Received on %(day)s and verified, not read yet") % {"day": received},
            waits_for=_("A reference to be read"),
            to_do=_("Read the answers and record that you did."),
            mover=Mover.REGISTRAR,
            request=request,
        )
    return Item(
        code,
        title,
        ItemState.READY,
        _("Received on %(day)s, verified and read") % {"day": received},
        request=request,
    )


def _name(file: Dossier) -> Item:
    title = _("Name on the certificate")
    name = file.case.person.name_on_papers
    try:
        printed = fitting.clean(name)
    except Refused as refusal:
        return Item(
            "name",
            title,
            ItemState.MISSING,
            " ".join(refusal.messages),
            waits_for=_("A name that can be printed"),
            to_do=_("Ask the applicant for the name as the certificate should show it."),
            mover=Mover.APPLICANT,
        )
    return Item("name", title, ItemState.READY, printed)
