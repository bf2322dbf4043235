"""Who may see and do what with an accreditation case.

A registrar handles every case but their own. A panel member sees the cases on which
they have a seat, until they stand aside. The person whose case it is has pages of
their own and never the staff's. Everybody else gets the 404 of a case that is not there.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import RoleName
from accounts.selectors import has_role
from foundation.exceptions import NotAllowed
from register.models import AccreditationCase, PanelMember


def is_handler(user: User, case: AccreditationCase) -> bool:
    """Whether `user` prepares this case: a registrar, and not the person it is about."""
    return has_role(user, RoleName.REGISTRAR) and case.person.user_id != user.pk


def owns(user: User, case: AccreditationCase) -> bool:
    """Whether the case is about `user`."""
    return case.person.user_id is not None and case.person.user_id == user.pk


def seat_of(user: User, case: AccreditationCase) -> PanelMember | None:
    """The seat on which `user` sits now, if they still hold the role."""
    if not has_role(user, RoleName.PANEL_MEMBER) or owns(user, case):
        return None
    return next(
        (
            seat
            for seat in case.seats.select_related("person")
            if seat.person.user_id == user.pk and seat.sits
        ),
        None,
    )


def can_see(user: User, case: AccreditationCase) -> bool:
    """Whether `user` may open the staff's page of this case."""
    return is_handler(user, case) or seat_of(user, case) is not None


def visible_to(user: User) -> QuerySet[AccreditationCase]:
    """The cases for which `can_see` is true."""
    if not user.is_authenticated:
        return AccreditationCase.objects.none()
    allowed = Q(pk__in=[])
    if has_role(user, RoleName.REGISTRAR):
        allowed |= Q(pk__isnull=False)
    if has_role(user, RoleName.PANEL_MEMBER):
        seats = PanelMember.objects.filter(
            case=OuterRef("pk"), person__user=user, stood_aside_at__isnull=True
        )
        allowed |= Q(Exists(seats))
    return AccreditationCase.objects.filter(allowed).exclude(person__user=user)


def own_cases(user: User) -> QuerySet[AccreditationCase]:
    """The cases about `user`; the same rule as `owns`."""
    if not user.is_authenticated:
        return AccreditationCase.objects.none()
    return AccreditationCase.objects.filter(person__user=user)


def require_handler(user: User, case: AccreditationCase) -> None:
    """Raise NotAllowed unless `user` prepares this case."""
    if not is_handler(user, case):
        raise NotAllowed(_("A registrar does this."))


def require_owner(user: User, case: AccreditationCase) -> None:
    """Raise NotAllowed unless the case is about `user`."""
    if not owns(user, case):
        raise NotAllowed(_("Only the person whose case it is does this."))


def require_seat(user: User, case: AccreditationCase) -> PanelMember:
    """The seat of `user`. Raises NotAllowed without one."""
    seat = seat_of(user, case)
    if seat is None:
        raise NotAllowed(_("You have no seat on this case."))
    return seat


def require_chair(user: User, case: AccreditationCase) -> PanelMember:
    """The chair's seat of `user`. Raises NotAllowed when somebody else chairs."""
    seat = require_seat(user, case)
    if not seat.is_chair:
        raise NotAllowed(_("The chair closes the case."))
    return seat
