"""A real Chromium for the tests of accounts, and a passkey device for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser of one's own; where the machine has none, the test says so and is skipped."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM or None, args=["--no-sandbox"])
        except Error:
            pytest.skip("there is no Chromium on this machine")
        try:
            yield browser
        finally:
            browser.close()


def with_passkey_device(page: Any) -> Any:
    """A device that makes passkeys and says yes to every question."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session
