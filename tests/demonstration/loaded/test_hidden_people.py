"""Nobody finds a trace of somebody hidden: every public answer, byte for byte, with them and without them.

Two advocates are planted among the demonstration's people, with everything that could
give them away: shown in public first, with employer, region and an earlier name that
the public might search, then hidden. Then everything that answers to nobody is read, and
every question that has no answer for them is asked; they are taken away, and the same
is read and asked again. Nothing may differ: no word, no number, no header, no status.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote_plus, urlencode, urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from courses.models import Cohort
from demonstration.cast import read_cast
from foundation import clock
from register import names, services
from register.models import Entry
from register.services import search_index
from register.states import Visibility
from tests import people
from tests.register.advocates import advocate, certificate_of, number_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]

#: What differs between two answers to the same question: headers, and the token of a form.
EVERY_TIME = ("Date", "Expires", "X-Request-Id")
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value="|csrftoken=)\w+')
LINK = re.compile(r'(?:href|src|action)="([^"#]+)|<loc>([^<]+)|^Sitemap: (\S+)', re.MULTILINE)

Said = tuple[int, bytes, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Planted:
    """Somebody with what leads to them: names, what stands on their papers, and ids of their rows."""

    entry: Entry
    names: tuple[str, ...]
    number: str
    code: str
    ids: tuple[str, ...]
    visibility: Visibility

    @property
    def traces(self) -> set[str]:
        """What must stand nowhere: words of names, number and code in all spellings, ids, employer, region."""
        words = {word for name in self.names for word in name.split()}
        spelt = {
            self.number,
            self.number[5:],
            self.code,
            *(text.replace("-", "") for text in (self.number, self.code)),
        }
        return {*words, *spelt, *self.ids, "Quillfeather", "Vale of Nowhere"}


def plant(name: str, earlier: str, visibility: Visibility) -> Planted:
    """An advocate who was public, with all that a public entry may show, until now."""
    entry = advocate(name, employer=f"Quillfeather {name}", region="Vale of Nowhere", by=None)
    someone = entry.person
    people.enrolment(someone, Cohort.objects.first())
    someone.previous_names.create(name=earlier, until=clock.today(), searchable_in_public=True)
    search_index.index(entry)
    number, paper = number_of(entry), certificate_of(entry)
    public = Client().get("/register/", {"q": earlier}).content.decode()
    assert name in public  # and whatever a page might remember of them, it remembers now
    assert f"Quillfeather {name}" in Client().get(f"/register/{number}/").content.decode()
    if visibility != Visibility.PUBLIC:
        services.change_visibility(entry_id=entry.pk, by=someone.user, to=visibility)
    ids = (entry.public_id, someone.public_id, someone.user.public_id, paper.public_id)
    return Planted(entry, (name, earlier), number, paper.printed_code, ids, visibility)


VERIFY_ONLY = ("Zebulon Quixworth", "Zebulon Harkaway", Visibility.VERIFY_ONLY)
PROTECTED = ("Ondrea Vexmoor-Plim", "Ondrea Thistlebane", Visibility.PROTECTED)


class Nobody:
    """A visitor without an account, who comes from another address each time; no answer is kept for the next."""

    def __init__(self) -> None:
        self.visits = itertools.count(1)
        self.answers: dict[str, Said] = {}

    def asks(self, address: str) -> Said:
        """The answer to one address, without what differs every time."""
        if address not in self.answers:
            visit = next(self.visits)
            browser = Client(raise_request_exception=False)
            answer = browser.get(address, REMOTE_ADDR=f"10.{visit >> 16}.{visit >> 8 & 255}.{visit & 255}")
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            headers = [(name, value) for name, value in answer.headers.items() if name not in EVERY_TIME]
            cookies = [("Set-Cookie", name) for name in answer.cookies]
            self.answers[address] = (answer.status_code, TOKEN.sub(rb"\1", body), (*headers, *cookies))
        return self.answers[address]

    def crawls(self, starts: Iterable[str]) -> None:
        """Ask everything, and everything on this site to which an answer leads."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop()
            if address in self.answers:
                continue
            _status, body, headers = self.asks(address)
            told = dict(headers)
            found = [told["Location"]] if "Location" in told else []
            if told.get("Content-Type", "").split(";")[0] in {"text/html", "application/xml", "text/plain"}:
                text = body.decode()
                found += [unescape(next(filter(None, match))) for match in LINK.findall(text)]
            waiting += [link for raw in found if (link := on_this_site(address, raw)) is not None]


