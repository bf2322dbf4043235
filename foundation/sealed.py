"""Words that only the running site can read: AES-GCM with associated data.

A sealed value is `key-id.nonce.ciphertext`, base64url. The first key of
`SEALING_KEYS` seals; every key listed there opens. The associated data ties a
sealed value to its place, so that it cannot be moved to another row.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class CannotOpen(Exception):
    """The value was altered, moved, or sealed with a key that is not here."""


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def seal_with(key: bytes, words: str, *, place: str) -> str:
    """Seal `words` with a 32-byte key of the caller's; `place` must be given again to open."""
    nonce = os.urandom(12)
    return f"{_encode(nonce)}.{_encode(AESGCM(key).encrypt(nonce, words.encode(), place.encode()))}"


def open_with(key: bytes, sealed: str, *, place: str) -> str:
    """Open what `seal_with` made. Raises CannotOpen."""
    try:
        nonce, body = sealed.split(".")
        return AESGCM(key).decrypt(_decode(nonce), _decode(body), place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(place) from error


def seal(words: str, *, place: str) -> str:
    """Seal `words` with the site's current key for `place`, e.g. "outbox.body"."""
    key_id, key = next(iter(settings.SEALING_KEYS.items()))
    return f"{key_id}.{seal_with(key, words, place=place)}"


def open_sealed(sealed: str, *, place: str) -> str:
    """Open what `seal` made, with whichever key sealed it. Raises CannotOpen."""
    key_id, _dot, rest = sealed.partition(".")
    try:
        key = settings.SEALING_KEYS[key_id]
    except KeyError as error:
        raise CannotOpen(place) from error
    return open_with(key, rest, place=place)


def lookup_digest(value: str, *, purpose: str) -> str:
    """A keyed digest (64 hex characters) by which a secret value can be found but not read."""
    return hmac.new(settings.LOOKUP_KEY, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def salted_digest(value: str, *, salt: bytes) -> str:
    """HMAC-SHA256 of `value` under a salt that is kept, and erased, beside the value."""
    return hmac.new(salt, value.encode(), hashlib.sha256).hexdigest()
