"""What quality assurers and managers choose and write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.models import Competence, Decision, DecisionAct, Verdict
from assessments.selectors.allocation import Choices
from assessments.services.quality import Said
from courses.models import Unit


class VerdictForm(forms.Form):
    """One decision: agree, agree with a note, or return."""

    mark_optional = False

    answer = forms.ChoiceField(
        label=_("Your verdict"), choices=Verdict.Answer.choices, widget=forms.RadioSelect, required=False
    )
    note = forms.CharField(
        label=_("Note for the assessor"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, decision: Decision) -> None:
        self.decision = decision
        super().__init__(data, prefix=decision.public_id)

    @property
    def chosen(self) -> str:
        """The answer that is ticked on the page."""
        return str(self["answer"].value() or "")


class ReviewForm(forms.Form):
    """The reasons, beside a verdict per decision."""

    mark_optional = False

    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("The assessor reads this. The trainee may ask to see it."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data: Any = None, *, act: DecisionAct) -> None:
        super().__init__(data)
        self.verdicts = [VerdictForm(data, decision=decision) for decision in act.decisions.all()]

    @property
    def forms(self) -> list[forms.Form]:
        """All forms in the order of the page."""
        return [*self.verdicts, self]

    def is_valid(self) -> bool:
        """Whether what was typed can be read at all; what is missing, the service says."""
        return all([super().is_valid(), *(form.is_valid() for form in self.verdicts)])

    def said(self) -> dict[str, Said]:
        """The answers by decision."""
        return {
            form.decision.public_id: Said(form.cleaned_data["answer"], form.cleaned_data["note"])
            for form in self.verdicts
        }


class AllocateForm(forms.Form):
    """Who reads a piece; only those who can are offered."""

    assessor = forms.ChoiceField(label=_("Can be chosen"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessor"].choices = [  # type: ignore[attr-defined]
            (choice.person.public_id, choice.person.practising_name) for choice in choices.can
        ]
        self.fields["assessor"].error_messages["required"] = _("Choose who reads it")
        self.fields["assessor"].error_messages["invalid_choice"] = _(
            "Since the page was opened, this assessor cannot read it any more. Choose somebody else"
        )


class PeriodForm(forms.Form):
    """A new sampling period."""

    title = forms.CharField(label=_("Name of the period"), max_length=80)
    closes_on = forms.DateField(label=_("Last day"))


class UnitField(forms.ModelChoiceField):
    """A unit; with its version's first day, so that the units of two versions are told apart."""

    def label_from_instance(self, obj: Any) -> str:
        """The unit's name and its version."""
        return f"{obj} ({date_format(obj.version.since, 'F Y')})"


class CompetenceForm(forms.Form):
    """What somebody is competent in from today on: one kind or both, in one unit or in all."""

    mark_optional = False

    kinds = forms.MultipleChoiceField(
        label=_("Kind of competence"),
        choices=Competence.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one kind, or both")},
    )
    unit = UnitField(
        label=_("Where it holds"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All units"),
        to_field_name="public_id",
        widget=forms.Select,
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.queryset = units
