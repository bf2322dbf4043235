"""The access log keeps no secrets: codes become an ellipsis, queries are dropped."""

from __future__ import annotations

import re
from typing import Any

from gunicorn.glogging import Logger

#: The part of a path that would give a code, a number or a one-time link away.
SECRET_PATHS = re.compile(r"(?i)^((?:/cy)?/(?:c|check|certificates|register|invitations|reference)/)[^/]+")


def quiet(path: str) -> str:
    """`path` without its query, and with codes, numbers and tokens replaced by an ellipsis."""
    return SECRET_PATHS.sub(r"\1…", path.partition("?")[0])


class QuietLogger(Logger):
    """gunicorn's access log, with quiet paths, no referrer and no query."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = quiet(environ.get("PATH_INFO", ""))
        atoms.update(U=path, q="", f="-", r=f"{environ.get('REQUEST_METHOD', '-')} {path}")
        return atoms
