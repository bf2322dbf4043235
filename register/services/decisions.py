"""What a panel decided about an entry, recorded as one act.

The decision itself, with notice, answer, quorum and reasons, is a case's; here its
outcome becomes an event. Source: domain reference, section 3.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import RoleName
from accounts.selectors import has_role
from accounts.services import notify
from foundation.exceptions import NotAllowed, Refused
from register import permissions
from register.models import Entry, RegisterEvent
from register.services import events
from register.states import ActKind, EventKind as Kind, StatusCode as Code

#: What can be decided, and the statuses from which it follows.
DECISIONS: dict[Kind, frozenset[Code]] = {
    Kind.CONDITIONS_IMPOSED: frozenset({Code.ACCREDITED, Code.CONDITIONS, Code.SUSPENDED}),
    Kind.CONDITIONS_LIFTED: frozenset({Code.CONDITIONS, Code.SUSPENDED}),
    Kind.SUSPENDED: frozenset({Code.ACCREDITED, Code.CONDITIONS, Code.SUSPENDED}),
    Kind.SUSPENSION_LIFTED: frozenset({Code.SUSPENDED}),
    Kind.INTERIM_CONFIRMED: frozenset({Code.SUSPENDED}),
    Kind.REMOVED: frozenset({Code.ACCREDITED, Code.CONDITIONS, Code.SUSPENDED, Code.LAPSED}),
    Kind.RESTORED: frozenset({Code.REMOVED}),
    Kind.RENEWAL_ASKED: frozenset({Code.ACCREDITED, Code.CONDITIONS, Code.SUSPENDED}),
    Kind.RENEWED: frozenset({Code.ACCREDITED, Code.CONDITIONS, Code.SUSPENDED, Code.LAPSED}),
    Kind.RENEWAL_CLOSED: frozenset({Code.ACCREDITED, Code.CONDITIONS, Code.SUSPENDED}),
}


@transaction.atomic
def record_decision(  # noqa: PLR0913 - a decision is its facts
    *,
    entry_id: int,
    by: User,
    kind: Kind,
    case_ref: str,
    effective_until: dt.date | None = None,
    grace_until: dt.date | None = None,
    review_on: dt.date | None = None,
    public_text: str = "",
    public_text_cy: str = "",
    reason_code: str = "",
    key: str = "",
) -> RegisterEvent:
    """Add the event of a panel's decision.

    `by` is a member of the panel or a registrar, never the advocate. Conditions need
    the words that the public reads and a review date. Raises Refused when the present
    status leaves nothing for the decision to act on.
    """
    entry = events.locked(entry_id)
    earlier = events.done_already(key)
    if earlier:
        return earlier.events.get()
    if not has_role(by, RoleName.PANEL_MEMBER, RoleName.REGISTRAR) or permissions.is_own(by, entry):
        raise NotAllowed(_("Only the panel or a registrar records a decision."))
    _refuse_unless_it_follows(entry, kind)
    if kind == Kind.CONDITIONS_IMPOSED and not (public_text.strip() and review_on):
        raise Refused(
            _("Conditions need the words that the public reads, and a review date."), code="conditions"
        )
    act = events.act(
        entry=entry, kind=ActKind.DECISION, by=by, reason_code=reason_code, case_ref=case_ref, key=key
    )
    event = events.add(
        act=act,
        kind=kind,
        effective_until=effective_until,
        grace_until=grace_until,
        review_on=review_on,
        public_text=public_text.strip(),
        public_text_cy=public_text_cy.strip(),
    )
    if entry.person.user:
        notify(
            user=entry.person.user,
            kind="register.status",
            title=_("Something on your entry has changed"),
            body=_("Read it when you can."),
            link="/home/",
        )
    return event


def _refuse_unless_it_follows(entry: Entry, kind: Kind) -> None:
    if kind not in DECISIONS:
        raise Refused(_("This is not a panel’s decision."), code="kind")
    status = events.status_now(entry)
    if status is None or status.code not in DECISIONS[kind]:
        label = status.code.label if status else _("not on the register")
        raise Refused(
            _("This does not follow from where the entry stands: %(status)s.") % {"status": label},
            code="status",
        )
