"""What an advocate decides about their own entry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from design.widgets import Radios
from register.forms.staff import ActForm
from register.states import PROTECTION, Visibility

HINTS = {
    Visibility.PUBLIC: _(
        "By name, number or certificate code. Your nation shows, and your employer if you say so."
    ),
    Visibility.VERIFY_ONLY: _(
        "By your number or a certificate code alone. Your name finds nothing. No nation, no employer."
    ),
    Visibility.PROTECTED: _(
        "Only somebody who types your name, number and code together, from your certificate, reads your status."
    ),
}


class VisibilityForm(ActForm):
    """Who can find the entry. More protection takes effect at once; less asks once more."""

    to = forms.ChoiceField(
        label=_("Who can find your entry?"),
        choices=Visibility.choices,
        widget=Radios(hints=HINTS),
    )
    sure = forms.BooleanField(
        label=_("I know that more people can find me from then on"),
        required=False,
        help_text=_("Only needed when you choose less protection than you have now."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("to", self.entry.visibility)
        if not PROTECTION[Visibility(self.entry.visibility)]:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        to = cleaned.get("to")
        if (
            to
            and PROTECTION[Visibility(to)] < PROTECTION[Visibility(self.entry.visibility)]
            and not cleaned.get("sure")
        ):
            self.add_error(
                "sure", _("Tick this to be found by more people, or keep the protection you have.")
            )
        return cleaned


class LeaveForm(ActForm):
    """Leaving the register."""

    sure = forms.BooleanField(
        label=_("I want to leave the register"),
        error_messages={"required": _("Tick this to leave the register, or go back.")},
    )
