"""Interim suspension: the one adverse step that a registrar may take alone, and its lifting.

Source: domain reference, section 3. Three reasons (risk, why now, why less is not
enough); it ends by itself after ten working days unless others confirm it; the public
reads the fact and the review date, and no reasons.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import Nation, User
from accounts.services import notify
from casework import working_days
from casework.selectors import policy
from foundation import clock
from foundation.exceptions import Refused
from register import permissions
from register.models import Act, Entry
from register.services import events
from register.states import ActKind, EventKind, StatusCode

CHANGED = gettext_lazy("This entry has changed since you opened it. Read what is new, then decide again.")


def interim_ends_on(entry: Entry, day: dt.date | None = None) -> dt.date:
    """The last day of an interim suspension that is made on `day` (today without one)."""
    day = day or clock.today()
    nation = entry.person.nation or Nation.ENGLAND
    return working_days.add(day, policy("interim.working_days", on=day), nation)


@transaction.atomic
def suspend_interim(  # noqa: PLR0913 - the three reasons are the rule
    *,
    entry_id: int,
    by: User,
    risk: str,
    why_now: str,
    why_not_less: str,
    seen_version: int | None = None,
    key: str = "",
) -> Act:
    """Suspend an advocate for the time being, from this moment on.

    Raises NotAllowed for anybody but a registrar, and on one's own entry; Refused when
    a reason is missing, the entry has changed, or its status leaves nothing to suspend.
    """
    entry = events.locked(entry_id)
    permissions.require_registrar(by, entry)
    earlier = events.done_already(key)
    if earlier:
        return earlier
    events.refuse_stale(entry, seen_version, str(CHANGED))
    reasons = {"risk": risk.strip(), "why_now": why_now.strip(), "why_not_less": why_not_less.strip()}
    if not all(reasons.values()):
        raise Refused(
            _("Give all three reasons: the risk, why now, and why less is not enough."), code="reasons"
        )
    status = events.status_now(entry)
    if status is None or status.code not in {StatusCode.ACCREDITED, StatusCode.CONDITIONS}:
        label = status.code.label if status else _("not on the register")
        raise Refused(
            _("There is nothing to suspend: this entry is %(status)s.") % {"status": label}, code="status"
        )
    ends_on = interim_ends_on(entry)
    act = events.act(entry=entry, kind=ActKind.INTERIM_SUSPENSION, by=by, key=key, words=reasons)
    events.add(act=act, kind=EventKind.INTERIM_SUSPENDED, effective_until=ends_on, review_on=ends_on)
    _tell(
        entry,
        _("Something on your entry has changed"),
        _("Read it when you can. You may answer, and be heard."),
    )
    return act


@transaction.atomic
def lift_interim(
    *, entry_id: int, by: User, reason: str, seen_version: int | None = None, key: str = ""
) -> Act:
    """End an interim suspension before its last day."""
    entry = events.locked(entry_id)
    permissions.require_registrar(by, entry)
    earlier = events.done_already(key)
    if earlier:
        return earlier
    events.refuse_stale(entry, seen_version, str(CHANGED))
    if not reason.strip():
        raise Refused(_("Say why the interim suspension is lifted."), code="reasons")
    status = events.status_now(entry)
    if status is None or status.code != StatusCode.SUSPENDED or not status.interim:
        raise Refused(_("No interim suspension stands on this entry now."), code="status")
    act = events.act(entry=entry, kind=ActKind.INTERIM_LIFT, by=by, key=key, words={"reason": reason.strip()})
    events.add(act=act, kind=EventKind.INTERIM_LIFTED)
    _tell(entry, _("Something on your entry has changed"), _("The interim suspension was lifted."))
    return act


def _tell(entry: Entry, title: str, body: str) -> None:
    if entry.person.user:
        notify(user=entry.person.user, kind="register.status", title=title, body=body, link="/home/")
