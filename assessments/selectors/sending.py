"""What stands in a draft, and what is still missing before it can be sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _, gettext_lazy

from assessments.models import Decision, DeclarationCode, Evidence, Release, Submission
from assessments.states import Outcome
from courses.models import Criterion, EvidenceKind

DECLARATION_ASKS = {
    DeclarationCode.OWN_WORK: gettext_lazy("Confirm that this is your own work"),
    DeclarationCode.AI: gettext_lazy("Confirm what AI did or did not do"),
    DeclarationCode.NOBODY_KNOWN: gettext_lazy("Confirm that nobody’s client can be identified"),
    DeclarationCode.AGREED: gettext_lazy(
        "Confirm that the person agreed, or that you write of your own practice alone"
    ),
}


@dataclass(frozen=True)
class Problem:
    """Something that is missing: the field it belongs to, and what to do."""

    field: str
    message: str


def unit_criteria(unit_id: int) -> list[Criterion]:
    """The criteria of a unit, in order."""
    return list(
        Criterion.objects.filter(outcome__unit_id=unit_id)
        .select_related("outcome")
        .order_by("outcome__code", "code")
    )


def met_before(submission: Submission) -> dict[int, Decision]:
    """Criterion's primary key to the released decision by which it was met: it carries over."""
    acts = Release.objects.filter(submission=submission).values("act_id")
    rows = Decision.objects.filter(act_id__in=acts, outcome=Outcome.MET).select_related("criterion")
    return {row.criterion.criterion_id: row for row in rows}


def draft_pieces(submission: Submission) -> list[Evidence]:
    """The pieces of the draft with their criteria and files; three queries."""
    return list(
        submission.evidence.filter(sent_in__isnull=True).prefetch_related("criteria", "files").order_by("pk")
    )


def is_empty(piece: Evidence) -> bool:
    """Whether nothing was written or attached."""
    return not piece.text.strip() and not piece.files.all()


def problems(
    submission: Submission, pieces: list[Evidence], criteria: list[Criterion], met: dict[int, Decision]
) -> list[Problem]:
    """Everything that is missing before the draft can be sent; empty when nothing is."""
    filled = [piece for piece in pieces if not is_empty(piece)]
    found = []
    if not filled:
        first = pieces[0].public_id if pieces else "first"
        found.append(Problem(f"{first}-text", _("Write your account, or attach a file")))
    covered: set[int] = set()
    for piece in filled:
        covers = {criterion.pk for criterion in piece.criteria.all()} - met.keys()
        covered |= covers
        if not covers:
            message = _("Say which criteria “%(piece)s” covers") % {"piece": piece}
            found.append(Problem(f"{piece.public_id}-criteria", message))
        if piece.kind == EvidenceKind.WITNESS_TESTIMONY and not piece.witness_name.strip():
            found.append(Problem(f"{piece.public_id}-witness_name", _("Give the name of the witness")))
    for criterion in criteria:
        if filled and criterion.pk not in covered and criterion.pk not in met:
            message = _("Nothing covers %(code)s yet. Say which piece does, or add one")
            found.append(Problem(f"{filled[0].public_id}-criteria", message % {"code": criterion.code}))
    confirmed = set(submission.declarations.values_list("code", flat=True))
    found += [
        Problem(f"declare-{code}", str(ask))
        for code, ask in DECLARATION_ASKS.items()
        if code not in confirmed
    ]
    return found
