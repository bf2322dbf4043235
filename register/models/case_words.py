"""Words beside an append-only row of a case: they stay, or retention blanks them."""

from __future__ import annotations

import json
import secrets
from typing import Any, ClassVar

from django.db import models

from foundation import clock, sealed
from foundation.exceptions import Refused


def new_salt() -> str:
    """A salt of 16 bytes, kept and blanked together with the words that it protects."""
    return secrets.token_hex(16)


class CaseWords(models.Model):
    """The companion of an append-only row.

    The row keeps the salted digest. When retention blanks the words, the salt goes
    too, and the digest says nothing any more. Retention: six years.
    """

    WORDS: ClassVar[tuple[str, ...]] = ("text",)

    salt = models.CharField(max_length=32, default=new_salt)
    blanked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the words once. Raises Refused when they stand already."""
        if not self._state.adding:
            raise Refused(f"{self._meta.label}: these words stay as they are, or are blanked")
        super().save(*args, **kwargs)

    def digest(self) -> str:
        """The salted digest of the words as they stand."""
        words = json.dumps([getattr(self, name) for name in self.WORDS], ensure_ascii=False)
        return sealed.salted_digest(words, salt=bytes.fromhex(self.salt))

    def blank(self) -> None:
        """Forget the words and their salt; this cannot be undone."""
        type(self).objects.filter(pk=self.pk).update(
            **dict.fromkeys(self.WORDS, ""), salt="", blanked_at=clock.now()
        )
