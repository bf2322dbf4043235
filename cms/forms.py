"""The consultant's forms: giving words, consenting, answering; and the lead's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import User
from cms.models import Consent, Contribution, Payment
from cms.services.contributions import Terms, longest_until
from cms.states import Answer, Channel, Credit, Edits
from design.forms import DateField
from design.widgets import CountedText, Files, Radios, Ticks
from foundation import clock

LANGUAGES = [("en", _("English")), ("cy", _("Cymraeg"))]


class ConsentForm(forms.Form):
    """What somebody agrees to. The plain default stands; every choice is one step away."""

    scope = forms.CharField(
        label=_("What it is for"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        initial=_("Teaching people who want to become advocates"),
        help_text=_("In your own words, if you like."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Who may see it"),
        choices=Channel.choices,
        initial=[Channel.WEB_SIGNED_IN],
        widget=Ticks(
            hints={
                Channel.WEB_PUBLIC: _("Search engines find public pages."),
                Channel.PRINT: _("What is printed cannot be called back."),
                Channel.EXPORT: _("What somebody has saved cannot be called back."),
            }
        ),
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages"),
        choices=LANGUAGES,
        initial=["en"],
        widget=Ticks(hints={"cy": _("You see the Welsh words before they stand anywhere.")}),
    )
    credit = forms.ChoiceField(
        label=_("How you are credited"),
        choices=Credit.choices,
        initial=Credit.COLLECTIVE,
        widget=Radios(
            hints={
                Credit.COLLECTIVE: _("“A consultant who co-wrote this, credited as part of the group”"),
                Credit.NAME: _("Everybody who may see the words sees the name, too."),
                Credit.NONE: _("The words stand without a line below them."),
            }
        ),
    )
    credited_as = forms.CharField(
        label=_("The name below your words"),
        max_length=80,
        required=False,
        help_text=_("Only where you chose a name above."),
    )
    edits = forms.ChoiceField(
        label=_("May we correct small things?"), choices=Edits.choices, initial=Edits.ASK_FIRST, widget=Radios
    )
    until = DateField(
        label=_("Until"), help_text=_("Three years is the longest. You can end it on any day before.")
    )
    not_consented_to = forms.CharField(
        label=_("Anything you do not agree to"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is written down, too, and stands on your receipt."),
    )

    def __init__(self, *args: Any, consent: Consent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = longest_until(clock.today())
        if consent is not None:
            self.initial = {
                "scope": consent.scope,
                "channels": [channel.value for channel in Channel if getattr(consent, channel.value)],
                "languages": consent.languages,
                "credit": consent.credit,
                "credited_as": consent.credited_as,
                "edits": consent.edits,
                "until": max(consent.until, clock.today()),
                "not_consented_to": consent.not_consented_to,
            }

    def terms(self) -> Terms:
        """What was typed, for the service."""
        data = self.cleaned_data
        return Terms(
            scope=data["scope"],
            channels=[Channel(value) for value in data["channels"]],
            languages=data["languages"],
            edits=Edits(data["edits"]),
            credit=Credit(data["credit"]),
            credited_as=data["credited_as"],
            not_consented_to=data["not_consented_to"],
            until=data["until"],
        )


class GiveForm(ConsentForm):
    """New words, a recording or a picture, and the consent for it on one page."""

    kind = forms.ChoiceField(
        label=_("What do you want to give?"), choices=Contribution.Kind.choices, initial="text", widget=Radios
    )
    words = forms.CharField(
        label=_("Your words"),
        widget=CountedText(words=150, rows=6),
        help_text=_(
            "About practice, not about what happened to you. For a recording, write down what is said; "
            "for a picture, what it shows."
        ),
    )
    words_cy = forms.CharField(
        label=_("Your words in Welsh"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    about = forms.CharField(
        label=_("A short label for the editors"),
        max_length=120,
        required=False,
        help_text=_("Such as “On the first meeting”. Please no names."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=Files(accept=".jpg,.jpeg,.png,.webp,.mp3,.m4a"),
        help_text=_("Only for a recording (MP3 or M4A) or a picture (JPEG, PNG or WebP)."),
    )
    seconds = forms.IntegerField(
        label=_("Length of the recording in seconds"), required=False, min_value=1, max_value=3600
    )

    MORE = ("file", "seconds", "words_cy")
    PLAIN = ("kind", "words", "about")

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [self[name] for name in self.PLAIN]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What only a recording, a picture or Welsh needs."""
        return [self[name] for name in self.MORE]

    @property
    def choice_fields(self) -> list[forms.BoundField]:
        """The consent, one step away: its plain default is said before it."""
        return [self[name] for name in self.fields if name not in self.MORE + self.PLAIN]

    @property
    def more_open(self) -> bool:
        """Whether something there was typed or is wrong."""
        return self.is_bound and (
            self["kind"].value() != Contribution.Kind.TEXT
            or any(field.errors or field.value() for field in self.more_fields)
        )

    @property
    def choices_open(self) -> bool:
        """Whether a choice there was changed or is wrong: what was typed is never out of sight."""
        return self.is_bound and (
            any(field.errors for field in self.choice_fields)
            or any(field.name in self.changed_data for field in self.choice_fields)
        )

    def clean(self) -> dict[str, Any]:
        """A recording or picture needs its file; a recording its length."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind in {Contribution.Kind.SOUND, Contribution.Kind.IMAGE} and not data.get("file"):
            self.add_error("file", ValidationError(gettext("Choose the file."), code="required"))
        if kind == Contribution.Kind.SOUND and not data.get("seconds"):
            self.add_error("seconds", ValidationError(gettext("Say about how long it is."), code="required"))
        return data


class AnswerForm(forms.Form):
    """Yes, changes or veto about exactly one revision."""

    answer = forms.ChoiceField(
        label=_("What do you say?"),
        choices=Answer.choices,
        widget=Radios(
            hints={
                Answer.APPROVE: _("It goes live when all readers have said so."),
                Answer.CHANGES: _("It waits until you have read the next version."),
                Answer.VETO: _("It does not go out. The editors must talk with you before they try again."),
            }
        ),
        error_messages={"required": _("Choose what you say.")},
    )
    reasons = forms.CharField(
        label=_("Your reasons"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The editors read this. Trainees do not. A yes needs none."),
    )

    def clean(self) -> dict[str, Any]:
        """Anything but yes needs reasons."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        asks = data.get("answer") in {Answer.CHANGES, Answer.VETO}
        if asks and not data.get("reasons", "").strip():
            self.add_error(
                "reasons",
                ValidationError(
                    gettext("Say what should change, or why it should not go out."), code="required"
                ),
            )
        return data