def on_this_site(here: str, link: str) -> str | None:
    """The address of a link on this site, without what is served from files as it stands."""
    parts = urlsplit(urljoin(f"http://localhost:8000{here}", link))
    if parts.scheme != "http" or parts.netloc != "localhost:8000":
        return None
    # Files as they stand; the door; and the front door of a development site, which lists its people.
    if parts.path.startswith(("/static/", "/demo/")) or "next=" in parts.query:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every path of the URL configuration, its arguments as they are written there: `<str:code>`."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, here)
        elif isinstance(entry, URLPattern):
            yield here


def configured(planted: list[Planted]) -> set[str]:
    """An address for every path of the URL configuration, with whatever of the planted fits its arguments."""
    found = set()
    for route in routes():
        # Pages and files are reached by links; the editing rooms are closed, the front door is another's.
        if "^" in route or "(?P" in route or route.startswith(("admin/", "demo/")):
            continue
        for someone, word in zip(planted, itertools.cycle(planted[0].ids[:2]), strict=False):
            fits = {"code": someone.code, "number": someone.number}
            filled = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", route)
            filled = re.sub(r"<int:\w+>", str(someone.entry.pk), filled)
            found.add(
                "/"
                + re.sub(
                    r"<(?:\w+:)?(\w+)>", lambda part, fits=fits, word=word: fits.get(part[1], word), filled
                )
            )
    return found


def questions(planted: list[Planted]) -> set[str]:
    """Every question about them that the visibility table answers with “no match”."""
    asked: set[str] = set()
    for someone, prefix in itertools.product(planted, ("", "/cy")):
        free = {"name": "Jon Smyth", "number": "IMSA-9TQM-41W", "code": "CX7R-0QJ4-8NT2-VKMQ"}
        for name in spellings(someone.names) if not prefix else someone.names:
            asked |= {f"{prefix}/{page}/?{urlencode({'q': name})}" for page in ("check", "register")}
        # A number of the verify only leads to them where it is typed alone, and a code, too.
        alone = [] if someone.visibility == Visibility.VERIFY_ONLY else [someone.number, someone.code]
        for text in alone:
            for spelt in (
                text,
                text.lower(),
                text.replace("-", ""),
                text.replace("-", " "),
                text.removeprefix("IMSA-"),
            ):
                asked |= {f"{prefix}/{page}/?{urlencode({'q': spelt})}" for page in ("check", "register")}
                asked |= {f"{prefix}/{page}/{spelt}/" for page in ("check", "register") if " " not in spelt}
        # Of the three together, one that is wrong is enough.
        right = {"name": someone.names[0], "number": someone.number, "code": someone.code}
        for wrong in itertools.product((True, False), repeat=3):
            if any(wrong):
                typed = {
                    field: free[field] if no else right[field] for field, no in zip(right, wrong, strict=True)
                }
                asked.add(f"{prefix}/check/?{urlencode(typed)}")
                asked |= {f"{prefix}/check/?{urlencode({**typed, field: ''})}" for field in typed}
        asked.add(f"{prefix}/check/?{urlencode({**right, 'name': someone.names[1]})}")
        for code in (someone.code, someone.code.replace("-", "")):
            asked |= {f"{prefix}/certificates/{code}/", f"{prefix}/certificates/{code}.pdf"}
    return asked


def spellings(given: tuple[str, ...]) -> set[str]:
    """Names whole, turned round, by the word, begun, misspelt, and without their marks."""
    found: set[str] = set()
    for name in given:
        words = re.split(r"[ -]", name)
        found |= {name, name.upper(), " ".join(reversed(words)), " ".join(names.fold(name)), *words}
        found |= {word[:at] for word in words for at in (4,)}
        found |= {word[:2] + word[3:] for word in words} | {" ".join(word[:-1] + "e" for word in words)}
    return found


STARTS = ("/", "/cy/", "/robots.txt", "/sitemap.xml", "/check/", "/register/", "/cy/check/", "/cy/register/")


