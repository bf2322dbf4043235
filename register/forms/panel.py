"""Forms of the panel: who sits, a member's view in three steps, the notice, closing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework.models import Reason
from casework.selectors import reasons
from design.forms import DateField
from design.widgets import Radios, Ticks
from foundation.bilingual import words
from register.models import CaseFact, Sitting
from register.panel_rules import ADVERSE, PanelOutcome, PanelStep
from register.services.case_proposals import Why
from register.services.panel import View


class Toggles(forms.RadioSelect):
    """Two or three answers side by side."""

    template_name = "register/cases/toggles.html"


class SeatsForm(forms.Form):
    """When the panel sits on a case, who sits and who chairs."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    held_on = DateField(
        label=_("Day of the sitting"), help_text=_("Members can record their views before it.")
    )
    way = forms.ChoiceField(
        label=_("How"), choices=Sitting.Way.choices, widget=Radios, initial=Sitting.Way.ONLINE
    )
    members = forms.MultipleChoiceField(
        label=_("Who sits"),
        widget=Ticks,
        required=False,
        error_messages={"invalid_choice": _("One of these people cannot sit now. Look at the list again.")},
    )
    chair = forms.ChoiceField(label=_("Who chairs"), widget=Radios)

    def __init__(self, *args: Any, able: Sequence[Person], seated: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        self.people = {someone.public_id: someone for someone in [*seated, *able]}
        self.seated = {someone.public_id for someone in seated}
        _offer(self.fields["members"], [(someone.public_id, someone.practising_name) for someone in able])
        _offer(self.fields["chair"], [(key, someone.practising_name) for key, someone in self.people.items()])
        if seated:
            self.fields["members"].label = _("Who joins those who sit already")
        if not able:
            del self.fields["members"]

    def clean(self) -> dict[str, Any]:
        """The chair is one of those who sit."""
        data: dict[str, Any] = super().clean() or {}
        chosen = set(data.get("members", [])) | self.seated
        if data.get("chair") and data["chair"] not in chosen:
            self.add_error("chair", _("The chair is one of the members who sit. Tick them as well."))
        return data

    @property
    def chosen_members(self) -> list[Person]:
        """The people who get a seat."""
        return [self.people[key] for key in self.cleaned_data.get("members", [])]

    @property
    def chosen_chair(self) -> Person:
        """Who chairs."""
        return self.people[self.cleaned_data["chair"]]


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


STEP_HINTS: Mapping[str, Any] = {
    PanelStep.GRANT: _("The person goes on the register, from today."),
    PanelStep.ASK: _("The case is open again until the answer is here."),
    PanelStep.PROPOSE: _("A registrar writes the notice. The person has 28 days to answer; then you decide."),
    PanelStep.REFUSE: _("The person can ask people who took no part to look again."),
}


class ViewForm(forms.Form):
    """A member's view: facts one by one, whether practice is affected, the least step that protects."""

    mark_optional = False
    material = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, facts: Iterable[CaseFact], steps: Sequence[PanelStep], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.facts = list(facts)
        for fact in self.facts:
            self.fields[f"fact_{fact.pk}"] = forms.ChoiceField(
                label=_("Fact %(number)d. %(statement)s")
                % {"number": fact.number, "statement": fact.statement},
                choices=[("yes", _("More likely than not")), ("no", _("Not found"))],
                widget=Toggles,
                error_messages={
                    "required": _("Fact %(number)d: say whether it is more likely than not.")
                    % {"number": fact.number}
                },
            )
        self.fields["why_facts"] = _reasons(
            _("Why, for each fact"),
            _("Give your reasons for each fact. A sentence is enough."),
            rows=5,
        )
        self.fields["practice"] = forms.ChoiceField(
            label=_("Is practice affected?"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            widget=Toggles,
            error_messages={"required": _("Say whether practice is affected.")},
        )
        self.fields["why_practice"] = _reasons(
            _("Why"), _("Say why practice is affected, or why not."), rows=3
        )
        self.fields["step"] = forms.ChoiceField(
            label=_("The least step that protects"),
            choices=[(step.value, step.label) for step in steps],
            widget=Radios(hints=STEP_HINTS),
            error_messages={"required": _("Choose the least step that protects.")},
        )
        self.fields["why_step"] = _reasons(
            _("Why a lesser step would not protect, and a harder one is not needed"),
            _("Say why this is the least step that protects."),
            rows=5,
        )

    @property
    def fact_fields(self) -> list[tuple[CaseFact, forms.BoundField]]:
        """Each fact with its field, for the page."""
        return [(fact, self[f"fact_{fact.pk}"]) for fact in self.facts]

    def clean(self) -> dict[str, Any]:
        """A step against the person needs practice to be affected."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("step") in ADVERSE and data.get("practice") == "no":
            self.add_error("step", _("A step against the person needs practice to be affected."))
        return data

    @property
    def view(self) -> View:
        """What the member records."""
        data = self.cleaned_data
        return View(
            found={fact.pk: data[f"fact_{fact.pk}"] == "yes" for fact in self.facts},
            why_facts=data["why_facts"],
            practice_affected=data["practice"] == "yes",
            why_practice=data["why_practice"],
            step=PanelStep(data["step"]),
            why_step=data["why_step"],
        )


def _reasons(label: Any, missing: Any, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=10000,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": missing},
    )


#: How many reasons the form of a notice has room for.
REASONS = 4


class ProposeForm(forms.Form):
    """The notice that a refusal is proposed: what, why with evidence, why not less."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    proposed = forms.CharField(
        label=_("What is proposed, as the person reads it"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Say what would follow, and from when somebody can apply again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = list(reasons(Reason.For.CASE).filter(may_propose_refusal=True))
        for number in range(1, REASONS + 1):
            first = number == 1
            self.fields[f"statement_{number}"] = forms.CharField(
                label=_("Reason %(number)d") % {"number": number}, max_length=400, required=first
            )
            self.fields[f"evidence_{number}"] = forms.CharField(
                label=_("Where the evidence for reason %(number)d is") % {"number": number},
                max_length=300,
                required=False,
                help_text=_("A paper and its page, or the line of the checklist.") if first else "",
            )
            if self.codes:
                self.fields[f"code_{number}"] = forms.ChoiceField(
                    label=_("Kind of reason %(number)d") % {"number": number},
                    choices=[
                        ("", _("None of these")),
                        *((str(code.pk), str(words(code, "text"))) for code in self.codes),
                    ],
                    required=False,
                )
        self.fields["why_not_less"] = forms.CharField(
            label=_("Why less would not protect people"), max_length=2000, widget=forms.Textarea({"rows": 3})
        )

    def clean(self) -> dict[str, Any]:
        """A reason and its evidence belong together."""
        data: dict[str, Any] = super().clean() or {}
        for number in range(1, REASONS + 1):
            statement, evidence = data.get(f"statement_{number}", ""), data.get(f"evidence_{number}", "")
            if statement and not evidence:
                self.add_error(f"evidence_{number}", _("Say where the evidence for this reason is."))
            if evidence and not statement:
                self.add_error(f"statement_{number}", _("Say which reason this evidence is for."))
        return data

    @property
    def whys(self) -> list[Why]:
        """The reasons that were given."""
        data = self.cleaned_data
        return [
            Why(
                data[f"statement_{number}"],
                data[f"evidence_{number}"],
                int(data[f"code_{number}"]) if data.get(f"code_{number}") else None,
            )
            for number in range(1, REASONS + 1)
            if data[f"statement_{number}"]
        ]


class CloseForm(forms.Form):
    """The chair's page: the panel's reasons, and what to ask for where more is needed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reasons = forms.CharField(
        label=_("The panel’s reasons"),
        max_length=20000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("The applicant reads them. Name nobody else."),
    )
    questions = forms.CharField(
        label=_("What the applicant is asked for"),
        max_length=3000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One question on each line."),
    )

    def __init__(self, *args: Any, outcome: PanelOutcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = {
            PanelOutcome.ASK: {"may_ask_for_more": True},
            PanelOutcome.PROPOSE: {"may_propose_refusal": True},
            PanelOutcome.REFUSE: {"may_propose_refusal": True},
        }.get(outcome)
        codes = list(reasons(Reason.For.CASE).filter(**may)) if may else []
        if codes:
            self.fields["reason_code"] = forms.ChoiceField(
                label=_("Kind of reason"),
                choices=[
                    ("", _("None of these")),
                    *((code.code, str(words(code, "text"))) for code in codes),
                ],
                required=False,
            )
        if outcome != PanelOutcome.ASK:
            del self.fields["questions"]

    def clean_questions(self) -> str:
        """Each line is a question of its own."""
        text: str = self.cleaned_data["questions"]
        if any(len(line) > 300 for line in text.splitlines()):  # noqa: PLR2004 - the column's width
            raise ValidationError(_("Keep each question under 300 characters."))
        return text

    @property
    def asked(self) -> list[str]:
        """The questions, one for each line."""
        return [line.strip() for line in self.cleaned_data.get("questions", "").splitlines() if line.strip()]
