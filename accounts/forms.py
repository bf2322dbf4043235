"""Forms of signing in and of one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.internal import flows
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import sessions
from accounts.models import Nation, Organisation, Role, User
from accounts.roles import RoleName
from design.widgets import Radios


def without_placeholders(form: forms.BaseForm) -> None:
    """A label stays in sight; a placeholder goes as soon as one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def ask_for_code(form: forms.BaseForm, label: Any) -> None:
    """A field for figures: a number keypad on a phone, and the code from a message offered."""
    field = form.fields["code"]
    field.label = label
    field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code", size=12, spellcheck="false")
    field.error_messages["required"] = _("Type the code.")
    without_placeholders(form)


def ask_for_address(field: forms.Field) -> None:
    """An email address, asked for in the same words everywhere."""
    field.label = _("Email address")
    field.error_messages["required"] = _("Write your email address.")
    field.error_messages["invalid"] = _("Write an email address, such as name@example.org.")


class SharedDeviceField(forms.BooleanField):
    """The choice "Other people use this device", the same on every sign-in form."""

    def __init__(self) -> None:
        super().__init__(required=False, label=_("Other people use this device"))


class LoginForm(allauth_forms.LoginForm):
    """Email address and password, and whether others use the device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self.fields["login"])
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = _("Write your password.")
        self.fields[sessions.SHARED_FIELD] = SharedDeviceField()
        without_placeholders(self)

    def clean(self) -> dict[str, Any]:
        """What does not match is said beside the password, where one tries again."""
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("password", error)
            return self.cleaned_data

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in; how long the session lasts follows from the device, not from "remember me"."""
        self._login.redirect_url = redirect_url
        return flows.login.perform_password_login(request, self.user_credentials(), self._login)


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """An address to which a code is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self.fields["email"])
        self.fields[sessions.SHARED_FIELD] = SharedDeviceField()
        without_placeholders(self)


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self, _("Code from the email"))
        self.fields["code"].widget.attrs["inputmode"] = "text"


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """An address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self.fields["email"])
        without_placeholders(self)


class _NewPassword:
    """A new password, typed once: twice helps nobody who has a password manager."""

    fields: dict[str, forms.Field]

    def _one_password(self) -> None:
        self.fields.pop("password2", None)
        field = self.fields["password1"]
        field.label = _("New password")
        field.help_text = _(
            "12 characters or more. Three or four words that do not belong together are good."
        )
        field.error_messages["required"] = _("Write a new password.")
        without_placeholders(self)  # type: ignore[arg-type]


class ResetPasswordKeyForm(_NewPassword, allauth_forms.ResetPasswordKeyForm):
    """A new password, after the link in the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._one_password()


class SetPasswordForm(_NewPassword, allauth_forms.SetPasswordForm):
    """A first password, for somebody who signs in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._one_password()


class ChangePasswordForm(_NewPassword, allauth_forms.ChangePasswordForm):
    """The present password, then a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].error_messages["required"] = _("Write your present password.")
        self._one_password()


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = _("Write your password.")
        without_placeholders(self)


class AddEmailForm(allauth_forms.AddEmailForm):
    """A new address for signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self.fields["email"])
        self.fields["email"].label = _("New email address")
        without_placeholders(self)


