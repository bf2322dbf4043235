"""Marked passages: which words of a text speak for which criterion."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import permissions
from assessments.models import Passage, VersionCriterion, VersionEvidence
from assessments.services.steps import locked
from foundation.exceptions import Refused

FEWEST = 3


def find(text: str, words: str, start: int | None = None) -> tuple[int, int] | None:
    """Where `words` stand in `text`, white space aside; from `start` if they are there."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if len(words.strip()) < FEWEST or not pattern:
        return None
    found = [match.span() for match in re.finditer(pattern, text)]
    if start is not None:
        found.sort(key=lambda span: abs(span[0] - start))
    return _whole_words(text, *found[0]) if found else None


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch, grown to whole words."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


@transaction.atomic
def mark_passage(  # noqa: PLR0913 - a passage is its facts
    *, submission_id: int, by: User, evidence_id: str, criterion_id: str, words: str, start: int | None = None
) -> Passage:
    """Mark some words of a piece for a criterion. Raises Refused when they are not in its text."""
    submission = locked(submission_id)
    permissions.require(permissions.can_mark, by, submission)
    piece = VersionEvidence.objects.select_related("words").get(
        public_id=evidence_id, version__submission=submission
    )
    criterion = VersionCriterion.objects.get(public_id=criterion_id, version__submission=submission)
    place = find(piece.words.text, words, start)
    if place is None:
        raise Refused(_("These words are not in the text. Copy them from it once more."))
    row, _created = Passage.objects.get_or_create(
        evidence=piece,
        criterion=criterion,
        start=place[0],
        end=place[1],
        defaults={"by": permissions.require_person(by)},
    )
    return row


@transaction.atomic
def unmark_passage(*, submission_id: int, by: User, passage_id: str) -> None:
    """Take a mark away. Taking away what is gone changes nothing."""
    submission = locked(submission_id)
    permissions.require(permissions.can_mark, by, submission)
    Passage.objects.filter(public_id=passage_id, evidence__version__submission=submission).delete()
