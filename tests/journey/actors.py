"""People at their browsers: each has a context of their own, as on a device of their own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.running_site import RunningSite

Words = str | re.Pattern[str]
#: Whatever the demonstration's people sign in with.
PASSWORD = "a lamp beside the door"

MOST_TABS = 150
#: The one with the focus, or the label or box around it, has an outline or a shadow.
FOCUS_IS_SEEN = """() => {
    const element = document.activeElement;
    const around = [element, element.nextElementSibling, element.parentElement].filter(Boolean);
    return around.some(one => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    });
}"""


class Somebody:
    """One person with one browser on the running site."""

    def __init__(self, browser: Browser, site: RunningSite, **context: Any) -> None:
        self.site = site
        self.context = browser.new_context(base_url=site.url, locale="en-GB", **context)
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("response", self._note_server_errors)

    def _note_server_errors(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}\n{self.site.log()[-1500:]}")

    def opens(self, path: str) -> Page:
        """Type an address."""
        self.page.goto(path, wait_until="domcontentloaded")
        return self.page

    def control(self, words: Words, *, exact: bool = True, within: Locator | None = None) -> Locator:
        """The link or the button of these words in the page itself; the first, where it says them twice."""
        place = within or self.page.locator("main")
        named: dict[str, Any] = {"name": words, "exact": exact} if isinstance(words, str) else {"name": words}
        return place.get_by_role("button", **named).or_(place.get_by_role("link", **named)).first

    def clicks(self, words: Words, *, exact: bool = True, within: Locator | None = None) -> Page:
        """Follow the link or press the button of these words, and wait for the page that comes."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.control(words, exact=exact, within=within).click()
        return self.page

    def sees(self, words: Words) -> None:
        """The page says so."""
        expect(self.page.locator("main")).to_contain_text(words)

    def does_not_see(self, words: Words) -> None:
        """The page does not say so, not even in its frame."""
        expect(self.page.locator("body")).not_to_contain_text(words)

    def heading(self, words: Words) -> None:
        """The page's heading is this, and no other."""
        expect(self.page.locator("h1")).to_have_text(words)

    def is_told_of(self, *problems: Words) -> None:
        """The error summary names each of these, and each entry leads somewhere on the page."""
        summary = self.page.locator(".error-summary")
        for problem in problems:
            expect(summary).to_contain_text(problem)

    def fills(self, label: Words, words: str) -> None:
        """Write into the field of this label."""
        self.page.get_by_label(label, exact=False).first.fill(words)

    def ticks(self, label: Words, *, exact: bool = False) -> None:
        """Tick the box, or choose the answer, of this label."""
        self.page.get_by_label(label, exact=exact).first.check()

    def tabs_to(self, place: Locator) -> None:
        """Go on with the Tab key until this has the focus, which can be seen."""
        expect(place).to_be_visible()
        for _press in range(MOST_TABS):
            if place.evaluate("element => element === document.activeElement"):
                assert self.page.evaluate(FOCUS_IS_SEEN), f"the focus on {place} cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not lead to {place}")

    def types(self, place: Locator, words: str) -> None:
        """Tab to a field and type."""
        self.tabs_to(place)
        self.page.keyboard.insert_text(words)

    def presses(self, key: str, place: Locator) -> None:
        """Tab to something and press a key on it."""
        self.tabs_to(place)
        self.page.keyboard.press(key)

    def enters(self, words: Words) -> None:
        """Tab to the link or the button of these words and press Enter; wait for the page that comes."""
        self.tabs_to(self.control(words))
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.keyboard.press("Enter")

    def becomes(self, name: str) -> None:
        """Come in by the demonstration's door as somebody of the cast, without waiting for its pages."""
        door = self.context.request
        form = re.search(
            rf'action="([^"]+)">\s*<input[^>]+name="(\w+)" value="(\w+)">\s*<button[^>]*>Be {name}<',
            door.get("/demo/people/").text(),
        )
        assert form, f"nobody at the door is called {name}"
        address, field_name, token = form.groups()
        assert door.post(address, form={field_name: token}, max_redirects=0).status == 302

    def code_of(self, email: str) -> str:
        """What the authenticator app of this address shows now; the demonstration shows it too."""
        phone = self.context.new_page()
        phone.goto("/demo/people/")
        row = phone.locator("li", has=phone.get_by_text(email, exact=True))
        code = row.locator("code").nth(1).inner_text()
        phone.close()
        return code

    def opens_mail(self, address: str, subject: Words) -> None:
        """Open the newest mail to `address` with this subject."""
        self.opens(f"/demo/mail/?to={address}")
        self.clicks(subject, within=self.page.locator("main .rows"))

    def follows_the_link_of_the_mail(self) -> None:
        """Follow the only link that stands in a mail's text."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator("main .card a").click()


@contextmanager
def somebody(
    browser: Browser, site: RunningSite, *, known_as: str = "", **context: Any
) -> Iterator[Somebody]:
    """A person for a while; with `known_as`, one of the cast, signed in by the front door."""
    person = Somebody(browser, site, **context)
    try:
        if known_as:
            person.becomes(known_as)
        yield person
        assert person.problems == []
    finally:
        person.context.close()


@dataclass(frozen=True)
class Newcomer:
    """Somebody whom nobody here knows yet; each has a name of their own."""

    given: str
    employer: str
    nation: str
    surname: str = field(
        default_factory=lambda: "".join(secrets.choice(ascii_lowercase) for _n in range(8)).title()
    )

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"

    @property
    def email(self) -> str:
        return f"{self.given}.{self.surname}@imsa.example".lower()


def a_pdf(folder: Path) -> Path:
    """A small real PDF."""
    import pikepdf

    file = folder / "observation-record.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 400))
        pdf.save(file)
    return file


def not_a_pdf(folder: Path) -> Path:
    """A file whose name lies."""
    file = folder / "mind-map.pdf"
    file.write_bytes(b"This is no PDF at all.\n" * 20)
    return file