class AuthenticateForm(factor_forms.AuthenticateForm):
    """The second step: the app's code, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self, _("Code from your authenticator app"))


class ReauthenticateFactorForm(factor_forms.ReauthenticateForm):
    """The same, to confirm that it is still the person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self, _("Code"))


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    """The first code, which shows that the app has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self, _("The six figures"))


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):
    """A passkey: what to call it, and whether it opens the door alone."""

    field_order = ("name", "passwordless", "credential")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call it")
        self.fields["name"].help_text = _("So that you know it again, such as “My phone”.")
        self.fields["passwordless"].label = _("Let me sign in with it alone, without a password")
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True
        without_placeholders(self)


class EditWebAuthnForm(webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call it")
        self.fields["name"].error_messages["required"] = _("Write a name.")


class ReadingForm(forms.ModelForm):
    """How somebody likes to read; for anybody, signed in or not."""

    class Meta:
        model = User
        fields = ("theme", "text_size", "spacing")
        widgets = {"theme": Radios, "text_size": Radios, "spacing": Radios}
        labels = {
            "theme": _("Colours"),
            "text_size": _("Size of text"),
            "spacing": _("Space between lines and words"),
        }


class DetailsForm(forms.ModelForm):
    """What somebody may change about themselves at any time."""

    nation = forms.ChoiceField(
        label=_("Where you work"),
        choices=Nation.choices,
        widget=Radios,
        help_text=_("Law and bank holidays differ between the four nations."),
        error_messages={"required": _("Choose where you work.")},
    )

    exit_to = forms.ChoiceField(label=_("Where the way out leads"), required=False, widget=Radios)
    field_order = ("known_as", "nation", "contact_by", "language", "exit_to", "exit_by_shift")

    class Meta:
        model = User
        fields = ("known_as", "contact_by", "language", "exit_to", "exit_by_shift")
        widgets = {"contact_by": Radios, "language": Radios}
        labels = {
            "known_as": _("The name you go by"),
            "contact_by": _("How we tell you that something is new"),
            "language": _("The language of our emails"),
            "exit_by_shift": _("Let me leave with three presses of Shift"),
        }
        help_texts = {
            "known_as": _("People here see this name. It may be a first name, or one that you choose."),
            "contact_by": _("An email says only that there is an update, never about what."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known_as"].required = True
        self.fields["known_as"].error_messages["required"] = _("Write the name you go by.")
        if "exit_to" in self.fields:
            self.fields["exit_to"].mark_optional = False
            self.fields["exit_to"].choices = [
                ("", _("The usual page")),
                *((key, name) for key, (name, _url) in settings.EXIT_PAGES.items()),
            ]
        person = getattr(self.instance, "person", None)
        if person is None:
            del self.fields["nation"]
        else:
            self.fields["nation"].initial = person.nation


class WelcomeForm(DetailsForm):
    """The same, and how somebody likes to read, asked once at the beginning."""

    exit_to = None
    field_order = ("known_as", "nation", "contact_by", "theme", "text_size", "spacing")

    class Meta(DetailsForm.Meta):
        fields = ("known_as", "contact_by", "theme", "text_size", "spacing")
        widgets = {**DetailsForm.Meta.widgets, **ReadingForm.Meta.widgets}
        labels = {**DetailsForm.Meta.labels, **ReadingForm.Meta.labels}


class FindForm(forms.Form):
    """Somebody by their whole address."""

    address = forms.EmailField(label=_("Email address"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self.fields["address"])


class NewPersonForm(forms.Form):
    """A colleague who has no account yet."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As they practise under it. They choose themselves what they go by."),
        error_messages={"required": _("Write their name.")},
    )
    email = forms.EmailField(label=_("Email address"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self.fields["email"])
        self.fields["email"].error_messages["required"] = _("Write their email address.")


class GiveRoleForm(forms.Form):
    """A role to give, how far it reaches, and why."""

    name = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role.")})
    organisation = forms.ModelChoiceField(
        label=_("Only for this organisation"),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=_("The whole programme"),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever confirms it reads this, and whoever asks later."),
        error_messages={"required": _("Say why, in a few words.")},
    )

    def __init__(self, *args: Any, choices: list[RoleName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [
            ("", _("Choose a role")),
            *((role.value, role.label) for role in choices),
        ]


class EndRoleForm(forms.Form):
    """Which role ends, and why."""

    role = forms.ModelChoiceField(queryset=Role.objects.none(), widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it ends"), max_length=400, error_messages={"required": _("Say why, in a few words.")}
    )

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles
