"""Private notes: whether they may be opened in this session, and what they say to their writer."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from accounts.models import User
from courses.models.progress import NotesLock, Reflection
from foundation import clock, sealed

KEY_PLACE = "reflection.key"
WORDS_PLACE = "reflection.words"
#: After a password was reset by mail; long enough for its owner to see the mail about it.
LOCKED_DAYS = 7


@dataclass(frozen=True)
class Note:
    """One note as its writer may see it now. `words` is None while notes are shut."""

    public_id: str
    block_id: str
    saved_at: dt.datetime
    words: str | None


def place_of(note: Reflection, purpose: str) -> str:
    """What a sealed value is tied to: this note, this use."""
    return f"{purpose}:{note.public_id}"


def open_note(note: Reflection) -> str:
    """The words of a note. Raises CannotOpen when its key is gone, ReflectionKey.DoesNotExist likewise."""
    key = base64.b64decode(sealed.open_sealed(note.key.sealed_key, place=place_of(note, KEY_PLACE)))
    return sealed.open_with(key, note.sealed_words, place=place_of(note, WORDS_PLACE))


def notes_are_open(request: HttpRequest) -> bool:
    """Whether this session may open notes: it began with a password, a passkey or a second factor.

    A code sent by email is not enough, and for a week after a password was reset by
    mail only a second factor or a passkey is (domain reference, section 6).
    """
    user = request.user
    if not user.is_authenticated:
        return False
    methods = {record.get("method") for record in get_authentication_records(request, user)}
    if "mfa" in methods:
        return True
    return "password" in methods and locked_until(user) is None


def locked_until(user: User) -> dt.datetime | None:
    """Until when notes stay shut after a reset by mail; None when they are not."""
    lock = NotesLock.objects.filter(user=user).first()
    if lock is None:
        return None
    until = lock.since + dt.timedelta(days=LOCKED_DAYS)
    return until if until > clock.now() else None


def notes_of(request: HttpRequest, section_key: UUID) -> dict[str, Note]:
    """The signed-in person's own notes in a section, by block. At most two queries."""
    if not request.user.is_authenticated:
        return {}
    found = list(Reflection.objects.filter(user=request.user, section_key=section_key).select_related("key"))
    is_open = bool(found) and notes_are_open(request)
    return {
        note.block_id: Note(
            note.public_id, note.block_id, note.saved_at, open_note(note) if is_open else None
        )
        for note in found
    }
