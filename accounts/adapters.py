"""allauth's questions, answered by our rules."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from foundation import sealed

TOTP_PLACE = "mfa.secret"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return str(settings.LOGIN_REDIRECT_URL)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are sealed at rest."""

    def encrypt(self, text: str) -> str:
        return sealed.seal(text, place=TOTP_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return sealed.open_sealed(encrypted_text, place=TOTP_PLACE)
