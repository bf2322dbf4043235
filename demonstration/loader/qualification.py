"""The sample qualification: units, learning outcomes and criteria."""

from __future__ import annotations

from courses.models import Criterion, LearningOutcome, Qualification, QualificationVersion, Unit
from demonstration.content_files import CONTENT, load_yaml
from demonstration.loader.world import World

#: The version began before the first cohort.
SINCE_MONTHS_AGO = 24


def load_qualification(world: World) -> None:
    """One qualification with one version; trainees of both cohorts are on it."""
    row = load_yaml(CONTENT / "qualification.yaml")
    qualification = Qualification.objects.create(
        code=row["code"], title=row["title"], title_cy=row["title_cy"], awarding_body=row["awarding"]
    )
    version = QualificationVersion.objects.create(
        qualification=qualification,
        number=row["version"],
        since=world.calendar.day(months_ago=SINCE_MONTHS_AGO),
    )
    for number, unit_row in enumerate(row["units"], start=1):
        unit = Unit.objects.create(
            version=version,
            code=unit_row["code"],
            number=number,
            title=unit_row["title"],
            evidence_kinds=unit_row["evidence_kinds"],
            module_numbers=unit_row["modules"],
        )
        for outcome_row in unit_row["outcomes"]:
            outcome = LearningOutcome.objects.create(
                unit=unit, code=outcome_row["code"], title=outcome_row["title"]
            )
            Criterion.objects.bulk_create(
                Criterion(outcome=outcome, code=criterion["code"], text=criterion["text"])
                for criterion in outcome_row["criteria"]
            )
