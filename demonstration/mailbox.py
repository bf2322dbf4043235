"""What the site has sent, read from the folder that stands in for the post."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils.dateparse import parse_datetime

MOST = 1000
_BETWEEN = b"\n" + b"-" * 79 + b"\n"
_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]+\.log")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Words:
    """A run of a mail's text; `link` is where it leads, if it is an address."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Mail:
    """One mail as its reader would see it."""

    name: str
    to: str
    sender: str
    subject: str
    sent_at: dt.datetime | None
    body: str

    @property
    def runs(self) -> list[Words]:
        """The body cut at its addresses. Those of this site are opened on this host and port."""
        runs: list[Words] = []
        end = 0
        for match in _ADDRESS.finditer(self.body):
            address = match.group().rstrip(".,)")
            runs.append(Words(self.body[end : match.start()]))
            runs.append(Words(address, link=address.removeprefix(settings.PUBLIC_URL)))
            end = match.start() + len(address)
        runs.append(Words(self.body[end:]))
        return [run for run in runs if run.text]


def folder() -> Path | None:
    """Where mails lie, on a site that keeps them in a folder."""
    path = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(path) if path else None


def _read(path: Path, number: int, raw: bytes) -> Mail:
    message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    part = message.get_body(("plain",))
    date = message.get("Date")
    sent_at = getattr(date, "datetime", None) or parse_datetime(str(date or ""))
    return Mail(
        name=f"{path.stem}-{number}",
        to=str(message.get("To", "")),
        sender=str(message.get("From", "")),
        subject=str(message.get("Subject", "")),
        sent_at=sent_at,
        body=part.get_content().strip() if part else "",
    )


def _mails_of(path: Path) -> list[Mail]:
    raws = [raw.strip() for raw in path.read_bytes().split(_BETWEEN)]
    return [_read(path, number, raw) for number, raw in enumerate(raws) if raw]


def mails(*, to: str = "", most: int = MOST) -> list[Mail]:
    """The newest mails first, at most so many, for one address if one is given."""
    place = folder()
    if place is None or not place.is_dir():
        return []
    found: list[Mail] = []
    for path in sorted(place.iterdir(), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True):
        if _NAME.fullmatch(path.name):
            found += [mail for mail in reversed(_mails_of(path)) if to in {"", mail.to}]
        if len(found) >= most:
            break
    return found[:most]


def mail(name: str) -> Mail | None:
    """The mail of this name, if it is there."""
    stem, _dash, number = name.rpartition("-")
    place = folder()
    if place is None or not _NAME.fullmatch(f"{stem}.log") or not number.isdigit():
        return None
    path = place / f"{stem}.log"
    if not path.is_file():
        return None
    return next((one for one in _mails_of(path) if one.name == name), None)
