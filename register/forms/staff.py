"""What registrars write about an entry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.widgets import Radios
from foundation.public_ids import new_public_id
from register.models import Entry
from register.states import PROTECTION, Visibility


class ActForm(forms.Form):
    """What every act carries: the version that was seen, and a key for a second click."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": entry.version, "key": new_public_id(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.entry = entry

    @property
    def seen(self) -> dict[str, Any]:
        """The hidden facts, for the service."""
        return {"seen_version": self.cleaned_data["version"], "key": self.cleaned_data["key"]}


def _reason(label: Any, missing: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea({"rows": 3}), error_messages={"required": missing}
    )


class InterimForm(ActForm):
    """The three reasons of an interim suspension."""

    risk = _reason(_("What is the risk?"), _("Say what the risk is."))
    why_now = _reason(_("Why now?"), _("Say why it cannot wait."))
    why_not_less = _reason(
        _("Why is less not enough?"),
        _("Say why less is not enough."),
        _("All three are for the file and the advocate. The public does not read them."),
    )


class LiftForm(ActForm):
    """Why an interim suspension ends before its day."""

    reason = _reason(_("Why is it lifted?"), _("Say why it is lifted."), _("For the file and the advocate."))


SAFETY_HINTS = {
    Visibility.VERIFY_ONLY: _(
        "The name finds nothing. The number or a certificate code still shows the status."
    ),
    Visibility.PROTECTED: _("Only somebody who types all three, from the certificate, reads the status."),
}


class SafetyForm(ActForm):
    """A safety request that a registrar takes down: it can only add protection."""

    to = forms.ChoiceField(label=_("From now on, who finds this entry?"), widget=Radios(hints=SAFETY_HINTS))
    reason = _reason(
        _("Who asked, and why?"),
        _("Say who asked for this and why."),
        _("Few people can read this, and each time is written down."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = PROTECTION[Visibility(self.entry.visibility)]
        self.fields["to"].choices = [
            (value.value, value.label) for value in Visibility if PROTECTION[value] > now
        ]
        if len(self.fields["to"].choices) == 1:
            self.initial["to"] = self.fields["to"].choices[0][0]


class WhyForm(forms.Form):
    """Why a hidden entry is opened."""

    reason = _reason(
        _("Why do you open this entry?"),
        _("Say why you open this entry."),
        _("This person has asked to be protected. What you write is kept, with your name and the time."),
    )