class _ByName(forms.ModelMultipleChoiceField):
    """Consultants by the name that they go by."""

    def label_from_instance(self, user: User) -> str:
        return user.get_full_name()


class ReadersForm(forms.Form):
    """Who reads a page and all below it. For the co-production lead alone."""

    consultants = _ByName(label=_("Readers"), queryset=User.objects.none(), widget=Ticks)

    def __init__(self, *args: Any, consultants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["consultants"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = consultants


class PaymentForm(forms.ModelForm):
    """What was agreed and paid. For the co-production lead alone."""

    terms_agreed_on = DateField(label=_("Terms agreed on"), required=False)
    advice_offered_on = DateField(
        label=_("Independent advice offered on"),
        required=False,
        help_text=_("On work, benefits and asylum support. It comes before money does."),
    )
    declined_on = DateField(label=_("Declined on"), required=False)
    paid_on = DateField(label=_("Paid on"), required=False)

    class Meta:
        model = Payment
        fields = ("amount", "terms_agreed_on", "advice_offered_on", "declined_on", "paid_on")
        labels = {"amount": _("Amount in pounds")}

    def clean(self) -> dict[str, Any]:
        """Nothing is both declined and paid; what is paid has terms and an amount."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("paid_on") and data.get("declined_on"):
            self.add_error("paid_on", gettext("This is declined. Take that date out first."))
        if data.get("paid_on") and not data.get("terms_agreed_on"):
            self.add_error("terms_agreed_on", gettext("Terms are agreed before the work."))
        return data
