"""The evidence beside the criteria, with the ticks and judgements as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from assessments.models import (
    Decision,
    Judgement,
    Submission,
    SubmissionVersion,
    VersionCoverage,
    VersionCriterion,
    VersionEvidence,
    VersionFile,
)
from assessments.states import Outcome


@dataclass
class CriterionLine:
    """One criterion of the version under assessment and the evidence that speaks for it.

    `current` are pieces of this version, `earlier` those of versions before it.
    """

    criterion: VersionCriterion
    judgement: Judgement | None = None
    current: list[VersionEvidence] = field(default_factory=list)
    earlier: list[VersionEvidence] = field(default_factory=list)

    @property
    def to_assess(self) -> bool:
        """Whether it was not met before."""
        return self.criterion.carried_from_id is None

    @property
    def carried(self) -> Decision | None:
        """The decision by which it was met before."""
        return self.criterion.carried_from

    @property
    def counted(self) -> list[VersionEvidence]:
        """The pieces that count: those of this version, and earlier ones with all four ticks."""
        return [*self.current, *(piece for piece in self.earlier if piece.all_ticked)]

    @property
    def ticked(self) -> bool:
        """Whether there is evidence and each piece that counts has all four ticks."""
        return bool(self.counted) and all(piece.all_ticked for piece in self.counted)

    @property
    def may_be_met(self) -> bool:
        """Whether "met" can be chosen: the four rules and "enough"."""
        return self.ticked and self.judgement is not None and self.judgement.enough

    @property
    def missing(self) -> str:
        """What still has to be done before this can be decided; "" when nothing."""
        row, code = self.judgement, self.criterion.code
        if row is None or not row.outcome:
            return _("Decide %(code)s: met, or not yet met") % {"code": code}
        if row.outcome == Outcome.MET and not self.may_be_met:
            return _("%(code)s: its evidence needs all four ticks, and must be enough") % {"code": code}
        if not row.comment:
            return _("Write a comment for %(code)s") % {"code": code}
        if row.outcome == Outcome.NOT_YET_MET and not row.action:
            return _("Say what to do next for %(code)s") % {"code": code}
        return ""


@dataclass
class Weighing:
    """A version under assessment: its pieces (earlier versions' after its own) and criteria."""

    submission: Submission
    version: SubmissionVersion
    versions: list[SubmissionVersion]
    pieces: list[VersionEvidence]
    criteria: list[CriterionLine]

    @property
    def to_assess(self) -> list[CriterionLine]:
        """The criteria that were not met before."""
        return [line for line in self.criteria if line.to_assess]

    @property
    def decided_count(self) -> int:
        """How many criteria were met before, or have an outcome in the draft."""
        return sum(
            not line.to_assess or bool(line.judgement and line.judgement.outcome) for line in self.criteria
        )

    @property
    def missing(self) -> list[tuple[CriterionLine, str]]:
        """What still has to be done before it can be decided."""
        return [(line, line.missing) for line in self.to_assess if line.missing]


def _pieces(submission: Submission) -> list[VersionEvidence]:
    return list(
        VersionEvidence.objects.filter(version__submission=submission)
        .select_related("version", "words", "ticks")
        .prefetch_related(
            Prefetch("coverage", VersionCoverage.objects.select_related("criterion")),
            Prefetch("files", VersionFile.objects.select_related("file")),
        )
        .order_by("-version__number", "position")
    )


def live_versions(versions: list[SubmissionVersion]) -> list[SubmissionVersion]:
    """The latest version of each attempt, newest first: what was taken back does not count."""
    seen: dict[int, SubmissionVersion] = {}
    for version in sorted(versions, key=lambda version: -version.number):
        seen.setdefault(version.attempt, version)
    return list(seen.values())


def weighing(submission: Submission) -> Weighing:
    """Everything that the marking screen and the decision read; five queries, whatever the size."""
    versions = live_versions(list(submission.versions.all()))
    version = versions[0]
    live = {candidate.pk for candidate in versions}
    pieces = [piece for piece in _pieces(submission) if piece.version_id in live]
    rows = version.criteria.select_related("judgement", "carried_from__act", "carried_from__words")
    lines = {
        row.criterion_id: CriterionLine(row, getattr(row, "judgement", None))
        for row in rows.order_by("position")
    }
    for piece in pieces:
        for cover in piece.coverage.all():
            line = lines[cover.criterion.criterion_id]
            (line.current if piece.version_id == version.pk else line.earlier).append(piece)
    return Weighing(
        submission=submission,
        version=version,
        versions=versions,
        pieces=pieces,
        criteria=list(lines.values()),
    )
