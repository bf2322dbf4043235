"""The Welsh catalogue is whole and compiled; the screens that exist in Welsh show no English."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from gettext import NullTranslations

import html5lib
import polib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core import mail
from django.core.management import call_command
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.utils import formats, translation
from django.utils.translation import trans_real

from accounts.roles import RoleName
from accounts.services.notices import notify
from certificates import codes
from config.environment import BASE_DIR
from foundation import clock
from register import wording
from register.states import EventKind, StatusCode, Visibility
from tests import people
from tests.register.advocates import advocate, certificate_of, code_of, decide, number_of, suspend

sys.path.insert(0, str(BASE_DIR / "scripts"))
import messages

FORMS = 6


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(messages.CATALOGUE))


def welsh_of(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr_plural[form] for form in range(FORMS)] if entry.msgid_plural else [entry.msgstr]


# --- the files ---


def test_the_compiled_catalogue_is_what_the_text_compiles_to(catalogue) -> None:
    assert messages.COMPILED.read_bytes() == catalogue.to_binary(), "run make messages"


def test_everything_that_a_welsh_screen_says_has_welsh(catalogue) -> None:
    said = messages.gather(messages.SCREENS)
    assert len(said) > 250
    translated = {messages.key(entry) for entry in catalogue if messages.is_translated(entry)}
    assert not said.keys() - translated, "run make messages, and translate what it names"


def test_the_catalogue_holds_nothing_fuzzy_old_or_empty(catalogue) -> None:
    assert not catalogue.fuzzy_entries()
    assert not catalogue.obsolete_entries()
    assert all(messages.is_translated(entry) for entry in catalogue)
    said = messages.gather()
    assert not [entry.msgid for entry in catalogue if messages.key(entry) not in said], "run make messages"


def test_placeholders_and_tags_are_the_same_in_both_languages(catalogue) -> None:
    part = re.compile(r"%\(\w+\)[sd]|\{\w*\}|</?\w+[^>]*>|%%")
    for entry in catalogue:
        for welsh in welsh_of(entry):
            assert sorted(part.findall(welsh)) == sorted(part.findall(entry.msgid)), entry.msgid


def test_welsh_keeps_the_marks_at_its_ends(catalogue) -> None:
    for entry in catalogue:
        for welsh in welsh_of(entry):
            assert welsh[-1] in ".?:\n" if entry.msgid[-1] in ".?:\n" else welsh[-1] not in ".?:", entry.msgid
            assert "'" not in re.sub(r"<[^>]*>", "", welsh), welsh
            assert "!" not in welsh


def test_a_message_is_found_however_the_code_says_it() -> None:
    import ast

    code = (
        "from django.utils.translation import gettext_lazy as _, ngettext as many, pgettext\n"
        "_('One' ' long line'); many('%(n)d file', '%(n)d files', n); pgettext('door', 'Shut')\n"
        "other('Not this')"
    )
    assert set(messages.in_code(ast.parse(code))) == {
        (None, "One long line", ""),
        (None, "%(n)d file", "%(n)d files"),
        ("door", "Shut", ""),
    }
    template = (
        "{% translate 'Shut' context 'door' %}{% include 'x' with words=_('Said “so”') %}"
        "{% blocktranslate trimmed count n=files %}\n  {{ n }} file\n{% plural %}\n  {{ n }} files\n{% endblocktranslate %}"
        "{% blocktranslate %}It's 5 %{% endblocktranslate %}"
    )
    assert set(messages.in_template(template, "test")) == {
        ("door", "Shut", ""),
        (None, "Said “so”", ""),
        (None, "%(n)s file", "%(n)s files"),
        (None, "It's 5 %%", ""),
    }


# --- the language ---


@pytest.mark.parametrize("code", list(StatusCode))
def test_a_status_has_one_name_in_welsh(code: StatusCode) -> None:
    with translation.override("cy"):
        assert str(StatusCode(code).label) == wording.WORDS[code].label.cy


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 munud"), (1, "1 munud"), (2, "2 funud"), (3, "3 munud"), (20, "20 munud")]
)
def test_numbers_take_the_form_that_welsh_gives_them(number: int, words: str) -> None:
    english = "You were signed out after %(number)d minute without use."
    many = "You were signed out after %(number)d minutes without use."
    with translation.override("cy"):
        told = translation.ngettext(english, many, number) % {"number": number}
    assert told == f"Cawsoch eich allgofnodi ar ôl {words} heb ddefnyddio’r wefan."


@pytest.mark.parametrize(
    ("month", "name"),
    [(1, "Ionawr"), (2, "Chwefror"), (5, "Mai"), (8, "Awst"), (11, "Tachwedd"), (12, "Rhagfyr")],
)
def test_dates_are_welsh(month: int, name: str) -> None:
    with translation.override("cy"):
        assert formats.date_format(dt.date(2026, month, 24)) == f"24 {name} 2026"
        assert formats.date_format(dt.date(2026, month, 24), "j F Y") == f"24 {name} 2026"


# --- the screens ---


class Unheard(NullTranslations):
    """Notes what was asked for in Welsh and is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked.add(msgid1)
        return msgid1 if n == 1 else msgid2


