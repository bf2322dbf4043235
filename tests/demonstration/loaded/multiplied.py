"""Ten times the demonstration: rows beside those that a page shows, copied past the services.

What is measured reads these rows; nothing that writes is measured here.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Max, Model
from wagtail.models import Page, Revision

from accounts.models import Person
from assessments.models import (
    Decision,
    DecisionWords,
    Judgement,
    Passage,
    RuleTicks,
    Submission,
    Verdict,
    VerdictWords,
    VersionCoverage,
    VersionCriterion,
    VersionEvidence,
    VersionEvidenceWords,
    VersionFile,
)
from assessments.states import State
from cms.models import ClearedRevision, SignOffRequest
from courses.models import Criterion, Enrolment, LearningOutcome, SectionCompletion, Unit
from courses.pages import ModulePage, ProgrammePage, SectionPage
from foundation.public_ids import new_public_id
from register.models import Entry
from tests.benchmarks.filling import fill, fill_pool, fill_register

TIMES = 10
#: The twins of one row; the row itself is the tenth.
TWINS = range(1, TIMES)

Twins = dict[tuple[int, int], Any]
Change = Callable[[Any, int], Any]


def twins(rows: Iterable[Model], **changes: Change) -> Twins:
    """Nine more of each row, by the row's key and the twin's number; `changes` make what must differ."""
    rows = list(rows)
    if not rows:
        return {}
    model = type(rows[0])
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    made = {}
    for number, row in itertools.product(TWINS, rows):
        values = {name: getattr(row, name) for name in names}
        if "public_id" in values:
            values["public_id"] = new_public_id()
        values |= {name: change(row, number) for name, change in changes.items()}
        made[row.pk, number] = model(**values)
    model._default_manager.bulk_create(made.values())
    return made


def twin_of(made: Twins, name: str) -> Change:
    """The key of the twin of what a row points at by `name`."""
    return lambda row, number: made[getattr(row, name), number].pk


def _code(row: Any, number: int) -> str:
    return f"{row.code}x{number}"


def multiply_register() -> None:
    """People whom the public may find."""
    fill_register((TIMES - 1) * Entry.objects.count())


def multiply_trainees() -> None:
    """Trainees whose work waits, in a cohort of their own."""
    waiting = Submission.objects.filter(state=State.SUBMITTED).count()
    fill_pool(waiting + (TIMES - 1) * Enrolment.objects.count())


def multiply_units(someone: Person) -> None:
    """Units of their version with outcomes and criteria, and their work in each unit where they have any."""
    enrolment = someone.enrolments.get()
    units = twins(
        Unit.objects.filter(version=enrolment.version_id),
        code=_code,
        number=lambda row, number: row.number + 100 * number,
    )
    outcomes = twins(
        LearningOutcome.objects.filter(unit__version=enrolment.version_id, unit__in=_keys(units)),
        unit_id=twin_of(units, "unit_id"),
    )
    twins(Criterion.objects.filter(outcome__in=_keys(outcomes)), outcome_id=twin_of(outcomes, "outcome_id"))
    twins(Submission.objects.filter(enrolment=enrolment), unit_id=twin_of(units, "unit_id"))


def _keys(made: Twins) -> set[int]:
    """The keys of the rows that were copied."""
    return {key for key, _number in made}


def multiply_piece(submission: Submission, by: Person) -> None:
    """Criteria, pieces with words, files, ticks and passages, judgements, decisions and verdicts of one submission; `by` marks passages."""
    rows = VersionCriterion.objects.filter(version__submission=submission)
    criteria = twins(
        Criterion.objects.filter(pk__in=rows.values("criterion")),
        code=lambda row, number: f"{row.code}x{submission.pk}x{number}",
    )
    lines = twins(rows, code=_code, criterion_id=twin_of(criteria, "criterion_id"))
    twins(Judgement.objects.filter(criterion__in=_keys(lines)), criterion_id=twin_of(lines, "criterion_id"))
    evidence = VersionEvidence.objects.filter(version__submission=submission)
    pieces = twins(evidence, position=lambda row, number: row.position + 100 * number)
    of_piece = {"evidence_id": twin_of(pieces, "evidence_id")}
    for model in (VersionEvidenceWords, VersionFile, RuleTicks):
        twins(model.objects.filter(evidence__in=_keys(pieces)), **of_piece)
    of_line = {"criterion_id": twin_of(lines, "criterion_id")}
    coverage = VersionCoverage.objects.filter(evidence__in=_keys(pieces))
    twins(coverage, **of_piece, **of_line)
    # The piece that is shown speaks for more criteria, too, and a passage is marked for each.
    twins(coverage, **of_line)
    Passage.objects.bulk_create(
        Passage(evidence_id=of, criterion_id=line, start=10 * at, end=10 * at + 9, by=by)
        for at, (of, line) in enumerate(coverage.values_list("evidence_id", "criterion_id"))
    )
    decisions = twins(Decision.objects.filter(act__version__submission=submission), **of_line)
    of_decision = {"decision_id": twin_of(decisions, "decision_id")}
    twins(DecisionWords.objects.filter(decision__in=_keys(decisions)), **of_decision)
    verdicts = twins(Verdict.objects.filter(decision__in=_keys(decisions)), **of_decision)
    twins(
        VerdictWords.objects.filter(verdict__in=_keys(verdicts)), verdict_id=twin_of(verdicts, "verdict_id")
    )


def multiply_modules(shown: ModulePage, reader: Enrolment) -> None:
    """Modules with their sections, and sections of the module that is shown, a third of them done by `reader`."""
    programme = ProgrammePage.objects.get(path=shown.path[: -Page.steplen])
    copies: list[tuple[Page, str]] = []
    for place, (_number, module) in enumerate(
        itertools.product(TWINS, ModulePage.objects.child_of(programme)), start=1
    ):
        path = Page._get_path(programme.path, module.depth, 1000 + place)
        copies.append((module, path))
        copies += [(section, path + section.path[-Page.steplen :]) for section in _sections(module)]
    for place, (_number, section) in enumerate(itertools.product(TWINS, _sections(shown)), start=1):
        copies.append((section, Page._get_path(shown.path, section.depth, 1000 + place)))
    made = _page_twins(copies)
    SectionCompletion.objects.bulk_create(
        SectionCompletion(
            enrolment=reader, module_key=shown.translation_key, section_key=key, digest="0" * 64
        )
        for key in made[::3]
    )


def _sections(module: ModulePage) -> Iterable[SectionPage]:
    return SectionPage.objects.child_of(module).select_related("live_revision").order_by("path")


def _page_twins(copies: list[tuple[Page, str]]) -> list[uuid.UUID]:
    """Live pages at these paths that say what others say, signed off as those are; their translation keys."""
    first = Page.objects.aggregate(last=Max("pk"))["last"] + 1
    keys = [uuid.uuid4() for _copy in copies]
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type_id=page.content_type_id,
            base_content_type_id=page.live_revision.base_content_type_id,
            object_id=str(first + at),
            created_at=page.live_revision.created_at,
            content={},
        )
        for at, (page, _path) in enumerate(copies)
    )
    digests = dict(ClearedRevision.objects.values_list("revision_id", "digest"))
    closed = SignOffRequest.objects.exclude(closed_at=None)[:1].get()
    signed = [
        {"page_id": first + at, "revision_id": revision.pk, "digest": digests[page.live_revision_id]}
        for at, ((page, _path), revision) in enumerate(zip(copies, revisions, strict=True))
    ]
    requests = SignOffRequest.objects.bulk_create(
        SignOffRequest(**row, title="", translation_key=key, state=closed.state, closed_at=closed.closed_at)
        for row, key in zip(signed, keys, strict=True)
    )
    ClearedRevision.objects.bulk_create(
        ClearedRevision(request=request, **row) for request, row in zip(requests, signed, strict=True)
    )
    changes = [
        {
            "id": first + at,
            "page_ptr_id": first + at,
            "path": path,
            "slug": f"{page.slug}-{at}",
            "url_path": f"{page.url_path[:-1]}-{at}/",
            "translation_key": key,
            "live_revision_id": revision.pk,
            "latest_revision_id": None,
        }
        for at, ((page, path), key, revision) in enumerate(zip(copies, keys, revisions, strict=True))
    ]
    for model in (Page, ModulePage, SectionPage):
        fields = model._meta.local_concrete_fields
        fill(
            model,
            " ".join(field.name for field in fields),
            (
                tuple(change.get(field.attname, getattr(page, field.attname)) for field in fields)
                for (page, _path), change in zip(copies, changes, strict=True)
                if isinstance(page, model)
            ),
        )
    return keys
