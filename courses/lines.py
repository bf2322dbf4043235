"""A line of a list of people, as it was written. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line; `number` is its line in the file."""

    number: int
    email: str = ""
    name: str = ""
    organisation: str = ""
