"""A transcript as lines with times. Pure.

A line that begins with a time (`0:06` or `1:02:03`) has one; a name before a colon is
who speaks: `0:06 Advocate: There are three ways.` Everything else is read as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TIMED = re.compile(r"^\[?(?:(\d+):)?(\d{1,2}):(\d{2})\]?\s+(.*)$")
_SPEAKER = re.compile(r"^([^:.!?]{1,40}):\s+(.+)$")


@dataclass(frozen=True)
class Line:
    """One line: from which second, the time as it is written, who speaks, what is said."""

    words: str
    seconds: int | None = None
    time: str = ""
    who: str = ""


def lines(transcript: str) -> list[Line]:
    """The lines of a transcript, in order."""
    return [_line(text.strip()) for text in transcript.splitlines() if text.strip()]


def _line(text: str) -> Line:
    timed = _TIMED.match(text)
    if timed is None:
        return Line(text)
    hours, minutes, seconds, rest = timed.groups()
    speaker = _SPEAKER.match(rest)
    return Line(
        words=speaker[2] if speaker else rest,
        seconds=int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds),
        time=f"{hours}:{minutes}:{seconds}" if hours else f"{int(minutes)}:{seconds}",
        who=speaker[1] if speaker else "",
    )
