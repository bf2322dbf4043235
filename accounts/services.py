"""Writes about people: roles and notices."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _, override

from accounts import audit
from accounts.models import Notice, Organisation, Role, RoleGrant, User
from accounts.roles import DECIDING, RoleName, Scope
from accounts.selectors import has_role, role_names
from foundation import clock, outbox
from foundation.exceptions import NotAllowed, Refused


@transaction.atomic
def grant_role(  # noqa: PLR0913 - a role row is its facts
    *,
    user: User,
    name: RoleName,
    by: User | None = None,
    by_system: str = "",
    second: User | None = None,
    scope: Scope = Scope.WHOLE,
    organisation: Organisation | None = None,
    scope_id: str = "",
) -> Role:
    """Give `user` a role from today on, unless they hold it already.

    Raises NotAllowed when `by` is not an administrator or grants to themselves, and
    Refused when a deciding role lacks a second granter or meets the role of
    administrator. `by_system` names the part of the product that grants by rule
    (an invitation, an award); it cannot grant deciding roles except "establish"
    and "demonstration", which an operator runs from the console.
    """
    if by is not None:
        if not has_role(by, RoleName.ADMINISTRATOR) or user in {by, second}:
            raise NotAllowed(_("You cannot grant this role."))
        if name in DECIDING and (
            second is None or second == by or not has_role(second, RoleName.ADMINISTRATOR)
        ):
            raise Refused(_("Two administrators grant this role together. Ask a colleague to confirm."))
    held = role_names(User.objects.get(pk=user.pk))
    if (name == RoleName.ADMINISTRATOR and held & DECIDING) or (
        name in DECIDING and RoleName.ADMINISTRATOR in held
    ):
        raise Refused(_("An administrator holds no role that decides about people."))
    role, created = Role.objects.get_or_create(
        user=user, name=name, scope=scope, organisation=organisation, scope_id=scope_id, until=None
    )
    if created:
        for granter in filter(None, (by, second)):
            RoleGrant.objects.create(role=role, granted_by=granter)
        if by is None:
            RoleGrant.objects.create(role=role, by_system=by_system or "system")
        audit.record(
            action="role.grant",
            by=by,
            subject_kind="user",
            subject_id=user.public_id,
            data={"role": name, "scope": scope, "second": second.public_id if second else ""},
        )
    user.roles_today = None
    return role


@transaction.atomic
def end_role(*, role: Role, by: User | None, reason: str = "") -> Role:
    """End a role today. Raises NotAllowed unless `by` is an administrator."""
    if by is not None and not has_role(by, RoleName.ADMINISTRATOR):
        raise NotAllowed(_("You cannot end this role."))
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.until is None:
        # The last day is included, so a role that must stop now ends yesterday
        # unless it began today; then the row keeps its one day.
        role.until = max(role.since, clock.today() - dt.timedelta(days=1))
        role.save(update_fields=["until"])
        audit.record(
            action="role.end",
            by=by,
            subject_kind="user",
            subject_id=role.user.public_id,
            reason=reason,
            data={"role": role.name},
        )
    return role


def notify(*, user: User, kind: str, title: str, body: str = "", link: str = "") -> Notice:
    """Tell `user` something on the site and, if they like mail, that there is an update.

    The mail never says what it is about: subject and text are the same for every kind.
    """
    notice = Notice.objects.create(user=user, kind=kind, title=title, body=body, link=link)
    if user.contact_by == User.ContactBy.MAIL and user.email:
        with override(user.language):
            outbox.post(
                to=user.email,
                subject=_("There is an update"),
                body=_(
                    "Hello,\n\nthere is an update for you. Sign in when it suits you to read it:\n%(link)s\n\n"
                    "It can wait as long as you like.\n"
                )
                % {"link": _home_address()},
            )
    return notice


def _home_address() -> str:
    from django.conf import settings

    return f"{settings.PUBLIC_URL}/home/"
