"""What an assessor ticks and writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import DeclaredRelationship
from assessments.forms.draft import read_version
from assessments.models import Judgement, VersionEvidence
from assessments.selectors.weighing import CriterionLine, Weighing
from assessments.services.marking import Ticked, Weighed
from assessments.states import RULES, Outcome
from design.widgets import Radios


class TicksForm(forms.Form):
    """The four rules of evidence for one piece."""

    valid = forms.BooleanField(label=_("Valid"), help_text=_("fits the criteria"), required=False)
    authentic = forms.BooleanField(label=_("Authentic"), help_text=_("their own"), required=False)
    current = forms.BooleanField(label=_("Current"), help_text=_("recent enough"), required=False)
    reliable = forms.BooleanField(label=_("Reliable"), help_text=_("would hold again"), required=False)

    def __init__(self, data: Any = None, *, piece: VersionEvidence) -> None:
        self.piece = piece
        ticks = piece.rule_ticks
        initial = {rule: getattr(ticks, rule) for rule in RULES} if ticks else {}
        super().__init__(data, prefix=piece.public_id, initial=initial)

    def ticked(self, revision: int) -> Ticked:
        """The ticks, over the revision that the page was made from."""
        return Ticked(revision, frozenset(rule for rule in RULES if self.cleaned_data.get(rule)))


class JudgementForm(forms.Form):
    """One criterion. Nothing is required here: a draft may be incomplete."""

    mark_optional = False
    #: The stored judgement, where it changed elsewhere while this was written.
    stored: Judgement | None = None

    enough = forms.BooleanField(required=False)
    outcome = forms.ChoiceField(choices=Outcome.choices, required=False, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Comment for the trainee"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    action = forms.CharField(
        label=_("What to do next"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Any = None, *, line: CriterionLine, shown: VersionEvidence | None = None
    ) -> None:
        self.line = line
        #: Whether the piece that is shown speaks for it, and whether all others have their ticks.
        self.covers_shown = shown in line.current
        others = [piece for piece in line.counted if piece != shown]
        self.others_ticked = bool(line.counted) and all(piece.all_ticked for piece in others)
        names = ("enough", "outcome", "comment", "action")
        initial = {name: getattr(line.judgement, name) for name in names} if line.judgement else {}
        super().__init__(data, prefix=line.criterion.public_id, initial=initial)

    @property
    def chosen(self) -> str:
        """The outcome that is ticked on the page."""
        return str(self["outcome"].value() or "")

    def weighed(self, revision: int) -> Weighed:
        """What was written, over the revision that the page was made from."""
        said = self.cleaned_data
        return Weighed(
            revision,
            enough=said["enough"],
            outcome=said["outcome"],
            comment=said["comment"].replace("\r\n", "\n"),
            action=said["action"].replace("\r\n", "\n"),
        )


class MarkingForm:
    """The marking screen's one form: ticks of the piece that is shown, and every criterion."""

    def __init__(self, state: Weighing, shown: VersionEvidence | None, data: Any = None) -> None:
        self.state = state
        self.shown = shown
        self.seen = read_version(data.get("version", "")) if data is not None else {}
        own = shown is not None and shown.version_id == state.version.pk
        self.ticks = TicksForm(data, piece=shown) if own and shown is not None else None
        self.lines = [JudgementForm(data, line=line, shown=shown) for line in state.to_assess]

    @property
    def forms(self) -> list[Any]:
        """All forms, for the error summary."""
        return self.lines

    @property
    def has_errors(self) -> bool:
        """Whether anything on the page has to be mended."""
        return any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        """Whether what was written can be saved."""
        return all(form.is_valid() for form in self.lines) and (self.ticks is None or self.ticks.is_valid())

    def ticked(self) -> dict[str, Ticked]:
        """The ticks of the piece that was shown, by its id."""
        if self.ticks is None:
            return {}
        key = self.ticks.piece.public_id
        return {key: self.ticks.ticked(self.seen.get(key, 0))}

    def weighed(self) -> dict[str, Weighed]:
        """What was written for each criterion, by its id."""
        return {
            form.line.criterion.public_id: form.weighed(self.seen.get(form.line.criterion.public_id, 0))
            for form in self.lines
        }

    @property
    def version(self) -> str:
        """The revisions that the page stands on."""
        rows: list[tuple[str, Any]] = [
            (form.line.criterion.public_id, form.line.judgement) for form in self.lines
        ]
        if self.ticks is not None:
            rows.append((self.ticks.piece.public_id, self.ticks.piece.rule_ticks))
        return ",".join(f"{key}:{row.revision if row else 0}" for key, row in rows)

    def show(self, missing: Iterable[tuple[CriterionLine, str]]) -> None:
        """Put what is missing beside its criterion."""
        by_id = {form.line.criterion.public_id: form for form in self.lines}
        for line, message in missing:
            row = line.judgement
            name = (
                "outcome"
                if row is None or not row.outcome or (row.outcome == Outcome.MET and not line.may_be_met)
                else ("comment" if not row.comment else "action")
            )
            by_id[line.criterion.public_id].add_error(name, message)


class GiveBackForm(forms.Form):
    """Giving a piece back."""

    reason = forms.CharField(
        label=_("Why does it go to somebody else?"),
        help_text=_("Before you begin, no reason is needed."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TieForm(forms.Form):
    """Declaring a tie to the trainee."""

    kind = forms.ChoiceField(
        label=_("What ties you to this person?"),
        choices=DeclaredRelationship.Kind.choices,
        widget=Radios,
        help_text=_("A manager sees that there is a tie. What a personal one is stays with you."),
    )


class WorryForm(forms.Form):
    """A worry about somebody's safety, for the safeguarding leads."""

    words = forms.CharField(
        label=_("What worries you?"),
        help_text=_(
            "A few words, and where in the work you read it. Safeguarding leads alone can open this."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    urgent = forms.BooleanField(
        label=_("Somebody may be in danger now"),
        help_text=_("Then ring 999 first; this form is not read at every hour."),
        required=False,
    )


class PassageForm(forms.Form):
    """Some words of the text, and the criterion they speak for."""

    words = forms.CharField(
        label=_("Words of the text"),
        help_text=_("Select them in the text, or copy them here."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    criterion = forms.ChoiceField(label=_("They speak for"))

    def __init__(self, *args: Any, lines: Iterable[CriterionLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].choices = [  # type: ignore[attr-defined]
            (line.criterion.public_id, f"{line.criterion.code} {line.criterion.text}") for line in lines
        ]
