"""People at their browsers: each has a context of their own, as on a device of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.running_site import RunningSite


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

    def _note_server_errors(self, response: Any) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}\n{self.site.log()[-1500:]}")

    def opens(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def clicks(self, words: str | re.Pattern[str], *, exact: bool = True) -> Page:
        """Follow the link or press the button of these words."""
        named = {"name": words, "exact": exact} if isinstance(words, str) else {"name": words}
        self.page.get_by_role("button", **named).or_(self.page.get_by_role("link", **named)).first.click()
        self.page.wait_for_load_state()
        return self.page

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def does_not_see(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words)

    def heading(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("h1")).to_have_text(words)

    def fills(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=False).first.fill(words)

    def ticks(self, label: str | re.Pattern[str]) -> None:
        self.page.get_by_label(label).first.check()


@contextmanager
def somebody(
    browser: Browser, site: RunningSite, *, known_as: str = "", **context: Any
) -> Iterator[Somebody]:
    """A person for a while; with `known_as`, one of the cast, signed in by the front door."""
    person = Somebody(browser, site, **context)
    try:
        if known_as:
            person.opens("/demo/")
            person.clicks(f"Be {known_as}")
        yield person
        assert person.problems == []
    finally:
        person.context.close()


def last_mail(site: RunningSite, address: str) -> str:
    """The text of the newest mail to `address` in the site's mail folder."""
    import email
    import email.policy

    folder = site.folder / "mail"
    found = []
    for file in sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime_ns):
        for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            if part.strip():
                message = email.message_from_bytes(part.strip() + b"\n", policy=email.policy.default)
                if address in (message["to"] or ""):
                    body = message.get_body(preferencelist=("plain",))
                    found.append(f"{message['subject']}\n{body.get_content() if body else ''}")
    assert found, f"no mail to {address} in {[path.name for path in folder.glob('*')]}"
    return found[-1]


def link_in(text: str) -> str:
    found = re.search(r"https?://\S+", text)
    assert found, text
    return found.group(0)


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
