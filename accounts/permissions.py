"""The answer to "may they?", in one place for the other apps."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import RoleName
from accounts.selectors import has_role
from foundation.exceptions import NotAllowed


def require_role(user: User, *names: RoleName) -> None:
    """Raise NotAllowed unless `user` holds one of `names` today."""
    if not has_role(user, *names):
        raise NotAllowed(_("Your role does not allow this."))
