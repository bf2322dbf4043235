"""What the trainee types: pieces of evidence, files, declarations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import DeclarationCode, Evidence
from assessments.services.drafts import MOST_CHARACTERS, Piece
from courses.models import Criterion, EvidenceKind
from design.forms import ManyFilesField
from design.widgets import CountedText, Files, Radios, Ticks

ACCEPT = ".pdf,.docx,.odt,.jpg,.jpeg,.png,.m4a"
FIRST = "first"
WORDS = 600

LABELS = {
    EvidenceKind.REFLECTIVE_ACCOUNT: _("Your reflective account"),
    EvidenceKind.CASE_STUDY: _("Your case study"),
    EvidenceKind.OBSERVATION: _("Notes on the observation"),
    EvidenceKind.PROFESSIONAL_DISCUSSION: _("Notes of the discussion"),
    EvidenceKind.WITNESS_TESTIMONY: _("What the witness says"),
    EvidenceKind.WORK_PRODUCT: _("What this is, and your part in it"),
    EvidenceKind.LEGISLATION_ACCOUNT: _("Your account of the law"),
    EvidenceKind.KNOWLEDGE_CHECK: _("What you were asked, and your answers"),
    EvidenceKind.PRIOR_LEARNING: _("What you learned before, where and when"),
}
LONG = {EvidenceKind.REFLECTIVE_ACCOUNT, EvidenceKind.CASE_STUDY, EvidenceKind.LEGISLATION_ACCOUNT}


def piece_prefix(piece: Evidence | None) -> str:
    """How the fields of a piece are named; the first piece of all has no id yet."""
    return piece.public_id if piece else FIRST


class PieceForm(forms.Form):
    """One piece of evidence. Nothing is required here: a draft may be incomplete."""

    mark_optional = False
    #: The stored piece, where it changed elsewhere while this was typed.
    stored: Evidence | None = None

    title = forms.CharField(
        label=_("What you call it"),
        help_text=_("A few words, so that you and your assessor find it again."),
        max_length=120,
        required=False,
    )
    witness_name = forms.CharField(label=_("Name of the witness"), max_length=120, required=False)
    witness_role = forms.CharField(label=_("Their role"), max_length=120, required=False)
    witness_relationship = forms.CharField(label=_("How they know your work"), max_length=160, required=False)
    text = forms.CharField(required=False, max_length=MOST_CHARACTERS, strip=False)
    files = ManyFilesField(
        label=_("Files"),
        help_text=_("PDF, DOCX, ODT, JPEG, PNG or M4A, up to 20 MB each."),
        required=False,
        widget=Files(multiple=True, accept=ACCEPT),
    )
    criteria = forms.MultipleChoiceField(
        label=_("Which criteria does it cover?"), required=False, widget=Ticks
    )

    def __init__(  # noqa: PLR0913 - what a fieldset needs to know of its piece
        self,
        data: Any = None,
        files: Any = None,
        *,
        piece: Evidence | None,
        kind: str,
        criteria: Iterable[Criterion],
        alone: bool,
        alias: str = "",
    ) -> None:
        self.piece = piece
        self.kind = EvidenceKind(kind)
        super().__init__(data, files, prefix=alias or piece_prefix(piece), initial=self._initial(piece))
        text = self.fields["text"]
        text.label = LABELS[self.kind]
        if self.kind in LONG:
            text.help_text = _("About %(words)s words. Change names and places.") % {"words": WORDS}
        else:
            text.help_text = _("Change names and places.")
        text.widget = CountedText(words=WORDS, rows=8 if self.kind in LONG else 4)
        text.widget.is_required = False
        self.fields["criteria"].choices = [  # type: ignore[attr-defined]
            (criterion.public_id, f"{criterion.code} {criterion.text}") for criterion in criteria
        ]
        if alone:
            del self.fields["title"]
        if self.kind != EvidenceKind.WITNESS_TESTIMONY:
            for name in ("witness_name", "witness_role", "witness_relationship"):
                del self.fields[name]

    @staticmethod
    def _initial(piece: Evidence | None) -> dict[str, Any]:
        if piece is None:
            return {}
        names = ("title", "text", "witness_name", "witness_role", "witness_relationship")
        return {
            **{name: getattr(piece, name) for name in names},
            "criteria": [criterion.public_id for criterion in piece.criteria.all()],
        }

    def typed(self, revision: int) -> Piece:
        """What was typed, over the revision that the page was made from."""
        assert self.piece is not None
        said = self.cleaned_data
        kept = {name: said.get(name, getattr(self.piece, name)) for name in self._initial(self.piece)}
        kept["text"] = (kept["text"] or "").replace("\r\n", "\n")
        criteria = frozenset(said.get("criteria", ()))
        del kept["criteria"]
        return Piece(self.piece.public_id, revision, criteria=criteria, **kept)


class DeclarationsForm(forms.Form):
    """The four confirmations. Source: domain reference, section 4."""

    prefix = "declare"
    mark_optional = False

    own_work = forms.BooleanField(label=DeclarationCode.OWN_WORK.label, required=False)
    ai = forms.BooleanField(
        label=DeclarationCode.AI.label,
        help_text=_("Translation, dictation, spelling and reading aids are always fine."),
        required=False,
    )
    ai_words = forms.CharField(
        label=_("If AI wrote or changed something, where?"),
        help_text=_("Leave it empty if none did. Saying it counts for you, not against you."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    nobody_known = forms.BooleanField(label=DeclarationCode.NOBODY_KNOWN.label, required=False)
    agreed = forms.BooleanField(
        label=DeclarationCode.AGREED.label,
        help_text=_("Never send case records."),
        required=False,
    )

    def confirmed(self) -> dict[str, str]:
        """Each confirmed code with its words."""
        said = self.cleaned_data
        codes = {code: "" for code in DeclarationCode.values if said.get(code)}
        if DeclarationCode.AI in codes:
            codes[DeclarationCode.AI] = said.get("ai_words", "").strip()
        return codes


class AddPieceForm(forms.Form):
    """Which kind of evidence to add."""

    kind = forms.ChoiceField(label=_("Another way to show it"), widget=Radios)

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = list(kinds) or EvidenceKind.values
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind, EvidenceKind(kind).label) for kind in chosen
        ]
