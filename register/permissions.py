"""Who may do and see what on the register.

Source: domain reference, section 3. Each question about a thing has a queryset beside
it that means the same.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import RoleName
from accounts.selectors import has_role
from foundation.exceptions import NotAllowed
from register.models import Entry
from register.states import Visibility

#: Those who work with hidden people and know why they are hidden. Until the partners
#: name persons, the registrars are the named handlers; the role needs two granters.
HANDLERS = (RoleName.REGISTRAR,)


def can_read_in_house(user: User | None, entry: Entry) -> bool:
    """Whether `user` may open an entry's staff page."""
    if entry.is_hidden:
        return has_role(user, *HANDLERS)
    return has_role(user, RoleName.REGISTRAR)


def readable_in_house(user: User | None) -> QuerySet[Entry]:
    """The entries for which `can_read_in_house` is true."""
    if has_role(user, *HANDLERS):
        return Entry.objects.all()
    if has_role(user, RoleName.REGISTRAR):
        return Entry.objects.filter(visibility=Visibility.PUBLIC)
    return Entry.objects.none()


def is_own(user: User | None, entry: Entry) -> bool:
    """Whether the entry is of `user`'s own person."""
    return user is not None and user.is_authenticated and entry.person.user_id == user.pk


def require_registrar(user: User | None, entry: Entry) -> None:
    """Raise NotAllowed unless `user` is a registrar and the entry is not their own."""
    if user is None or not has_role(user, RoleName.REGISTRAR):
        raise NotAllowed(_("Only a registrar may do this."))
    if is_own(user, entry):
        raise NotAllowed(_("Nobody acts on their own entry. Ask another registrar."))


def require_own(user: User | None, entry: Entry) -> None:
    """Raise NotAllowed unless the entry is `user`'s own."""
    if not is_own(user, entry):
        raise NotAllowed(_("Only the advocate may do this."))
