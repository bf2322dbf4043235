"""What is logged keeps no secrets: codes become an ellipsis, queries are dropped."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

#: The part of a path that would give a code, a number or a one-time link away.
SECRET_PATHS = re.compile(
    r"(?i)((?:^|(?<=[\s\"']))(?:/cy)?/"
    r"(?:c|check|certificates|register|invitations|reference|account/confirm-email|account/password/reset/key)/)"
    r"[^/\s?\"']+"
)
#: A query, wherever a path stands in a line.
QUERY = re.compile(r"((?:^|(?<=[\s\"']))/[^\s?\"']*)\?[^\s\"']*")


def quiet(path: str) -> str:
    """`path` without its query, and with codes, numbers and tokens replaced by an ellipsis."""
    return SECRET_PATHS.sub(r"\1…", QUERY.sub(r"\1", path))


class QuietLogger(Logger):
    """gunicorn's access log, with quiet paths, no referrer and no query."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = quiet(environ.get("PATH_INFO", ""))
        atoms.update(U=path, q="", f="-", r=f"{environ.get('REQUEST_METHOD', '-')} {path}")
        return atoms


class QuietPaths(logging.Filter):
    """The same for what Django logs by itself, such as "Not Found: /check/…"."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, quietly."""
        message = record.getMessage()
        if "/" in message:
            record.msg, record.args = quiet(message), ()
        return True