def searches() -> set[str]:
    """Searches that find people, and what an answer about each status looks like: the cast's own names."""
    told = {part.status: part for part in read_cast().advocates if part.visibility == "public"}
    typed = {part.practising_name for part in told.values()} | {"Karim", "Wojcik", "a", "Jones"}
    return {f"/{page}/?{urlencode({'q': name})}" for name in typed for page in ("check", "register")}


@pytest.fixture
def still():
    """The clock stands, so that the time of a check is the same."""
    with clock.standing_at(clock.now()):
        yield


def test_every_public_answer_is_the_same_with_hidden_people_and_without(still):
    with_them, without = Nobody(), Nobody()
    with transaction.atomic():
        planted = [plant(*VERIFY_ONLY), plant(*PROTECTED)]
        asked = questions(planted)
        starts = [*STARTS, *searches(), *sorted(configured(planted) - answers_of(planted))]
        with_them.crawls(starts)
        read = dict(with_them.answers)
        for address in asked:
            with_them.asks(address)
        transaction.set_rollback(True)
    cache.clear()
    assert not Entry.objects.filter(pk__in=[someone.entry.pk for someone in planted]).exists()
    without.crawls(starts)
    for address in asked:
        without.asks(address)
    assert with_them.answers.keys() == without.answers.keys()
    assert [address for address, said in with_them.answers.items() if said != without.answers[address]] == []
    _the_crawl_was_whole(read)
    _no_trace(read, planted)


def answers_of(planted: list[Planted]) -> set[str]:
    """The addresses that do answer: a number or code of the verify only, alone."""
    found = set()
    for someone in planted:
        if someone.visibility == Visibility.VERIFY_ONLY:
            for prefix, page in itertools.product(("", "/cy"), ("check", "register", "c", "C")):
                texts = (someone.number, someone.code, someone.code.replace("-", ""))
                found |= {f"{prefix}/{page}/{text}{end}" for text in texts for end in ("", "/")}
    return found


def _the_crawl_was_whole(read: dict[str, Said]) -> None:
    """It reached what is known to be there, in both languages, and met no error."""
    shown = {urlsplit(address).path for address, (status, _body, _headers) in read.items() if status == 200}
    assert shown >= {"/", "/cy/", "/programme/", "/support/", "/cy/support/", "/for-survivors/", "/glossary/"}
    assert shown >= {
        "/check/",
        "/register/",
        "/robots.txt",
        "/sitemap.xml",
        "/account/login/",
        "/health/ready",
    }
    assert len({path for path in shown if re.fullmatch(r"/register/IMSA-[^/]+/", path)}) >= 8
    assert len({path for path in shown if re.fullmatch(r"/programme/[^/]+/", path)}) == 10
    assert len(shown) > 60
    assert {address for address, (status, _body, _headers) in read.items() if status >= 500} == set()


def _no_trace(read: dict[str, Said], planted: list[Planted]) -> None:
    """Neither the planted nor the hidden of the cast, but where the address itself said it."""
    mine = {trace for someone in planted for trace in someone.traces}
    cast = [part for part in read_cast().advocates if part.visibility != "public"]
    assert len(cast) >= 8
    hidden = {part.practising_name for part in cast}
    for address, (_status, body, headers) in read.items():
        said = unescape(body.decode(errors="replace")) + str(headers)
        said = said.replace(address, "")
        assert [name for name in hidden if name in said and name not in unquote_plus(address)] == [], address
        assert [trace for trace in mine if trace in said and trace not in address] == [], address


def test_the_same_questions_show_somebody_public(still):
    """The comparison can fail: somebody public changes the answers to names, number and code."""
    with_them, without = Nobody(), Nobody()
    with transaction.atomic():
        name, earlier, _hidden = PROTECTED
        shown = plant(name, earlier, Visibility.PUBLIC)
        asked = questions([shown])
        for address in asked:
            with_them.asks(address)
        transaction.set_rollback(True)
    cache.clear()
    for address in asked:
        without.asks(address)
    changed = {address for address in asked if with_them.answers[address] != without.answers[address]}
    for page, typed in itertools.product(
        ("/check/", "/register/"), (name, "Vexmoor", "Thistlebane", shown.number)
    ):
        assert f"{page}?{urlencode({'q': typed})}" in changed, (page, typed)
    assert f"/check/{shown.code}/" in changed
    assert f"/register/{shown.number}/" in changed
