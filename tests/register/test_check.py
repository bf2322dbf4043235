"""What the public is told, and what nobody can tell apart."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from urllib.parse import quote, quote_plus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from certificates import codes
from foundation import clock
from register import services, wording
from register.states import EventKind, StatusCode, Visibility
from tests.register.advocates import advocate, code_of, decide, number_of, registrar

pytestmark = pytest.mark.django_db

NAME = "Łucja Żak-Wiśniewska"
NOBODY_NAME = "Jon Smyth"


@pytest.fixture(autouse=True)
def _still_clock():
    with clock.standing_at(dt.datetime(2026, 11, 24, 14, 2, tzinfo=dt.UTC)):
        yield


def free_number() -> str:
    return codes.format_number(codes.draw_number())


def free_code() -> str:
    return codes.format_code(codes.draw_code())


def get(path, **query):
    return Client().get(path, query)


def plain(response, *typed: str) -> tuple:
    """All of an answer but Date and request id, with what was typed taken out."""
    body = response.content.decode()
    for text in sorted(filter(None, typed), key=len, reverse=True):
        for spelt in (text, escape(text), *(quoted(text) for quoted in QUOTES)):
            body = body.replace(spelt, "…")
    headers = {
        name: value
        for name, value in response.headers.items()
        if name not in {"Date", "X-Request-Id", "Content-Length"}
    }
    return response.status_code, body, headers


QUOTES = (quote, quote_plus, lambda text: escape(quote_plus(text)))

SHOWN, TOGETHER, NO_MATCH = "shown", "together", "no match"
TABLE = {
    "name": {Visibility.PUBLIC: SHOWN, Visibility.VERIFY_ONLY: NO_MATCH, Visibility.PROTECTED: NO_MATCH},
    "number": {Visibility.PUBLIC: SHOWN, Visibility.VERIFY_ONLY: SHOWN, Visibility.PROTECTED: NO_MATCH},
    "code": {Visibility.PUBLIC: SHOWN, Visibility.VERIFY_ONLY: SHOWN, Visibility.PROTECTED: NO_MATCH},
    "scan": {Visibility.PUBLIC: SHOWN, Visibility.VERIFY_ONLY: SHOWN, Visibility.PROTECTED: NO_MATCH},
    "entry": {Visibility.PUBLIC: SHOWN, Visibility.VERIFY_ONLY: SHOWN, Visibility.PROTECTED: NO_MATCH},
    "search": {Visibility.PUBLIC: SHOWN, Visibility.VERIFY_ONLY: NO_MATCH, Visibility.PROTECTED: NO_MATCH},
    "three": {Visibility.PUBLIC: SHOWN, Visibility.VERIFY_ONLY: SHOWN, Visibility.PROTECTED: TOGETHER},
}


def ask(way, name, number, code, prefix=""):
    """One way of looking somebody up; the answer, and what was typed."""
    paths = {
        "name": lambda: (get(f"{prefix}/check/", q=name), (name,)),
        "number": lambda: (get(f"{prefix}/check/", q=number), (number,)),
        "code": lambda: (get(f"{prefix}/check/", q=code), (code,)),
        "scan": lambda: (get(f"{prefix}/check/{code.replace('-', '')}/"), ()),
        "entry": lambda: (get(f"{prefix}/register/{number}/"), ()),
        "search": lambda: (get(f"{prefix}/register/", q=name), (name,)),
        "three": lambda: (get(f"{prefix}/check/", name=name, number=number, code=code), (name, number, code)),
    }
    return paths[way]()


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("way", TABLE)
def test_the_visibility_table(way, visibility):
    entry = advocate(NAME, visibility=visibility, region="South East Wales", nation="W")
    name, number, code = NAME, number_of(entry), code_of(entry)
    response, _typed = ask(way, name, number, code)
    text = response.content.decode()
    expected = TABLE[way][visibility]
    if expected == SHOWN:
        assert response.status_code == 200
        assert NAME in text
        assert number in text
        if way != "search":
            assert "is an accredited advocate. No restrictions." in text
    elif expected == TOGETHER:
        assert response.status_code == 200
        assert "The name, number and code belong together." in text
        text = re.sub(r'<a href="/cy/check/[^"]*"', "", text)  # this page in Welsh, with what was typed
        for known in (NAME, number, code):
            assert known not in text
    else:
        assert response.status_code == (404 if way in {"scan", "entry"} else 200)
        assert "No match" in text
    if visibility != Visibility.PUBLIC:
        assert "South East Wales" not in text
        assert "Works in" not in text


@pytest.mark.parametrize("prefix", ["", "/cy"])
@pytest.mark.parametrize(
    ("way", "visibility"),
    [(way, visibility) for way, row in TABLE.items() for visibility, told in row.items() if told == NO_MATCH],
)
def test_hidden_is_byte_for_byte_nobody(way, visibility, prefix):
    entry = advocate(NAME, visibility=visibility)
    name, number, code = NAME, number_of(entry), code_of(entry)
    with CaptureQueriesContext(connection) as of_hidden:
        hidden, typed = ask(way, name, number, code, prefix)
    free = (NOBODY_NAME, free_number(), free_code())
    ask(way, *free, prefix)  # so that nothing differs by being first
    with CaptureQueriesContext(connection) as of_nobody:
        nobody, typed_too = ask(way, *free, prefix)
    assert plain(hidden, *typed) == plain(nobody, *typed_too)
    assert shapes(of_hidden)[-len(of_nobody) :] == shapes(of_nobody)
    if way in {"scan", "entry"}:
        for nonsense in ("7K3QXMD", "x", "IMSA-0000-000", "<b>"):
            path = f"{prefix}/check/{nonsense}/" if way == "scan" else f"{prefix}/register/{nonsense}/"
            with CaptureQueriesContext(connection) as of_nonsense:
                malformed = get(path)
            assert plain(malformed) == plain(nobody)
            assert len(of_nonsense) == len(of_nobody)


def shapes(captured) -> list[str]:
    """Queries without their values."""
    return [re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"])[:120] for query in captured]


WRONG = {"name": NOBODY_NAME, "number": "IMSA-9TQM-41W", "code": "CX7R-0QJ4-8NT2-VKMQ"}


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize(
    "wrong", [set(combination) for size in (1, 2, 3) for combination in itertools.combinations(WRONG, size)]
)
def test_three_fields_match_only_when_all_belong_together(visibility, wrong):
    entry = advocate(NAME, visibility=visibility)
    right = {"name": NAME, "number": number_of(entry), "code": code_of(entry)}
    typed = {field: WRONG[field] if field in wrong else right[field] for field in right}
    response = get("/check/", **typed)
    nobody = {"name": NOBODY_NAME, "number": free_number(), "code": free_code()}
    assert plain(response, *typed.values()) == plain(get("/check/", **nobody), *nobody.values())


def test_three_fields_of_two_people_do_not_belong_together():
    one, other = advocate(NAME), advocate("Amina Karim", by=registrar("Other"))
    response = get("/check/", name=NAME, number=number_of(one), code=code_of(other))
    assert "No match" in response.content.decode()


@pytest.mark.parametrize("typed", ["lucja zak wisniewska", "ŻAK-WIŚNIEWSKA, Łucja", "Łucja  Żak Wiśniewska"])
def test_a_name_in_three_fields_needs_no_accents_and_no_order(typed):
    entry = advocate(NAME, visibility=Visibility.PROTECTED)
    response = get("/check/", name=typed, number=number_of(entry), code=code_of(entry))
    assert "belong together" in response.content.decode()


def test_three_fields_say_which_is_missing_and_keep_what_was_typed():
    response = get("/check/", name=NAME, number="", code="abc")
    text = response.content.decode()
    assert response.status_code == 200
    assert "Type the number as it stands on the certificate." in text
    assert f'value="{NAME}"' in text
    assert "No match" not in text


@pytest.mark.parametrize(
    "path", ["/check/", "/register/", "/cy/check/", "/check/?q=x", "/register/7K3QXMC/", "/check/x/"]
)
def test_pages_set_no_cookie_and_are_kept_and_passed_on_by_nobody(path):
    response = Client().get(path)
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "Cookie" not in response.get("Vary", "")
    assert 'name="robots" content="noindex' in response.content.decode()
    assert "csrf" not in response.content.decode()


def test_a_signed_in_person_gets_the_same_page():
    entry = advocate(NAME)
    from tests.people import client

    browser = client(entry.person)
    path = f"/register/{number_of(entry)}/"
    assert browser.get(path).content == Client().get(path).content
    assert Client().post("/check/", {"q": NAME}).status_code == 405


def test_the_short_address_leads_on_in_both_cases():
    for path in (
        "/c/cx7r0qj48nt2vkmq",
        "/C/CX7R0QJ48NT2VKMQ",
        "/C/CX7R0QJ48NT2VKMQ/",
        "/c/CX7R0QJ48NT2VKMQ/",
    ):
        response = Client().get(path)
        assert response.status_code == 307
        assert response["Location"].lower() == "/check/cx7r0qj48nt2vkmq/"
        assert response["Referrer-Policy"] == "no-referrer"


def test_every_spelling_of_number_and_code_leads_to_the_person():
    entry = advocate(NAME)
    number, code = number_of(entry), code_of(entry)
    for typed in (number.lower(), number.replace("-", " "), number[5:], code.lower(), code.replace("-", "")):
        assert "is an accredited advocate" in get("/check/", q=typed).content.decode()


def test_a_name_that_is_also_a_valid_number_is_searched_as_a_name_too():
    name = next(
        word
        for word in (
            "".join(letters) + "son"
            for letters in itertools.product("BCDFGHJKMNPRSTVW", "aeiou", "bdgkmnprst", "o")
        )
        if len(word) == 7 and codes.as_number(word)
    )
    entry = advocate(f"{name} Karim")
    assert number_of(entry) in get("/check/", q=name).content.decode()


def test_a_restriction_says_what_it_means_for_the_survivor():
    entry = advocate("Daniel Okoro")
    services.suspend_interim(
        entry_id=entry.pk,
        by=registrar("Other").user,
        risk="private risk",
        why_now="private now",
        why_not_less="private less",
    )
    text = get("/check/", q=number_of(entry)).content.decode()
    assert "Daniel Okoro may not practise as an advocate at the moment." in text
    assert "Suspended by an interim order, since 24 November 2026" in text
    assert "On or before 8 December 2026" in text
    assert "You did nothing wrong. Your support and your case go on." in text
    assert "private" not in text
    services.lift_interim(entry_id=entry.pk, by=registrar("Third").user, reason="private reason")
    text = get("/check/", q=number_of(entry)).content.decode()
    assert "Daniel Okoro is an accredited advocate. No restrictions." in text
    assert "Is this your advocate?" not in text


@pytest.mark.parametrize("code", StatusCode)
def test_each_status_has_its_words_in_both_languages(code):
    entry = advocate("Daniel Okoro", since=clock.now() - dt.timedelta(days=400))
    today = clock.today()
    if code == StatusCode.LAPSED:
        decide(entry, EventKind.RENEWED, effective_until=today - dt.timedelta(days=50))
    elif code == StatusCode.CONDITIONS:
        decide(
            entry,
            EventKind.CONDITIONS_IMPOSED,
            review_on=today,
            public_text="Works with a second advocate.",
            public_text_cy="Gyda ail eiriolwr.",
        )
    elif code != StatusCode.ACCREDITED:
        decide(
            entry,
            {
                StatusCode.SUSPENDED: EventKind.SUSPENDED,
                StatusCode.REMOVED: EventKind.REMOVED,
                StatusCode.VOLUNTARILY_REMOVED: EventKind.VOLUNTARILY_REMOVED,
            }[code],
        )
    words = wording.WORDS[code]
    english = get("/check/", q=number_of(entry)).content.decode()
    welsh = get("/cy/check/", q=number_of(entry)).content.decode()
    assert escape(words.heading.en % {"name": "Daniel Okoro"}) in english
    assert escape(words.heading.cy % {"name": "Daniel Okoro"}) in welsh
    assert words.meaning.en in english
    assert "Nid oes siaradwr Cymraeg wedi darllen" in welsh
    if code == StatusCode.CONDITIONS:
        assert "Works with a second advocate." in english
        assert "Gyda ail eiriolwr." in welsh


@pytest.mark.parametrize(("kind", "years"), [(EventKind.REMOVED, 5), (EventKind.VOLUNTARILY_REMOVED, 1)])
def test_after_its_publication_a_status_is_nobodys(kind, years):
    entry = advocate("Daniel Okoro")
    decide(entry, kind)
    number, name = number_of(entry), "Daniel Okoro"
    last = clock.now().replace(year=clock.now().year + years)
    with clock.standing_at(last):
        assert name in get("/check/", q=number).content.decode()
    with clock.standing_at(last + dt.timedelta(days=1)):
        for typed in (number, name):
            assert "No match" in get("/check/", q=typed).content.decode()


def test_the_employer_is_shown_only_when_the_advocate_turns_it_on():
    entry = advocate(NAME, employer="Northgate Advocacy")
    assert "Northgate Advocacy" in get("/check/", q=number_of(entry)).content.decode()
    services.show_employer(entry_id=entry.pk, by=entry.person.user, show=False)
    assert "Northgate Advocacy" not in get("/check/", q=number_of(entry)).content.decode()


def test_a_number_retired_for_safety_and_its_papers_never_lead_to_the_new_ones():
    entry = advocate(NAME, visibility=Visibility.VERIFY_ONLY)
    number, code = number_of(entry), code_of(entry)
    with_number = services.prepare_new_papers(entry=entry)
    services.new_number_for_safety(entry_id=entry.pk, by=entry.person.user, prepared=with_number)
    new_number, new_code = number_of(entry), code_of(entry)
    assert new_number != number
    for way in ("number", "code", "scan", "entry"):
        response, typed = ask(way, NAME, number, code)
        nobody, free = ask(way, NAME, free_number(), free_code())
        assert plain(response, *typed) == plain(nobody, *free)
        answer, _typed = ask(way, NAME, new_number, new_code)
        assert NAME in answer.content.decode()
    for mixed in ((number, code), (number, new_code), (new_number, code)):
        assert "No match" in get("/check/", name=NAME, number=mixed[0], code=mixed[1]).content.decode()


@pytest.mark.parametrize("visibility", [Visibility.VERIFY_ONLY, Visibility.PROTECTED])
def test_going_hidden_leaves_no_trace_in_public(visibility):
    others = [advocate(f"Łucja Karim{letter}", by=registrar(f"R{letter}")) for letter in "ab"]
    entry = advocate(NAME, employer="Northgate Advocacy")
    number, code = number_of(entry), code_of(entry)
    services.change_visibility(entry_id=entry.pk, by=entry.person.user, to=visibility)
    browser = Client()
    for path in crawl(
        browser,
        extra=[f"/check/?q={name}" for name in ("Lucja", "Zak", "Wisniewska", "Lucja Zak", "Karim")]
        + ["/register/?q=Lucja", "/register/?q=Wisniewska", "/sitemap.xml", "/robots.txt"]
        + [f"/register/{number_of(other)}/" for other in others],
    ):
        text = browser.get(path).content.decode()
        for trace in (NAME, escape(NAME), "Wiśniewska", number, number[5:], code, "Northgate"):
            assert trace not in text, (path, trace)


def crawl(browser: Client, extra: list[str]) -> list[str]:
    """Every public address of the register that a link leads to."""
    seen: list[str] = []
    waiting = ["/check/", "/register/", "/cy/check/", "/cy/register/", *extra]
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) > 200:
            continue
        seen.append(path)
        response = browser.get(path, REMOTE_ADDR=f"10.0.{len(seen) // 200}.{len(seen) % 200}")
        for link in re.findall(r'href="([^"#]+)"', response.content.decode(errors="replace")):
            link = link.replace("&amp;", "&")
            if re.match(r"^(/cy)?/(check|register|c)/", link) and link not in seen:
                waiting.append(link)
    return seen


def many(count):
    from tests.register.advocates import registrar

    by = registrar("Somebody")
    syllables = ["ka", "lo", "mi", "re", "su", "tan", "vel", "wyn", "zor", "bek"]
    for number in range(count):
        name = f"{syllables[number % 10].title()}{syllables[number // 10 % 10]} {syllables[-(number % 7)]}{syllables[number // 3 % 10]}n".title()
        advocate(name, by=by)


def queries(path, **query) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = get(path, **query)
    assert response.status_code == 200, path
    return len(captured)


def test_a_check_asks_five_questions_at_most_whatever_the_size():
    entry = advocate(NAME, employer="Northgate Advocacy")
    number, code = number_of(entry), code_of(entry)
    asks = {
        "number": ("/check/", {"q": number}),
        "code": ("/check/", {"q": code}),
        "scan": (f"/check/{code.replace('-', '')}/", {}),
        "entry": (f"/register/{number}/", {}),
        "name": ("/check/", {"q": NAME}),
        "misspelt": ("/check/", {"q": " ".join(f"{word[:-2]}xq" for word in NAME.split())}),
        "half a name": ("/check/", {"q": f"{NAME.split(maxsplit=1)[0]} Quixotherly"}),
        "surname": ("/check/", {"q": NAME.rsplit(maxsplit=1)[-1]}),
        "three": ("/check/", {"name": NAME, "number": number, "code": code}),
        "search": ("/register/", {"q": NAME}),
        "form": ("/check/", {}),
    }
    from django.core.cache import cache

    from register.selectors import numbers

    def counts():
        counted = {}
        for way, (path, query) in asks.items():
            get("/check/")  # the help lines of the foot, which all pages remember together
            cache.delete(numbers._KEY)
            counted[way] = queries(path, **query)
        return counted

    one = counts()
    many(10)
    assert counts() == one
    assert max(one.values()) <= 5, one
    assert one["form"] == 0


def test_one_address_may_look_thirty_times_a_minute_and_another_still_may(monkeypatch):
    browser = Client()
    statuses = [browser.get("/register/7K3QXMC/").status_code for _ in range(31)]
    assert statuses == [404] * 30 + [429]
    calm = browser.get("/check/?q=Amina")
    assert calm.status_code == 429
    assert calm["Retry-After"] == "60"
    assert calm["Cache-Control"] == "no-store"
    assert "Please wait a minute" in calm.content.decode()
    assert Client(REMOTE_ADDR="10.1.1.1").get("/check/?q=Amina").status_code == 200
    assert browser.get("/check/").status_code == 200
    with clock.standing_at(clock.now() + dt.timedelta(minutes=1)):
        assert browser.get("/register/7K3QXMC/").status_code == 404


def test_searches_have_a_limit_of_their_own_and_the_day_has_one():
    browser = Client()
    assert [browser.get("/register/?q=Amina").status_code for _ in range(21)] == [200] * 20 + [429]
    for minute in range(1, 10):
        with clock.standing_at(clock.now() + dt.timedelta(minutes=minute)):
            for _ in range(30):
                browser.get("/register/7K3QXMC/")
    with clock.standing_at(clock.now() + dt.timedelta(minutes=11)):
        assert [browser.get("/register/7K3QXMC/").status_code for _ in range(12)][-1] == 429


def test_many_misses_are_reported_without_the_address(caplog):
    for minute in range(4):
        with clock.standing_at(clock.now() + dt.timedelta(minutes=minute)):
            for _ in range(28):
                Client(REMOTE_ADDR="203.0.113.9").get("/register/7K3QXMC/")
    alerts = [record.getMessage() for record in caplog.records if record.name == "register.limits"]
    assert alerts == ["register: one address has looked up nothing 100 times today"]


def test_what_was_typed_is_text_and_is_put_where_it_belongs():
    response = get("/check/", q="<script>alert(1)</script>")
    assert "<script>alert" not in response.content.decode()
    assert f'name="number" value="{(number := free_number())}"' not in response.content.decode()
    assert f'value="{number}"' in get("/check/", q=number).content.decode()
    assert f'value="{(code := free_code())}"' in get("/check/", q=code).content.decode()
    assert get("/check/", q="x" * 5000).status_code == 200
    assert get("/check/", q="\x00").status_code == 200
