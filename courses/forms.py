"""Forms of `courses`: a list of people, joining, the way out."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Nation, User
from courses.imports import MOST_BYTES, read_file, read_typed
from courses.lines import Row
from courses.models import Invitation, QualificationVersion
from courses.services.joining import Preferences


class ListForm(forms.Form):
    """People to invite: typed, or as a file."""

    mark_optional = False  # one of the two is needed

    typed = forms.CharField(
        label=_("Email addresses"),
        help_text=_("One line each. You may add the name and the employer: address, name, employer."),
        required=False,
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off"}),
    )
    file = forms.FileField(
        label=_("Or a list as a file"),
        help_text=_("CSV or XLSX, up to 5,000 lines, with columns called email, name and organisation."),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the list. What is wrong with the whole of it is said at the field it came from."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        source = "file" if upload else "typed"
        try:
            rows: list[Row] = []
            if upload:
                rows = read_file(upload.read(MOST_BYTES + 1))
            elif cleaned.get("typed"):
                rows = read_typed(cleaned["typed"])
        except ValidationError as refused:
            self.add_error(source, refused)
            return cleaned
        if not rows and not self.errors:
            self.add_error("typed", _("Type at least one address, or choose a file."))
        cleaned["rows"] = rows
        return cleaned


class CohortForm(forms.Form):
    """A new cohort."""

    title = forms.CharField(
        label=_("Name of the cohort"),
        help_text=_(
            "People see it in their invitation. A season and a place tell cohorts apart: Spring 2027, Leeds."
        ),
        max_length=120,
        error_messages={"required": _("Write a name for the cohort.")},
    )
    version = forms.ModelChoiceField(
        label=_("What they learn"),
        queryset=QualificationVersion.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose what they learn.")},
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the first day.")},
    )
    ends_on = forms.DateField(
        label=_("Day on which units close"),
        help_text=_("Nothing closes by itself on this day; it is a date to plan by."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )

    def __init__(self, *args: Any, versions: QuerySet[QualificationVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = cast(forms.ModelChoiceField, self.fields["version"])
        version.queryset = versions
        version.initial = versions.first()


class PlaceForm(forms.Form):
    """What a place in a cohort needs to know about somebody."""

    practising_name = forms.CharField(
        label=_("The name you practise under"),
        help_text=_("It stands on your work and, later, on the register. You can ask to change it."),
        max_length=120,
        error_messages={"required": _("Write the name you practise under.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    nation = forms.ChoiceField(
        label=_("The nation you work in"),
        help_text=_("Law and dates differ between the four nations."),
        choices=Nation.choices,
        error_messages={"required": _("Choose the nation you work in.")},
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practising_name"].initial = invitation.name
        if invitation.organisation:
            self.fields["nation"].initial = invitation.organisation.nation


class JoinForm(PlaceForm):
    """A new account: how to sign in, what to be called, how to read and be told."""

    PASSWORD, PASSKEY = "password", "passkey"
    mark_optional = False  # whether the password is needed follows from the choice above it

    known_as = forms.CharField(
        label=_("The name you go by"),
        help_text=_("People here see this name. It can be any name."),
        max_length=120,
        error_messages={"required": _("Write the name you go by.")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    way = forms.ChoiceField(
        label=_("How you will sign in"),
        choices=[
            (PASSWORD, _("With a password")),
            (
                PASSKEY,
                _("With a passkey: your phone, your computer or a key asks for your face, finger or PIN"),
            ),
        ],
        initial=PASSWORD,
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("12 characters or more. Three words that do not belong together are good."),
        required=False,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=User._meta.get_field("language").choices, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=User.Theme, initial=User.Theme.SYSTEM, widget=forms.RadioSelect
    )
    text_size = forms.ChoiceField(
        label=_("Size of text"), choices=User.TextSize, initial=User.TextSize.NORMAL, widget=forms.RadioSelect
    )
    spacing = forms.ChoiceField(
        label=_("Space between lines"),
        choices=User.Spacing,
        initial=User.Spacing.NORMAL,
        widget=forms.RadioSelect,
    )
    contact_by = forms.ChoiceField(
        label=_("How we tell you that there is an update"),
        help_text=_("A mail says only that there is an update, never what it is about."),
        choices=User.ContactBy,
        initial=User.ContactBy.MAIL,
        widget=forms.RadioSelect,
    )

    field_order = (
        "known_as",
        "practising_name",
        "nation",
        "way",
        "password",
        "language",
        "theme",
        "text_size",
        "spacing",
        "contact_by",
    )

    def __init__(self, *args: Any, invitation: Invitation, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, invitation=invitation, **kwargs)
        self.fields["known_as"].initial = invitation.name.split()[0] if invitation.name else ""
        self.fields["language"].initial = language
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        """A password is asked for only where somebody signs in with one."""
        cleaned = super().clean() or {}
        if cleaned.get("way") == self.PASSWORD:
            password = cleaned.get("password", "")
            if not password:
                self.add_error("password", _("Choose a password, or choose a passkey."))
            else:
                self._check(password, cleaned)
        return cleaned

    def _check(self, password: str, cleaned: dict[str, Any]) -> None:
        person = User(email=self.invitation.email, known_as=cleaned.get("known_as", ""))
        try:
            password_validation.validate_password(password, person)
        except ValidationError as refused:
            self.add_error("password", refused)

    def preferences(self) -> Preferences:
        """The reading and contact preferences as they were chosen."""
        names = ("language", "theme", "text_size", "spacing", "contact_by")
        return Preferences(**{name: self.cleaned_data[name] for name in names})


class ExitForm(forms.Form):
    """How somebody wants to leave in a hurry, and whether this device is theirs alone."""

    shared_device = forms.BooleanField(
        label=_("Other people use this device"),
        help_text=_("Keeps nothing here, and signs out after 20 minutes without use"),
        required=False,
    )
    by_shift = forms.BooleanField(label=_("Let me leave with three presses of Shift"), required=False)
