"""What people set about themselves, and as whom they are here."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from accounts.selectors import role_names
from foundation import clock
from foundation.exceptions import NotAllowed

#: What people may set about themselves; `nation` is a fact of their person.
OWN = (
    "known_as",
    "contact_by",
    "language",
    "exit_by_shift",
    "exit_to",
    "theme",
    "text_size",
    "spacing",
)


@transaction.atomic
def save_own_choices(*, user: User, values: dict[str, Any]) -> User:
    """Save what `user` chose about themselves; anything else in `values` is left out."""
    user = User.objects.select_for_update(of=("self",)).select_related("person").get(pk=user.pk)
    fields = [name for name in OWN if name in values]
    for name in fields:
        setattr(user, name, values[name])
    user.save(update_fields=fields)
    person = getattr(user, "person", None)
    if person is not None and values.get("nation"):
        person.nation = values["nation"]
        person.save(update_fields=["nation"])
    return user


@transaction.atomic
def finish_welcome(*, user: User, values: dict[str, Any]) -> User:
    """Save the first choices, and ask no more."""
    user = save_own_choices(user=user, values=values)
    if user.welcomed_at is None:
        user.welcomed_at = clock.now()
        user.save(update_fields=["welcomed_at"])
    return user


@transaction.atomic
def act_as(*, user: User, role: str) -> User:
    """Choose the role that `user` is here as. Raises NotAllowed when they do not hold it."""
    if role not in role_names(user):
        raise NotAllowed(_("You do not hold this role."))
    if user.active_role != role:
        user.active_role = role
        user.save(update_fields=["active_role"])
        audit.record(
            action="role.act_as", by=user, subject_kind="user", subject_id=user.public_id, as_role=role
        )
    return user
