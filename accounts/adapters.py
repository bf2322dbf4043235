"""allauth's questions, answered by our rules and in our words."""

from __future__ import annotations

import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy as _, override

from accounts import held, sessions
from accounts.mixins import home_address
from accounts.models import User
from foundation import sealed

TOTP_PLACE = "mfa.secret"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is by invitation only; mails go out in the person's language."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("You already sign in with this address."),
        "email_password_mismatch": _(
            "That email address and password do not match. Try again, or ask for a code by email"
        ),
        "enter_current_password": _("That is not your present password. Try again."),
        "incorrect_code": _("That code does not match. Try again, or ask for another one."),
        "incorrect_password": _("That is not your password. Try again."),
        "invalid_login": _("Write an email address, such as name@example.org."),
        "too_many_login_attempts": _("This was tried too often. Wait five minutes, then try again."),
        "rate_limited": _("This was tried very often. Wait a few minutes, then try again."),
        "same_as_current": _("This is what it is already. Write something new."),
        "unverified_primary_email": _("Open the link that we sent to this address first."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The person's home, in the language of the page where they signed in."""
        return home_address(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The start; somebody who is not signed in has nothing to leave and may want to come in."""
        return (
            super().get_logout_redirect_url(request)
            if request.user.is_authenticated
            else reverse("account_login")
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:overview")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        user = self.request.user
        return reverse("accounts:overview") if user.is_authenticated else reverse("account_login")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Use my password"),
            "mfa_reauthenticate": _("Use my authenticator app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use my passkey"),
        }
        return [
            {**method, "description": str(words.get(method["id"], method["description"]))}
            for method in super().get_reauthentication_methods(user)
        ]

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """First save what was typed before the session ended, or say welcome; then go on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if held.in_session(request.session) is not None:
            return HttpResponseRedirect(reverse("accounts:resume"))
        if user.welcomed_at is None:
            query = urlencode({"next": response.headers.get("Location", "")})
            return HttpResponseRedirect(f"{reverse('accounts:welcome')}?{query}")
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        with override(user.language if user is not None else None):
            super().send_mail(template_prefix, email, context)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are sealed at rest; staff cannot take their last one off."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Your work needs a second step. Set up another one first."),
        "incorrect_code": _("That code does not match. Type the one that the app shows now."),
    }

    def encrypt(self, text: str) -> str:
        return sealed.seal(text, place=TOTP_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return sealed.open_sealed(encrypted_text, place=TOTP_PLACE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        has_other = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return has_other or not sessions.is_staff(authenticator.user)

    def build_totp_svg(self, url: str) -> str:
        """Black on white with its quiet zone, so that it can be scanned in the dark theme, too."""
        out = io.BytesIO()
        segno.make(url, error="m", micro=False).save(
            out, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False
        )
        return out.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("My passkey") if number == 1 else gettext("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}
