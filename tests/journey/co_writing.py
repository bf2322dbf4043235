"""Step 0: an editor and consultants write a module together."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.journey.actors import Somebody

MODULE = "/programme/the-advocates-role/"
SECTION = f"{MODULE}alongside/"


def edits_a_section(editor: Somebody, sentence: str) -> None:
    """Write a sentence at the end of the first paragraph, in the editing rooms."""
    editor.opens("/admin/pages/search/?q=Alongside")
    editor.clicks("Alongside")
    text = editor.page.locator(".public-DraftEditor-content").first
    text.click()
    editor.page.keyboard.press("Control+End")
    editor.page.keyboard.type(f" {sentence}")
    # The editor writes into its form a moment after the last key.
    expect(editor.page.locator("[name='body-0-value']")).to_have_value(re.compile(re.escape(sentence)))


def cannot_publish_alone(editor: Somebody) -> None:
    """No button promises it, and asking for it anyway keeps a draft and publishes nothing."""
    expect(editor.page.locator("button[name='action-publish']")).to_have_count(0)
    editor.page.evaluate(
        """() => {
            const form = document.querySelector('[data-edit-form]') || document.querySelector('#page-edit-form');
            const wish = document.createElement('input');
            wish.type = 'hidden'; wish.name = 'action-publish'; wish.value = 'Publish';
            form.append(wish);
        }"""
    )
    with editor.page.expect_navigation(wait_until="domcontentloaded"):
        editor.page.get_by_role("button", name=re.compile("Save draft")).first.click()


def asks_for_sign_off(editor: Somebody) -> None:
    """Save, and ask the readers about exactly this revision."""
    actions = editor.page.get_by_role("navigation", name="Actions (footer)")
    actions.get_by_role("button", name="More actions").click()
    editor.clicks("Save and ask for sign-off", within=actions)
    expect(editor.page.locator("body")).to_contain_text("The readers were asked.")


def signs_off(consultant: Somebody, sentence: str) -> None:
    """Read it as it will be, and say yes to exactly this text."""
    consultant.opens("/home/")
    consultant.clicks(re.compile("Alongside"), within=consultant.page.locator("main .rows"))
    consultant.heading("Read it as it will be")
    consultant.sees(sentence)
    consultant.page.get_by_role("radio").first.check()
    consultant.clicks("Send my answer")
    consultant.sees("Thank you. Your answer is written down.")


def piece_in(consultant: Somebody, address: str) -> Locator:
    """The consultant's words that stand on the page of this address."""
    consultant.opens("/home/")
    return consultant.page.locator(".piece", has=consultant.page.locator(f"a[href$='{address}']"))


def withdraws(consultant: Somebody, address: str) -> None:
    """One click, no reason."""
    consultant.clicks("Withdraw these words", within=piece_in(consultant, address))
    consultant.heading("Your words are out")


def brings_back(consultant: Somebody) -> None:
    """It was a slip; the words are sealed, not gone."""
    consultant.clicks("Bring them back")
