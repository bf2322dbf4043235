"""What somebody typed into a form whose session had ended: held, sealed, for that person.

The sign-in page carries it in a hidden field that only the site can read, so
neither the next person at the device nor another site can read or make one.
After signing in it waits in the session until its owner saves it or leaves it.
Files cannot be carried; they are named as not kept.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.middleware.csrf import CSRF_TOKEN_LENGTH, _unmask_cipher_token
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import FormOwner, User
from foundation import clock, sealed

PLACE = "accounts.held"
#: The hidden field of the sign-in page, and the key in the session afterwards.
FIELD = "held"
SESSION_KEY = "held_form"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
#: About 80,000 words: more than any form of the site takes.
MOST_CHARACTERS = 500_000
GOOD_FOR = dt.timedelta(hours=12)
OWNER_KNOWN_FOR = dt.timedelta(days=7)
#: Never carried, wherever they stand.
SECRETS = frozenset({TOKEN, FIELD, "password", "password1", "password2", "oldpassword", "credential", "code"})


@dataclass(frozen=True)
class HeldForm:
    """One form: where it was sent, what was typed, whose it is, and when."""

    path: str
    fields: list[tuple[str, str]]
    owner: str
    at: float
    files: list[str] = field(default_factory=list)

    @property
    def typed(self) -> list[str]:
        """The longer texts, for somebody who has to copy them."""
        return [value for _name, value in self.fields if len(value.split()) > 1]

    @property
    def too_long(self) -> bool:
        return sum(len(name) + len(value) for name, value in self.fields) > MOST_CHARACTERS

    def belongs_to(self, user: Any) -> bool:
        return bool(self.owner) and getattr(user, "public_id", None) == self.owner

    def seal(self) -> str:
        return sealed.seal(json.dumps(asdict(self)), place=PLACE)


def collect(request: HttpRequest) -> HeldForm:
    """What `request` brought, and whose form it was."""
    return HeldForm(
        path=request.get_full_path(),
        fields=[
            (name, value)
            for name, values in request.POST.lists()
            if name not in SECRETS
            for value in values
            if isinstance(value, str)
        ],
        files=[upload.name for _name, uploads in request.FILES.lists() for upload in uploads if upload.name],
        owner=owner_of(request),
        at=clock.now().timestamp(),
    )


def unseal(text: str) -> HeldForm | None:
    """The form in `text`; None when it was altered, is not ours, or is too old."""
    try:
        data = json.loads(sealed.open_sealed(text, place=PLACE))
    except sealed.CannotOpen:
        return None
    form = HeldForm(**{**data, "fields": [tuple(pair) for pair in data["fields"]]})
    young = clock.now().timestamp() - form.at < GOOD_FOR.total_seconds()
    return form if young and url_has_allowed_host_and_scheme(form.path, allowed_hosts=None) else None


def in_session(session: SessionBase) -> HeldForm | None:
    """The form that waits in this session, if any."""
    text = session.get(SESSION_KEY)
    return unseal(text) if text else None


def keep(session: SessionBase, text: str) -> bool:
    """Put a sealed form into the session; False when it is not a good one."""
    if unseal(text) is None:
        return False
    session[SESSION_KEY] = text
    return True


def is_sent_again(request: HttpRequest) -> bool:
    """Whether `request` sends the form that waits in its session."""
    form = in_session(request.session)
    return form is not None and form.path == request.get_full_path()


def forget(session: SessionBase) -> None:
    """Throw away what waits in this session."""
    session.pop(SESSION_KEY, None)


def _digest(secret: str) -> str:
    return sealed.lookup_digest(secret, purpose="accounts.form")


def owner_of(request: HttpRequest) -> str:
    """The public id of the person who had this form open; empty when nobody knows.

    A form's token tells: each sign-in gets a new one, and `remember_owner` noted whose.
    """
    token = request.POST.get(TOKEN, "")
    if len(token) != CSRF_TOKEN_LENGTH or not token.isascii() or not token.isalnum():
        return ""
    row = (
        FormOwner.objects.filter(
            digest=_digest(_unmask_cipher_token(token)), at__gt=clock.now() - OWNER_KNOWN_FOR
        )
        .values_list("user__public_id", flat=True)
        .first()
    )
    return row or ""


def remember_owner(request: HttpRequest, user: User) -> None:
    """Note that the forms of this sign-in are `user`'s, and forget old notes."""
    secret = request.META.get("CSRF_COOKIE")
    if not secret:
        return
    FormOwner.objects.filter(at__lt=clock.now() - OWNER_KNOWN_FOR).delete()
    FormOwner.objects.get_or_create(digest=_digest(secret), defaults={"user": user})
