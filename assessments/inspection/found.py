"""What a look finds, and how a file is refused."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Self

from django.utils.translation import gettext as _

from foundation.exceptions import Refused

MOST_REMARKS = 100
MOST_CHARACTERS = 400


class FileRefused(Refused):
    """The file cannot be kept; the message names it and says what to send instead."""

    @classmethod
    def for_damage(cls, name: str) -> Self:
        """It is not what its name says, or it is broken."""
        return cls(
            _("“%(name)s” is not what its name says, or it is damaged. Save it again and send that")
            % {"name": name}
        )

    @classmethod
    def for_password(cls, name: str) -> Self:
        """Nobody could read it."""
        return cls(
            _("“%(name)s” is protected with a password. Save a copy without one and send that")
            % {"name": name}
        )

    @classmethod
    def for_program(cls, name: str) -> Self:
        """It carries a program."""
        return cls(
            _("“%(name)s” contains macros or another program. Save a copy without them, or print it to a PDF")
            % {"name": name}
        )

    @classmethod
    def for_size_inside(cls, name: str) -> Self:
        """It unpacks to far more than it seems."""
        return cls(
            _("“%(name)s” becomes far too large when it is opened. Save a smaller copy and send that")
            % {"name": name}
        )

    @classmethod
    def for_files_inside(cls, name: str) -> Self:
        """It carries other files."""
        return cls(_("“%(name)s” has other files packed inside. Send them one by one") % {"name": name})


@dataclass(frozen=True)
class Remark:
    """A comment, or words that were added or deleted with changes tracked."""

    kind: str
    text: str
    author: str = ""

    @classmethod
    def of(cls, kind: str, text: str, author: str = "") -> Self:
        """A remark with its white space joined and its length bounded."""
        return cls(kind, " ".join(text.split())[:MOST_CHARACTERS], " ".join(author.split())[:120])


@dataclass
class Inspected:
    """A file that can be kept: what it is, its cleaned bytes, and what was found."""

    media_type: str
    extension: str
    data: bytes
    cleaned: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def remarks_as_data(self) -> list[dict[str, str]]:
        """The remarks for a JSON column."""
        return [asdict(remark) for remark in self.remarks[:MOST_REMARKS]]
