"""Checks that anybody can try without an account, one for each thing a check can say."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Check:
    """One check to try: what to type, what it shows, and the address that types it."""

    title: str
    shows: str
    fields: dict[str, str]

    @property
    def address(self) -> str:
        """The check page with the fields filled in."""
        return f"/check/?{urlencode(self.fields)}"


def checks() -> list[Check]:
    """The checks whose people are on the register now."""
    return []
