"""Printing a certificate: facts in, one page of A4 landscape out.

Measures, faces and rules are those of the credentials reference, section 2. The
page is one background (the door) and static frames, each some millimetres larger
than what stands in it, at places that this module works out from the real height
of the name. What the library does not take as a fact it warns about in a log, so
any warning during a render fails the issue: a certificate with a missing letter
must not exist.
"""

from __future__ import annotations

import base64
import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pikepdf
import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, override

from certificates import art, codes, faces, fitting

LEFT, RIGHT = 30, 267
QR_SIDE = 38
QR_TOP = 162
#: Room that each frame has beyond what stands in it.
EASE = 4
INTRO_TOP = 50
#: The tallest name that the steps of `fitting` give, in millimetres.
TALLEST = 29
STATEMENT_TO_FACTS = 15
FACTS_STEP = 15.5
#: xhtml2pdf keeps state of its own for the length of a render.
_one_at_a_time = threading.Lock()


class RenderError(RuntimeError):
    """The page could not be printed exactly as it should be; nothing was issued."""


@dataclass(frozen=True)
class Fact:
    """One line of what a certificate states; `coded` sets it in the face for numbers.

    `lang` is the language of a value that is in another one than the paper.
    """

    label: str
    value: str
    coded: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Paper:
    """All that stands on one certificate, in words of one language."""

    code: str
    language: str
    name: str
    intro: str
    statement: str
    facts: tuple[Fact, ...]
    foot_head: str
    foot: str
    foot_twin: str
    twin_language: str
    signed_by: str
    signed_as: str
    title: str


@dataclass(frozen=True)
class Frame:
    """A place on the page, in millimetres from the top left."""

    name: str
    left: float
    top: float
    width: float
    height: float


def check_address(code: str) -> str:
    """What the QR code says: all capitals, so that it stays small (29 modules)."""
    return f"{settings.PUBLIC_URL}/c/{code}".upper()


def check_host() -> str:
    """The host as it is printed for people."""
    return urlsplit(settings.PUBLIC_URL).netloc


def qr_svg(code: str) -> str:
    """The QR code, level Q, with its quiet zone of four modules, as an SVG."""
    buffer = io.BytesIO()
    qr = segno.make(check_address(code), error="q", boost_error=False, micro=False)
    qr.save(buffer, kind="svg", border=4, dark="#182729", light="#ffffff", xmldecl=False, omitsize=True)
    return buffer.getvalue().decode()


def qr_png(code: str, *, scale: int = 16) -> bytes:
    """The QR code for print: whole pixels for each module, sharp at any size."""
    buffer = io.BytesIO()
    qr = segno.make(check_address(code), error="q", boost_error=False, micro=False)
    qr.save(buffer, kind="png", border=4, scale=scale, dark="#182729", light="#ffffff")
    return buffer.getvalue()


def render(paper: Paper) -> bytes:
    """The certificate as PDF bytes. Raises Refused for the name, RenderError for the page."""
    name = fitting.clean(paper.name)
    fitted = fitting.fit(name)
    folder = faces.ensure()
    background = art.ensure(folder)
    with override(paper.language):
        html = render_to_string(
            "certificates/print.html",
            {
                "paper": paper,
                "site_name": settings.SITE_NAME,
                "site_long_name": settings.SITE_LONG_NAME,
                "lines": fitted.lines,
                "size": fitted.size,
                "leading": f"{fitted.size * fitting.LEADING:.2f}",
                "faces": faces.FACES,
                "frames": _frames(fitted, len(paper.facts)),
                "background": background.name,
                "qr": base64.b64encode(qr_png(paper.code)).decode(),
                "qr_side": QR_SIDE,
                "foot": paper.foot.partition(codes.format_code(paper.code)),
            },
        )
    return _readable(_print(html, paper), fitted)


def _readable(pdf: bytes, fitted: fitting.Fitted) -> bytes:
    """Give whoever copies the name its letters, where it was printed with private ones."""
    private = {character for line in fitted.lines for character in line if character in faces.PAIRS.values()}
    if not private:
        return pdf
    letters = {
        f"<{ord(character):04X}>".encode(): f"<{faces.readable(character).encode('utf-16-be').hex().upper()}>".encode()
        for character in private
    }
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for found in opened.objects:
            if isinstance(found, pikepdf.Dictionary) and "/ToUnicode" in found:
                stream = found.ToUnicode
                text = stream.read_bytes()
                for coded, readable in letters.items():
                    text = text.replace(coded, readable)
                stream.write(text)
        opened.save(out)
    return out.getvalue()


def _frames(fitted: fitting.Fitted, facts: int) -> list[Frame]:
    # A short name leaves room; a quarter of it goes above, so that the page stays balanced.
    intro_top = INTRO_TOP + max(0, TALLEST - fitted.height) / 4
    name_top = intro_top + 6
    statement_top = name_top + fitted.height + (6 if len(fitted.lines) == 1 else 8.5)
    facts_top = statement_top + STATEMENT_TO_FACTS
    frames = [
        Frame("wordmark", 47, 29, 150, 18),
        Frame("intro", LEFT, intro_top, 160, 12),
        Frame("name", LEFT, name_top, fitting.WIDTH + EASE, fitted.height + 3 * EASE),
        Frame("statement", LEFT, statement_top, 168, 14),
        Frame("qr", LEFT, QR_TOP, QR_SIDE + EASE, QR_SIDE + EASE),
        Frame("foot", 76, QR_TOP + 3, 148, 38),
        Frame("signature", 228, QR_TOP + 3, 43, 36),
    ]
    for index in range(facts):
        row, column = divmod(index, 2)
        frames.append(
            Frame(f"fact{index}", LEFT + 47 * column, facts_top + FACTS_STEP * row, 118 if column else 45, 22)
        )
    return frames


def _print(html: str, paper: Paper) -> bytes:
    folder = faces.folder()
    out = io.BytesIO()
    with _one_at_a_time, _listening() as complaints:
        # Under the lock, too: two threads never load it at once.
        from xhtml2pdf import pisa
        from xhtml2pdf.config.resources import ResourceAccessPolicy

        result = pisa.CreatePDF(
            html,
            dest=out,
            path=str(folder / "certificate.html"),
            encoding="utf-8",
            resource_policy=ResourceAccessPolicy.server(folder, allow_remote=False),
            context_meta={
                "title": paper.title,
                "author": settings.SITE_LONG_NAME,
                "subject": paper.statement,
            },
            raise_exception=True,
        )
    if complaints or result.err or result.warn:
        raise RenderError("; ".join(complaints) or _("The certificate could not be printed."))
    return out.getvalue()


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name}: {record.getMessage()}")


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect every warning that the libraries of a render log meanwhile."""
    ear = _Ear()
    loggers = [logging.getLogger(name) for name in ("xhtml2pdf", "reportlab", "svglib", "pypdf", "PIL")]
    for logger in loggers:
        logger.addHandler(ear)
    try:
        yield ear.heard
    finally:
        for logger in loggers:
            logger.removeHandler(ear)
