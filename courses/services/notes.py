"""Writes of private notes. No act on a note is for anybody but its writer; none is recorded.

Each note has a random key of its own, sealed in a companion row. Deleting destroys both.
"""

from __future__ import annotations

import base64
import os
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from courses.models import NotesLock, Reflection, ReflectionKey
from courses.selectors.notes import KEY_PLACE, WORDS_PLACE, open_note, place_of
from foundation import clock, sealed
from foundation.exceptions import Refused

LONGEST = 20_000
KEY_BYTES = 32


@transaction.atomic
def save_note(  # noqa: PLR0913 - a note's place, its words, and what the page knew
    *, by: User, section_key: UUID, block_id: str, words: str, seen: str = "", may_open: bool = True
) -> Reflection | None:
    """Keep a note, or delete it where `words` is empty.

    `seen` is the note's saved time as the page showed it, ISO; another one means that
    it was changed elsewhere, and nothing is overwritten: raises Refused with code
    "conflict". Where the session may not open notes, an existing one is not written
    over: Refused with code "shut". Too long: code "long".
    """
    note = (
        Reflection.objects.select_for_update()
        .filter(user=by, section_key=section_key, block_id=block_id)
        .first()
    )
    words = words.replace("\r\n", "\n").strip()
    if note is not None:
        if not may_open:
            raise Refused(
                _("Your note stays as it is. Sign in with your password or passkey to open it."), code="shut"
            )
        if open_note(note) == words:
            return note
        if seen != note.saved_at.isoformat():
            raise Refused(_("This note was changed in another window."), code="conflict")
    elif seen:
        raise Refused(_("This note was deleted in another window."), code="conflict")
    if len(words) > LONGEST:
        raise Refused(_("A note can have 20,000 characters."), code="long")
    if not words:
        if note is not None:
            _destroy(note)
        return None
    if note is None:
        note = Reflection(user=by, section_key=section_key, block_id=block_id)
    return _write(note, words)


def _write(note: Reflection, words: str) -> Reflection:
    key = os.urandom(KEY_BYTES)
    note.sealed_words = sealed.seal_with(key, words, place=place_of(note, WORDS_PLACE))
    note.saved_at = clock.now()
    note.save()
    ReflectionKey.objects.update_or_create(
        reflection=note,
        defaults={"sealed_key": sealed.seal(base64.b64encode(key).decode(), place=place_of(note, KEY_PLACE))},
    )
    return note


@transaction.atomic
def delete_note(*, by: User, public_id: str) -> None:
    """Destroy a note and its key. Deleting one that is gone changes nothing."""
    note = Reflection.objects.select_for_update().filter(user=by, public_id=public_id).first()
    if note is not None:
        _destroy(note)


def _destroy(note: Reflection) -> None:
    ReflectionKey.objects.filter(reflection=note).delete()
    note.delete()


@transaction.atomic
def lock_after_reset(*, user: User) -> None:
    """A password was reset by mail: notes stay shut for a week, or until a second factor opens them."""
    NotesLock.objects.update_or_create(user=user, defaults={"since": clock.now()})
