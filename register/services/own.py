"""What an advocate does with their own entry, and safety requests made for them.

Source: domain reference, section 3. A safety request takes effect at once. Less
protection needs the advocate's own act (or two people after notice, which is not in
this release). Hiding never ends by itself.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

import certificates.services as papers
from accounts.models import User
from accounts.services import notify
from certificates import codes
from certificates.models import Certificate
from foundation import clock
from foundation.exceptions import NotAllowed, Refused
from register import permissions
from register.models import Act, Entry, EntryNumber
from register.services import events, search_index
from register.services.interim import CHANGED
from register.states import PROTECTION, ActKind, EventKind, StatusCode, Visibility

REVIEW_AFTER = dt.timedelta(days=365)


@transaction.atomic
def change_visibility(  # noqa: PLR0913 - who, what, why, and what they had seen
    *,
    entry_id: int,
    by: User,
    to: Visibility,
    reason: str = "",
    seen_version: int | None = None,
    key: str = "",
) -> Entry:
    """Show an entry to fewer people at once, or, by the advocate's own act, to more.

    A registrar may add protection when somebody asks for it; taking protection away
    is refused to everybody but the advocate. Search words, nation and employer leave
    every public answer in the same transaction.
    """
    entry = events.locked(entry_id)
    own = permissions.is_own(by, entry)
    if not own:
        permissions.require_registrar(by, entry)
    if events.done_already(key):
        return entry
    to = Visibility(to)
    if to == entry.visibility:
        return entry
    more = PROTECTION[to] > PROTECTION[Visibility(entry.visibility)]
    # A safety request is never turned away because the page was old.
    if not more:
        events.refuse_stale(entry, seen_version, str(CHANGED))
    if not more and not own:
        raise NotAllowed(_("Only the advocate can ask to be shown to more people."))
    if not own and not reason.strip():
        raise Refused(_("Say who asked for this and why."), code="reasons")
    was_public = entry.visibility == Visibility.PUBLIC
    events.act(
        entry=entry,
        kind=ActKind.VISIBILITY,
        by=by,
        key=key,
        words={"from": entry.visibility, "to": to.value, "reason": reason.strip()},
    )
    entry.visibility = to
    entry.show_employer = False if to != Visibility.PUBLIC else entry.show_employer
    entry.hidden_since = (
        None if to == Visibility.PUBLIC else (clock.today() if was_public else entry.hidden_since)
    )
    entry.visibility_review_on = None if to == Visibility.PUBLIC else clock.today() + REVIEW_AFTER
    entry.save(update_fields=["visibility", "show_employer", "hidden_since", "visibility_review_on"])
    search_index.index(entry)
    if not own and entry.person.user:
        notify(
            user=entry.person.user,
            kind="register.visibility",
            title=_("Who can find your entry has changed"),
            body=_("You can read how on your page. You can ask for a new number and new papers."),
            link="/home/",
        )
    return entry


@transaction.atomic
def show_employer(*, entry_id: int, by: User, show: bool, seen_version: int | None = None) -> Entry:
    """Show, or no longer show, where the advocate works: theirs alone to decide."""
    entry = events.locked(entry_id)
    permissions.require_own(by, entry)
    if entry.show_employer == show:
        return entry
    events.refuse_stale(entry, seen_version, str(CHANGED))
    if show and entry.visibility != Visibility.PUBLIC:
        raise Refused(
            _("Your employer can be shown only while your entry is visible to the public."), code="hidden"
        )
    act = events.act(entry=entry, kind=ActKind.EMPLOYER, by=by)
    events.add(act=act, kind=EventKind.EMPLOYER_SHOWN if show else EventKind.EMPLOYER_HIDDEN)
    entry.show_employer = show
    entry.save(update_fields=["show_employer"])
    return entry


@transaction.atomic
def leave(
    *, entry_id: int, by: User, concern_open: bool, seen_version: int | None = None, key: str = ""
) -> Act:
    """Leave the register by one's own choice. `concern_open` is asked by the caller.

    Raises Refused while a concern is open or a restriction stands.
    """
    entry = events.locked(entry_id)
    permissions.require_own(by, entry)
    earlier = events.done_already(key)
    if earlier:
        return earlier
    events.refuse_stale(entry, seen_version, str(CHANGED))
    status = events.status_now(entry)
    if status is None or status.code not in {StatusCode.ACCREDITED, StatusCode.LAPSED} or concern_open:
        raise Refused(
            _("This is not possible at the moment. The register team can tell you why and what comes next."),
            code="status",
        )
    act = events.act(entry=entry, kind=ActKind.VOLUNTARY_REMOVAL, by=by, key=key)
    events.add(act=act, kind=EventKind.VOLUNTARILY_REMOVED)
    return act


def prepare_new_papers(*, entry: Entry, signed_by: str = "") -> papers.Prepared:
    """Draw a new number and print a certificate with it; nothing is written."""
    status = events.status_now(entry)
    if status is None or not status.may_practise or status.valid_until is None:
        raise Refused(_("New papers are for an entry that is accredited now."), code="status")
    return papers.prepare(
        person=entry.person,
        kind=Certificate.Kind.ACCREDITATION,
        award=entry.public_id,
        facts={
            "number": codes.draw_number(),
            "first_accredited": status.first_accredited.isoformat(),
            "qualification": entry.qualification,
            "qualification_cy": entry.qualification_cy,
            "signed_by": signed_by,
        },
        valid_from=clock.today(),
        valid_until=status.valid_until,
    )


@transaction.atomic
def new_number_for_safety(
    *, entry_id: int, by: User, prepared: papers.Prepared, key: str = ""
) -> EntryNumber:
    """Give a hidden advocate a new number and new papers. The old ones never lead to them.

    The advocate asks, or a registrar for them. The old certificate is taken back, so
    that its code is a code like any that does not exist.
    """
    entry = events.locked(entry_id)
    if not permissions.is_own(by, entry):
        permissions.require_registrar(by, entry)
    current = entry.numbers.current().get()
    if events.done_already(key):
        return current
    if not entry.is_hidden:
        raise Refused(_("A new number for safety is for an entry that is not public."), code="visible")
    act = events.act(entry=entry, kind=ActKind.NUMBER_CHANGE, by=by, key=key)
    events.add(act=act, kind=EventKind.NUMBER_CHANGED)
    for old in entry.numbers.all():
        old.retire(old.until or clock.today(), for_safety=True)
    number = EntryNumber.objects.create(entry=entry, number=prepared.facts["number"])
    papers.withdraw_for_safety(kind=Certificate.Kind.ACCREDITATION, award=entry.public_id, by=by)
    papers.issue(prepared=prepared, by=by)
    return number
