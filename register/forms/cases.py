"""Forms of a case: what a registrar records and what the applicant says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import Employment, Organisation
from casework.models import Hold, Request
from casework.selectors import policy
from design.forms import DateField
from design.widgets import Radios
from foundation import clock
from register.models import AccreditationCase, CheckRecord, ProposalService


class CheckForm(forms.Form):
    """A criminal-record check that was seen: its number and dates, never what it says."""

    number = forms.CharField(label=_("Number on the certificate"), max_length=40)
    dated_on = DateField(label=_("Date of the check"))
    valid_until = DateField(label=_("Counts until"), help_text=_("The last day is included."))
    result = forms.ChoiceField(
        label=_("What follows from it"),
        choices=CheckRecord.Result.choices,
        widget=Radios(
            hints={
                CheckRecord.Result.DECIDED_SEPARATELY: _(
                    "Two trained people heard the person. What it was about stays with them."
                )
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = policy("checks.valid_months")
        today = clock.today()
        years, rest = divmod(today.month - 1 + months, 12)
        self.fields["valid_until"].initial = dt.date(today.year + years, rest + 1, min(today.day, 28))


class ReferenceForm(forms.Form):
    """Whom to ask for a reference."""

    name = forms.CharField(label=_("Their name"), max_length=120)
    role = forms.CharField(
        label=_("How they know the work"), max_length=120, help_text=_("For example: supervisor until 2025.")
    )
    email = forms.EmailField(
        label=_("Their email address"),
        max_length=254,
        error_messages={"invalid": _("Write an email address, such as name@example.org.")},
    )


class CertificateNameForm(forms.Form):
    """How the certificate shows one's name."""

    name = forms.CharField(
        label=_("The name on your certificate"),
        max_length=120,
        help_text=_("In Latin letters; accents are fine."),
        error_messages={"required": _("Write the name as the certificate should show it.")},
    )


class AnswersForm(forms.Form):
    """One field for each question of a request."""

    mark_optional = False

    def __init__(self, *args: Any, request_asked: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in request_asked.items.all():
            self.fields[f"answer_{item.number}"] = forms.CharField(
                label=item.question,
                max_length=5000,
                widget=forms.Textarea({"rows": 4}),
                error_messages={"required": _("Answer each question. A short answer is enough.")},
            )

    @property
    def answers(self) -> list[str]:
        """The answers in the order of the questions."""
        return [self.cleaned_data[name] for name in self.fields if name.startswith("answer_")]


class VerifyForm(forms.Form):
    """How it is known that the answers came from the person who was asked."""

    how = forms.CharField(
        label=_("How you made sure"),
        max_length=300,
        help_text=_("For example: rang the switchboard of their organisation on a number from its website."),
    )


class EmployerForm(forms.Form):
    """For which of their employers somebody will practise."""

    organisation = forms.ModelChoiceField(
        label=_("Where they will practise"),
        queryset=Organisation.objects.none(),
        widget=Radios,
        empty_label=None,
        to_field_name="public_id",
    )

    def __init__(self, *args: Any, case: AccreditationCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Employment.objects.current().filter(person=case.person).values("organisation_id")
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=current)
        if case.employer is not None:
            self.fields["organisation"].initial = case.employer.public_id


class ApprovalForm(forms.Form):
    """That an organisation is an approved employer, from a day to a day."""

    since = DateField(label=_("Approved from"))
    until = DateField(label=_("Approved to"), help_text=_("The last day is included."))
    reason = forms.CharField(
        label=_("On what it rests"),
        max_length=300,
        required=False,
        help_text=_("For example: desk review and visit."),
    )


class HoldForm(forms.Form):
    """Why a case stands still."""

    kind = forms.ChoiceField(
        label=_("Kind of hold"),
        choices=[choice for choice in Hold.Kind.choices if choice[0] != Hold.Kind.QUARANTINE],
        widget=Radios,
    )
    reason = forms.CharField(
        label=_("Why it has to wait"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class ReasonForm(forms.Form):
    """A reason in a few words."""

    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, label: str = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
        if label:
            self.fields["reason"].label = label


class ConductForm(forms.Form):
    """Signing the code of conduct as it reads on the page."""

    conduct_version = forms.CharField(widget=forms.HiddenInput)
    agree = forms.BooleanField(
        label=_("I have read this, and I will work by it"),
        error_messages={"required": _("Tick the box if you will work by it. You can come back later.")},
    )


class WritingForm(forms.Form):
    """An answer to a notice, in writing."""

    text = forms.CharField(
        label=_("What the panel should know"),
        max_length=20000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("You can name pages or papers that you want the panel to look at."),
        error_messages={"required": _("Write what the panel should know. A short answer is enough.")},
    )
    needs = forms.CharField(
        label=_("Anything you need so that you can take part"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class SpeakForm(forms.Form):
    """Asking to speak to the panel."""

    text = forms.CharField(
        label=_("When and how suits you"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("By video, by telephone or in the room. Name days that do not suit you."),
    )
    needs = forms.CharField(
        label=_("Anything you need so that you can take part"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("An interpreter, a companion, breaks, another place."),
    )


class MoreTimeForm(forms.Form):
    """Asking for more time. The first time needs no reason."""

    text = forms.CharField(
        label=_("Why you need longer"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["text"]
        else:
            self.fields["text"].required = True
            self.fields["text"].error_messages["required"] = gettext(
                "Say why you need longer this time. A sentence is enough."
            )


class AgreeForm(forms.Form):
    """Agreeing to what is proposed; the panel still decides."""

    text = forms.CharField(
        label=_("Anything you want to add"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class NeedsForm(forms.Form):
    """What somebody needs so that they can take part."""

    needs = forms.CharField(
        label=_("What would help you"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("An interpreter, a companion, papers in large print, breaks, another place."),
        error_messages={"required": _("Say what would help you to take part.")},
    )


class ServeForm(forms.Form):
    """That a notice went another way."""

    channel = forms.ChoiceField(
        label=_("How it went"),
        choices=[choice for choice in ProposalService.Channel.choices if choice[0] != "site"],
        widget=Radios,
    )
    served_on = DateField(label=_("The day it reached them"))
    note = forms.CharField(
        label=_("How you know that it arrived"), max_length=300, help_text=_("For example: signed for.")
    )


class DaysForm(forms.Form):
    """How much more time there is."""

    days = forms.TypedChoiceField(
        label=_("More time"),
        coerce=int,
        choices=[
            (14, _("14 days more")),
            (28, _("28 days more")),
            (7, _("7 days more")),
            (0, _("No more time; two days remain at least")),
        ],
        widget=Radios,
    )


class HearingForm(forms.Form):
    """When and how somebody is heard."""

    held_on = DateField(label=_("Day"))
    how = forms.CharField(
        label=_("Time, and how to join"),
        max_length=200,
        help_text=_("For example: 14:00, by video, 45 minutes."),
    )


class HeardForm(forms.Form):
    """What was said when somebody was heard."""

    note = forms.CharField(
        label=_("What was said"),
        max_length=20000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Every member and the applicant read this."),
    )
