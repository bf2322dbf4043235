"""The whole form of a draft: several pieces and the declarations, posted as one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessments.forms.trainee import FIRST, DeclarationsForm, PieceForm, piece_prefix
from assessments.models import DeclarationCode, Evidence
from assessments.selectors.sending import Problem
from assessments.selectors.trainee import UnitPage
from assessments.services.drafts import Piece
from courses.models import EvidenceKind


def read_version(text: str) -> dict[str, int]:
    """`id:3,id:5` as a mapping; what is not readable counts as never seen."""
    found = {}
    for part in text.split(","):
        name, colon, number = part.partition(":")
        if colon and number.isdigit():
            found[name] = int(number)
    return found


class DraftForm:
    """The pieces of a unit page as forms, with the revisions that the page was made from."""

    def __init__(self, page: UnitPage, data: Any = None, files: Any = None) -> None:
        self.page = page
        self.is_bound = data is not None
        pieces: list[Evidence | None] = list(page.pieces) or [None]
        self.pieces = []
        for index, piece in enumerate(pieces):
            # The page of somebody who had not begun calls the first piece "first".
            called_first = (
                index == 0 and self.is_bound and read_version(data.get("version", "")).keys() == {FIRST}
            )
            posted = self.is_bound and (called_first or f"{piece_prefix(piece)}-text" in data)
            self.pieces.append(
                PieceForm(
                    data if posted else None,
                    files if posted else None,
                    piece=piece,
                    kind=piece.kind if piece else self._first_kind(),
                    criteria=page.to_send,
                    alone=len(pieces) == 1,
                    alias=FIRST if called_first else "",
                )
            )
        self.declarations = DeclarationsForm(data, initial=self._declared())
        self.seen = read_version(data.get("version", "")) if self.is_bound else {}

    def _first_kind(self) -> str:
        return next(iter(self.page.unit.evidence_kinds), EvidenceKind.REFLECTIVE_ACCOUNT)

    def _declared(self) -> dict[str, Any]:
        if self.page.submission is None:
            return {}
        rows = {row.code: row.words for row in self.page.submission.declarations.all()}
        return {**dict.fromkeys(rows, True), "ai_words": rows.get(DeclarationCode.AI, "")}

    @property
    def forms(self) -> list[Any]:
        """All forms, in the order of the page, for the error summary."""
        return [*self.pieces, self.declarations]

    @property
    def has_errors(self) -> bool:
        """Whether anything on the page has to be mended."""
        return any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        """Whether what was typed can be saved."""
        return all(form.is_valid() for form in self.forms if form.is_bound)

    def typed(self) -> list[Piece]:
        """What was typed for each posted piece that exists."""
        return [
            form.typed(self.seen.get(str(form.prefix), 0))
            for form in self.pieces
            if form.is_bound and form.piece is not None and form.is_valid()
        ]

    @property
    def version(self) -> str:
        """The revisions that the page now stands on, under the names that the page uses."""
        return ",".join(f"{form.prefix}:{form.piece.revision if form.piece else 0}" for form in self.pieces)

    def refresh(self, page: UnitPage) -> None:
        """Stand on the rows as they are after saving: files, revisions; what was typed stays."""
        self.page = page
        rows = {piece.public_id: piece for piece in page.pieces}
        for form in self.pieces:
            if form.piece is not None:
                form.piece = rows.get(form.piece.public_id, form.piece)

    def show(self, problems: list[Problem]) -> None:
        """Put what is missing beside the fields it belongs to."""
        by_prefix: Mapping[str, Any] = {str(form.prefix): form for form in self.forms}
        by_piece = {piece_prefix(form.piece): form for form in self.pieces}
        for problem in problems:
            prefix, _dash, name = problem.field.rpartition("-")
            form = by_piece.get(prefix) or by_prefix.get(prefix) or self.pieces[0]
            if form.is_bound:
                form.add_error(name if name in form.fields else None, problem.message)
