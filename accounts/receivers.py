"""What follows from signing in, and from setting up a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import held, sessions
from accounts.models import User


@receiver(user_logged_in, dispatch_uid="accounts.begin_session")
def begin_session(*, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Start the idle clock, and note whose the forms of this session are."""
    sessions.begin(request, shared=sessions.is_shared(request.session))
    held.remember_owner(request, user)


@receiver(authenticator_added, dispatch_uid="accounts.factor_was_shown")
def factor_was_shown(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Setting a factor up showed that the person has it: this session has its second factor."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(password_reset, dispatch_uid="accounts.address_was_shown")
def address_was_shown(*, user: User, **_kwargs: Any) -> None:
    """The link came by mail: whoever used it reads that address, when there is only one."""
    addresses = EmailAddress.objects.filter(user=user)
    if addresses.count() == 1:
        addresses.update(verified=True)