@pytest.fixture
def unheard(monkeypatch) -> Iterator[Unheard]:
    ear = Unheard()
    monkeypatch.setattr(trans_real.translation("cy"), "_fallback", ear)
    yield ear


def visible(html: str) -> list[tuple[str, str]]:
    """Every text of a page that is seen or read aloud, with its language."""
    found: list[tuple[str, str]] = []

    def walk(node, language: str) -> None:
        language = node.get("lang", language)
        spoken = (
            "aria-label",
            "alt",
            "placeholder",
            "title",
            *(a for a in node.attrib if a.startswith("data-exit-")),
        )
        found.extend((language, node.get(name)) for name in spoken if node.get(name))
        if node.tag not in {"script", "style", "textarea"} and node.text:
            found.append((language, node.text))
        for child in node:
            walk(child, language)
            if child.tail:
                found.append((language, child.tail))

    walk(html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False), "")
    return [(language, " ".join(text.split())) for language, text in found if text.strip()]


def assert_is_welsh(html: str, catalogue: polib.POFile) -> None:
    """The page says in Welsh that it is a draft, and nothing in it is a message's English."""
    texts = visible(html)
    assert '<html lang="cy"' in html
    assert "Nid oes siaradwr Cymraeg wedi darllen y testun hwn eto." in [text for _language, text in texts]
    assert ("en", "Read it in English") in texts
    welsh = [text for language, text in texts if language == "cy"]
    for entry in catalogue:
        if entry.msgid in welsh_of(entry):
            continue
        plain = re.sub(r"<[^>]*>", "", entry.msgid)
        alone = len(plain.split()) < 3 or "%(" in plain
        for text in welsh:
            assert plain != text if alone else plain not in text, text
    # What is most common in English and is no word of Welsh.
    english = re.compile(r"\b(the|this|that|you|your|and|with|is|are|not|for)\b", re.IGNORECASE)
    assert not [text for text in welsh if english.search(text)]


@pytest.fixture
def world(db):
    call_command("establish")
    people.person("Somebody Else", RoleName.REGISTRAR)
    return {
        "amina": advocate("Amina Karim", employer="Tŷ Llusern", nation="W", region="South East Wales"),
        "second": advocate("Amina Karin"),
        "suspended": suspend(advocate("Daniel Okoro")),
        "hidden": advocate("Łucja Żak", visibility=Visibility.PROTECTED),
    }


def together(entry) -> dict[str, str]:
    return {"name": entry.person.practising_name, "number": number_of(entry), "code": code_of(entry)}


