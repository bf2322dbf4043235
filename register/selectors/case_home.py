"""What waits for somebody at home: panel members, registrars, applicants.

Each answer is a list of `ToDo`, the most pressing first, with a number of queries that
does not grow with the cases.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from foundation import clock
from register.case_states import CaseState
from register.selectors.case_own import OwnAccreditation, my_accreditation
from register.selectors.cases import Line, lines, open_cases


@dataclass(frozen=True)
class ToDo:
    """One thing to do: what, about what, where, and until when if there is a day."""

    title: str
    detail: str
    url: str
    until: dt.date | None = None


def panel_items(user: User) -> list[ToDo]:
    """The cases in which `user` has a view to give, or closes."""
    return [
        _to_do(line, until=line.file.sitting[0].sitting.held_on)
        for line in lines(
            open_cases(user).filter(seats__person__user=user, seats__stood_aside_at__isnull=True), user
        )
        if line.standing.is_mine and any(seat.person.user_id == user.pk for seat in line.file.sitting)
    ]


def registrar_items(user: User, limit: int = 50) -> list[ToDo]:
    """What the registrar does next in each case that waits for one."""
    return [_to_do(line) for line in lines(open_cases(user)[:limit], user) if line.standing.is_mine]


def _to_do(line: Line, until: dt.date | None = None) -> ToDo:
    move = line.standing.mine[0]
    return ToDo(
        title=move.what,
        detail=f"{line.case.person.practising_name} · {line.case.reference}",
        url=reverse(move.page or "register:case", args=[line.case.public_id]),
        until=move.until or until,
    )


def applicant_items(user: User) -> list[ToDo]:
    """What the applicant can do next; nothing while a unit's result waits to be opened."""
    own = my_accreditation(user)
    if own.case is None or own.update_first or own.file is None:
        return []
    reference = own.case.reference
    if not own.case.is_open:
        return _after(own)
    items = []
    if own.notice is not None and own.notice.is_waiting:
        items.append(
            ToDo(
                _("There is a notice for you to read"),
                reference,
                reverse("register:my_proposal", args=[own.case.public_id]),
                own.notice.answer_until,
            )
        )
    if own.information and own.case.state == CaseState.FURTHER_INFORMATION_ASKED:
        items.append(
            ToDo(
                _("The panel asks you for something"),
                reference,
                reverse("register:my_information", args=[own.case.public_id]),
            )
        )
    items += [ToDo(line.act, line.item.title, line.url) for line in own.items if line.url]
    return items


#: For how long a decision stands at home as an update.
FRESH = dt.timedelta(days=28)


def _after(own: OwnAccreditation) -> list[ToDo]:
    """A refusal to read, while it is fresh; a grant has a notice and a page of its own."""
    case = own.case
    if case is None or case.state != CaseState.REFUSED or case.closed_at is None:
        return []
    if clock.now() - case.closed_at > FRESH:
        return []
    return [
        ToDo(
            _("There is an update about your accreditation"),
            case.reference,
            reverse("register:my_decision", args=[case.public_id]),
        )
    ]
