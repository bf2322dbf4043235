"""What a session knows about the person who signed in: factors, idle time, the device.

A session ends by itself after a time without use: staff after
`IDLE_STAFF_MINUTES`, everybody else after `IDLE_MINUTES`, and after
`IDLE_SHARED_MINUTES` where the person said that others use the device
(architecture, section "Web"; domain reference, section 6).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import STAFF
from accounts.selectors import role_names
from foundation import clock

LAST_SEEN = "last_seen"
SHARED_DEVICE = "shared_device"
#: The field by which the sign-in forms ask "Other people use this device".
SHARED_FIELD = "shared_device"
#: The time of use is written down once a minute at most.
STEP = dt.timedelta(minutes=1)


def has_session(request: HttpRequest) -> bool:
    """Whether the browser brought a session: asked first, so that public pages stay cacheable."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def is_staff(user: User) -> bool:
    """Whether `user` sees other people's data: a staff role, or the operator's console account."""
    return user.is_superuser or bool(role_names(user) & STAFF)


def has_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened, or strengthened, with a second factor of `user`."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def lacks_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether `user` needs a second factor and this session has none (issue 2, section 3)."""
    return is_staff(user) and not has_second_factor(request, user)


def begin(request: HttpRequest, *, shared: bool) -> None:
    """Start counting, and forget everything when the browser closes on a shared device."""
    request.session[LAST_SEEN] = clock.now().timestamp()
    request.session[SHARED_DEVICE] = shared
    request.session.set_expiry(0 if shared else settings.SESSION_COOKIE_AGE)


def is_shared(session: SessionBase) -> bool:
    """Whether the person said that other people use this device."""
    return bool(session.get(SHARED_DEVICE))


def idle_limit(session: SessionBase, user: User) -> dt.timedelta:
    """How long this session may rest before it ends."""
    minutes = settings.IDLE_STAFF_MINUTES if is_staff(user) else settings.IDLE_MINUTES
    if is_shared(session):
        minutes = min(minutes, settings.IDLE_SHARED_MINUTES)
    return dt.timedelta(minutes=minutes)


def idle_for(session: SessionBase) -> dt.timedelta | None:
    """The time since this session was last used; None when it was never written down."""
    last: Any = session.get(LAST_SEEN)
    return clock.now() - dt.datetime.fromtimestamp(last, tz=dt.UTC) if last else None


def shortest_limit() -> dt.timedelta:
    """No session ends sooner; below it nobody's roles need to be read."""
    return dt.timedelta(
        minutes=min(settings.IDLE_STAFF_MINUTES, settings.IDLE_MINUTES, settings.IDLE_SHARED_MINUTES)
    )


def touch(session: SessionBase) -> bool:
    """Write the time of use down, once a minute at most; tells whether it did."""
    idle = idle_for(session)
    if idle is not None and idle < STEP:
        return False
    session[LAST_SEEN] = clock.now().timestamp()
    return True