SCREENS = {
    "check": lambda world: ("/cy/check/", {}),
    "found": lambda world: ("/cy/check/", {"q": "Amina Karim"}),
    "several": lambda world: ("/cy/check/", {"q": "Amina Kari"}),
    "nobody": lambda world: ("/cy/check/", {"q": "Jon Smyth"}),
    "suspended": lambda world: ("/cy/check/", {"q": number_of(world["suspended"])}),
    "hidden": lambda world: ("/cy/check/", {"q": number_of(world["hidden"])}),
    "belong together": lambda world: ("/cy/check/", together(world["hidden"])),
    "incomplete": lambda world: ("/cy/check/", {"name": "Amina Karim", "number": "", "code": ""}),
    "code": lambda world: (f"/cy/check/{code_of(world['amina'])}/", {}),
    "no such code": lambda world: (f"/cy/check/{codes.format_code(codes.draw_code())}/", {}),
    "register": lambda world: ("/cy/register/", {}),
    "found in the register": lambda world: ("/cy/register/", {"q": "Amina"}),
    "entry": lambda world: (f"/cy/register/{number_of(world['amina'])}/", {}),
    "home": lambda world: ("/cy/", {}),
    "support": lambda world: ("/cy/support/", {}),
    "safety": lambda world: ("/cy/safety/", {}),
    "quiet": lambda world: ("/cy/quiet/", {}),
    "reading settings": lambda world: ("/cy/account/reading/", {}),
    "sign in": lambda world: ("/cy/account/login/", {}),
    "code by mail": lambda world: ("/cy/account/login/code/", {}),
    "password": lambda world: ("/cy/account/password/reset/", {}),
    "password sent": lambda world: ("/cy/account/password/reset/done/", {}),
    "old link": lambda world: ("/cy/account/password/reset/key/x-y/", {}),
    "sign up": lambda world: ("/cy/account/signup/", {}),
    "privacy": lambda world: ("/cy/privacy/", {}),
    "accessibility": lambda world: ("/cy/accessibility/", {}),
    "nothing there": lambda world: ("/cy/nothing/here/", {}),
}


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_welsh_throughout(world, unheard, catalogue, name: str) -> None:
    path, query = SCREENS[name](world)
    answer = Client().get(path, query, follow=True)
    assert answer.status_code == (404 if "no" in name.split()[:1] or name == "nothing there" else 200)
    assert_is_welsh(answer.content.decode(), catalogue)
    assert unheard.asked == set()


STATUSES = {
    "conditions": (EventKind.CONDITIONS_IMPOSED, {"public_text": "Works with a second advocate."}),
    "suspended": (EventKind.SUSPENDED, {}),
    "removed": (EventKind.REMOVED, {}),
    "left": (EventKind.VOLUNTARILY_REMOVED, {}),
    "renewal asked": (EventKind.RENEWAL_ASKED, {}),
}


@pytest.mark.parametrize("name", STATUSES)
def test_an_answer_is_welsh_for_every_status(db, unheard, catalogue, name: str) -> None:
    entry = advocate("Amina Karim")
    kind, facts = STATUSES[name]
    decide(entry, kind, **facts)
    html = Client().get("/cy/check/", {"q": number_of(entry)}).content.decode()
    assert_is_welsh(html, catalogue)
    assert unheard.asked == set()
    if name == "conditions":
        assert ("en", "Works with a second advocate.") in visible(html)


@pytest.mark.parametrize("days", [900, 720])
def test_an_answer_is_welsh_when_it_lapsed_or_ends_soon(db, unheard, catalogue, days: int) -> None:
    entry = advocate("Daniel Okoro", since=clock.now() - dt.timedelta(days=days))
    assert_is_welsh(Client().get("/cy/check/", {"q": number_of(entry)}).content.decode(), catalogue)
    assert unheard.asked == set()


def test_too_many_tries_are_stopped_in_welsh(db, unheard, catalogue, settings) -> None:
    for _try in range(31):
        answer = Client().get("/cy/check/", {"q": "Jon Smyth"})
    assert answer.status_code == 429
    assert_is_welsh(answer.content.decode(), catalogue)
    html = render_to_string("429.html", {}, request=asked("/cy/account/login/"))
    assert_is_welsh(html, catalogue)
    assert unheard.asked == set()


