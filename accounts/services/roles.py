"""Giving a role, asking for one that two administrators give, and ending one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Organisation, Role, RoleGrant, RoleRequest, User
from accounts.permissions import may_grant
from accounts.roles import CONSOLE, DECIDING, TWO_GRANTERS, RoleName, Scope
from accounts.selectors import role_names
from accounts.states import TABLE, RequestEvent, RequestState
from foundation import clock, transitions
from foundation.exceptions import NotAllowed, Refused


def _check_granter(by: User, user: User, name: RoleName) -> None:
    if by == user or not may_grant(by, name):
        raise NotAllowed(_("You cannot grant this role."))


def _check_meeting(user: User, name: RoleName) -> None:
    held = role_names(User.objects.get(pk=user.pk))
    if (name == RoleName.ADMINISTRATOR and held & DECIDING) or (
        name in DECIDING and RoleName.ADMINISTRATOR in held
    ):
        raise Refused(_("An administrator holds no role that decides about people."))


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
    reason: str = "",
) -> Role:
    """Give `user` a role from today on, unless they hold it already.

    Raises NotAllowed when `by` (or `second`) may not grant it or grants to themselves,
    and Refused when a role of `TWO_GRANTERS` lacks a second granter or when a deciding
    role meets the role of administrator. `by_system` names the part of the product
    that grants by rule (an invitation, an award); only those that an operator runs
    from the console give a role of `TWO_GRANTERS`.
    """
    for granter in filter(None, (by, second)):
        _check_granter(granter, user, name)
    if by is None and name in TWO_GRANTERS and by_system not in CONSOLE:
        raise NotAllowed(_("You cannot grant this role."))
    if by is not None and name in TWO_GRANTERS and (second is None or second == by):
        raise Refused(_("Two administrators grant this role together. Ask a colleague to confirm."))
    User.objects.select_for_update().get(pk=user.pk)
    _check_meeting(user, name)
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
            reason=reason,
            data={"role": name, "scope": scope, "second": second.public_id if second else ""},
        )
    user.roles_today = None
    return role


@transaction.atomic
def ask_for_role(  # noqa: PLR0913 - a role is its facts
    *,
    user: User,
    name: RoleName,
    by: User,
    reason: str,
    scope: Scope = Scope.WHOLE,
    organisation: Organisation | None = None,
) -> RoleRequest:
    """Ask a second administrator to give `user` a role of `TWO_GRANTERS`.

    Raises NotAllowed as `grant_role` does, and Refused when it was asked for already.
    """
    _check_granter(by, user, name)
    User.objects.select_for_update().get(pk=user.pk)
    _check_meeting(user, name)
    if name in role_names(User.objects.get(pk=user.pk)):
        raise Refused(_("They hold this role already."))
    if RoleRequest.objects.filter(user=user, name=name, state=RequestState.WAITING).exists():
        raise Refused(_("This role was asked for already. It waits for a second administrator."))
    request = RoleRequest.objects.create(
        user=user, name=name, reason=reason, asked_by=by, scope=scope, organisation=organisation
    )
    audit.record(
        action="role.ask",
        by=by,
        subject_kind="user",
        subject_id=user.public_id,
        reason=reason,
        data={"role": name},
    )
    return request


@transaction.atomic
def answer_request(*, request_id: int, event: RequestEvent, by: User) -> RoleRequest:
    """Confirm or decline a request of another administrator, or take one's own back.

    Raises NotAllowed when `by` is the one who asked (or, taking back, is not), and
    TransitionRefused when it was answered in the meantime.
    """
    request = RoleRequest.objects.select_for_update().select_related("user", "asked_by").get(pk=request_id)
    _check_granter(by, request.user, RoleName(request.name))
    if (event == RequestEvent.WITHDRAW) != (by == request.asked_by):
        raise NotAllowed(_("Somebody else answers this."))
    request.state = transitions.target(TABLE, event, RequestState(request.state))
    request.answered_by, request.answered_at = by, clock.now()
    audit.record(
        action=f"role.{event}",
        by=by,
        subject_kind="user",
        subject_id=request.user.public_id,
        data={"role": request.name},
    )
    request.save(update_fields=["state", "answered_by", "answered_at"])
    if event == RequestEvent.CONFIRM:
        grant_role(
            user=request.user,
            name=RoleName(request.name),
            by=request.asked_by,
            second=by,
            reason=request.reason,
            scope=Scope(request.scope),
            organisation=request.organisation,
        )
    return request


@transaction.atomic
def end_role(*, role: Role, by: User | None, reason: str = "") -> Role:
    """End a role now. Raises NotAllowed unless `by` may grant it to this person.

    So nobody ends a role of their own, and an administrator always remains.
    """
    role = Role.objects.select_for_update().select_related("user").get(pk=role.pk)
    if by is not None:
        _check_granter(by, role.user, RoleName(role.name))
    if role.ended_at is None and role.until is None:
        role.until, role.ended_at = clock.today(), clock.now()
        role.save(update_fields=["until", "ended_at"])
        audit.record(
            action="role.end",
            by=by,
            subject_kind="user",
            subject_id=role.user.public_id,
            reason=reason,
            data={"role": role.name},
        )
    role.user.roles_today = None
    return role
