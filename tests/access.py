"""The permission table's words. Each app has `tests/<app>/access.py` with `build` and `ROWS`.

`build()` makes people and things and returns them by name; each row says what
nobody, the wrong person and the right person get for one address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

World = dict[str, Any]

#: The answer to somebody who is not signed in: the sign-in page, whether or not the thing exists.
SIGN_IN = 302


@dataclass(frozen=True)
class Row:
    """One address × one method.

    `name` is the URL's name with its namespace. `kwargs` gives its arguments from the
    world. `wrong` and `right` are pairs of a person's key in the world and the status
    expected. `right_also` adds further pairs (more roles). `data` is what a POST sends.
    """

    name: str
    nobody: int
    wrong: tuple[str, int] | None
    right: tuple[str, int] | None
    kwargs: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    method: str = "get"
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    right_also: tuple[tuple[str, int], ...] = ()