def asked(path: str):
    """A request whose page is drawn in Welsh."""
    translation.activate("cy")
    request = RequestFactory().get(path)
    request.user, request.session = AnonymousUser(), SessionBase()
    return request


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_are_welsh(db, unheard, catalogue, name: str) -> None:
    request = asked("/cy/nothing/")
    html = get_template(name).render({}, None if name == "500.html" else request)
    assert_is_welsh(html, catalogue)
    assert 'href="/cy/"' in html
    assert 'href="/exit/"' in html
    assert unheard.asked == set()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/cy/account/login/", ({}, "Rhowch eich cyfeiriad e-bost.")),
        ("/cy/account/login/", ({"login": "x", "password": "y"}, "Rhowch gyfeiriad e-bost, megis name@example.org.")),
        ("/cy/account/login/", ({"login": "a@example.org", "password": "y"}, "Nid yw’r cyfeiriad e-bost a’r cyfrinair yn cyfateb.")),
        ("/cy/account/login/code/", ({"email": "x"}, "Rhowch gyfeiriad e-bost, megis name@example.org.")),
        ("/cy/account/login/code/", ({"email": "a@example.org"}, "Teipiwch y cod")),
        ("/cy/account/password/reset/", ({}, "Rhowch eich cyfeiriad e-bost.")),
        ("/cy/account/password/reset/", ({"email": "a@example.org"}, "Edrychwch ar eich e-bost")),
        ("/cy/account/reading/", ({"theme": "dark", "text_size": "large", "spacing": "wide"}, "Wedi’i gadw.")),
    ],
)  # fmt: skip
def test_what_a_form_answers_is_welsh(world, unheard, catalogue, path: str, form: tuple) -> None:
    typed, said = form
    answer = Client().post(path, typed, follow=True)
    html = answer.content.decode()
    assert said in html
    assert_is_welsh(html, catalogue)
    assert unheard.asked == set()


def test_a_certificate_is_welsh_for_its_holder(world, unheard, catalogue) -> None:
    paper = certificate_of(world["amina"])
    browser = people.client(paper.person)
    html = browser.get(f"/cy/certificates/{paper.printed_code}/").content.decode()
    assert_is_welsh(html, catalogue)
    assert "Tystysgrif achredu" in html
    assert ("en", "Valid only if the register says so today.") in visible(html)
    assert unheard.asked == set()


@pytest.mark.parametrize("role", list(RoleName))
def test_the_frame_is_welsh_for_every_role(world, unheard, catalogue, role: RoleName) -> None:
    someone = people.person("Mari", *{role, RoleName.TRAINEE})
    html = people.client(someone).get("/cy/support/").content.decode()
    assert_is_welsh(html, catalogue)
    assert unheard.asked == set()


def test_mail_about_signing_in_is_welsh_for_whoever_chose_it(
    world, unheard, django_capture_on_commit_callbacks
) -> None:
    user = people.person("Mari").user
    user.language = "cy"
    user.save()
    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/account/login/code/", {"email": user.email})
        notify(user=user, kind="test", title="Something")
    code, update = mail.outbox[-2:]
    assert (code.subject, update.subject) == ("Eich cod", "Mae diweddariad")
    assert code.body.startswith("Helo,")
    assert "Dyma’r cod y gofynnoch amdano:" in code.body
    assert "Mewngofnodwch pan fydd yn gyfleus" in update.body
    assert unheard.asked == set()


# --- where there is no Welsh yet ---


def test_a_screen_without_welsh_is_english_throughout_and_says_so(world) -> None:
    browser = people.client(people.person("Mari", RoleName.REGISTRAR))
    answer = browser.get("/cy/entries/")
    texts = visible(answer.content.decode())
    assert ("cy", "Nid yw’r dudalen hon ar gael yn Gymraeg eto.") in texts
    assert {text for language, text in texts if language == "cy"} == {
        "Nid yw’r dudalen hon ar gael yn Gymraeg eto.",
        "Y tudalennau sydd yn Gymraeg",
    }
    assert answer.headers["Content-Language"] == "en"


def test_a_screen_without_welsh_offers_none(world) -> None:
    browser = people.client(people.person("Mari", RoleName.REGISTRAR))
    assert 'hreflang="cy"' not in browser.get("/entries/").content.decode()
    assert 'hreflang="cy"' in browser.get("/support/").content.decode()


def test_a_redirect_stays_where_the_next_page_says_its_language(world) -> None:
    browser = people.client(people.person("Mari", RoleName.ASSESSOR))
    assert browser.get("/cy/home/").headers["Location"] == "/cy/marking/"
    signed_out = Client().get("/cy/home/").headers["Location"]
    assert signed_out == "/cy/account/login/?next=/cy/home/"


def test_the_language_of_an_address_does_not_stick(world) -> None:
    browser = Client()
    assert '<html lang="cy">' in browser.get("/cy/check/").content.decode()
    assert '<html lang="en">' in browser.get("/check/").content.decode()
