"""What the browser tests of accounts share: a passkey device, and the ways in."""

from __future__ import annotations

from typing import Any

PASSWORD = "correct horse battery"


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


def sign_in(page: Any, someone: Any, *, at: str = "/account/login/") -> None:
    """Open a page that leads to the sign-in page, or that page itself, and come in."""
    page.goto(at)
    fill_in(page, someone)


def fill_in(page: Any, someone: Any) -> None:
    """Address and password, on the sign-in page that is open."""
    page.get_by_label("Email address").fill(someone.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def out(page: Any) -> None:
    """Sign out, as the menu does."""
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
