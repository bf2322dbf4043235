"""Steps 7 and 8: the certificate, the check by anybody, the interim suspension and its end."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from pypdf import PdfReader

from tests.journey.actors import Somebody

ACCREDITED = "is an accredited advocate"
SUSPENDED = "may not practise as an advocate at the moment"


@dataclass(frozen=True)
class Papers:
    """What somebody can show: a name, a number, a certificate's code."""

    name: str
    number: str
    code: str


def takes_the_certificate(advocate: Somebody, name: str) -> Papers:
    """The page and the PDF of one page, both with the name and the number."""
    advocate.opens("/my-entry/")
    number = advocate.page.locator(".head .code").first.inner_text()
    with advocate.page.expect_download() as saved:
        advocate.control("Download PDF").click()
    path = saved.value.path()
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    text = " ".join(pages[0].extract_text().split())
    assert len(pages) == 1
    assert "Chair of the panel of" in text
    assert name in text
    assert number in text
    advocate.clicks("Open the certificate")
    advocate.heading(name)
    advocate.sees(number)
    code = advocate.page.url.rstrip("/").rsplit("/", 1)[1]
    assert code in text
    advocate.clicks("What the register says now")
    return Papers(name, number, code)


def cannot_open(other: Somebody, papers: Papers) -> None:
    """For everybody else the certificate is the page of an unknown code."""
    for address in (f"/certificates/{papers.code}/", f"/certificates/{papers.code}.pdf"):
        answer = other.page.goto(address)
        assert answer is not None
        assert answer.status == 404
        other.does_not_see(papers.name)


def checks(stranger: Somebody, papers: Papers, says: str, *, ways: str = "name number code scan") -> None:
    """With no account, in each of these ways, the answer is this, and nothing is left in the browser."""
    for way in ways.split():
        if way == "scan":
            stranger.opens(f"/c/{papers.code}")
        else:
            stranger.opens("/check/")
            stranger.fills("Name, number or certificate code", getattr(papers, way))
            stranger.clicks("Check")
        stranger.heading(re.compile(f"^{re.escape(papers.name)} {says}"))
        stranger.sees("Checked today,")
    assert stranger.context.cookies() == []


def opens_entry(registrar: Somebody, papers: Papers) -> None:
    """From the register's list to the entry."""
    registrar.opens(f"/entries/?q={papers.number}")
    registrar.clicks(papers.name)


def proves_who_it_is(registrar: Somebody, email: str) -> None:
    """A code from the authenticator; what was sent goes on by itself afterwards."""
    registrar.heading("Is it you?")
    registrar.page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(registrar.code_of(email))
    registrar.clicks("Go on")


def suspends(registrar: Somebody, papers: Papers, email: str) -> None:
    """An interim suspension: a missing reason is asked for, then checked, proven, recorded."""
    opens_entry(registrar, papers)
    registrar.fills("What is the risk?", "A report of notes shown to a stranger.")
    registrar.fills("Why is less not enough?", "Nobody can watch the practice this week.")
    registrar.clicks("Check before you record")
    registrar.is_told_of("Say why it cannot wait.")
    registrar.fills("Why now?", "The next meeting is tomorrow.")
    registrar.clicks("Check before you record")
    registrar.heading("Check before you record")
    registrar.clicks("Record the suspension")
    proves_who_it_is(registrar, email)
    registrar.sees("Recorded. The next check says so.")


def lifts(registrar: Somebody, papers: Papers) -> None:
    """The suspension ends before its day; the code of a moment ago still counts."""
    opens_entry(registrar, papers)
    registrar.fills("Why is it lifted?", "The report was about somebody else.")
    registrar.clicks("Check before you record")
    registrar.clicks("Record the lifting")
    registrar.sees("Recorded. The next check says so.")
