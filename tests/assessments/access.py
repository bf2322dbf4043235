"""The permission table of assessments: every address × nobody, the wrong person, the right ones."""

from __future__ import annotations

import io
from typing import Any

from accounts.models import Employment
from accounts.roles import RoleName
from assessments import services
from assessments.models import SamplingPeriod
from assessments.states import Outcome
from tests import people
from tests.access import SIGN_IN, Row, World
from tests.assessments import making, samples


def build() -> World:
    """Maryam with a unit at each place of the way, those who judge her work, and those who may not."""
    world = making.cast(units=7, criteria=2)
    units = list(world.enrolment.version.units.order_by("number"))
    draft = making.written(world, making.draft(world, units[0]))
    file = services.attach(
        submission_id=draft.pk,
        public_id=draft.evidence.get().public_id,
        by=world.trainee.user,
        name="record.pdf",
        stream=io.BytesIO(samples.pdf(comment=True)),
    )
    sent = making.sent(world, making.draft(world, units[1]))
    marking = making.allocated(world, making.sent(world, making.draft(world, units[2])))
    reviewed = making.decided(
        world, making.allocated(world, making.sent(world, making.draft(world, units[3])))
    )
    agreed = making.agreed(
        world,
        making.decided(world, making.allocated(world, making.sent(world, making.draft(world, units[4])))),
    )
    first = making.allocated(world, making.sent(world, making.draft(world, units[5])))
    released = making.released(world, making.decided(world, first, Outcome.NOT_YET_MET))
    judged = making.judged(world, making.allocated(world, making.sent(world, making.draft(world, units[6]))))
    colleague = making.quality_assurer("Cerys Colleague")
    Employment.objects.create(person=colleague, organisation=world.trainee.employments.get().organisation)
    worry = services.raise_worry(
        submission_id=marking.pk, by=world.assessor.user, words="A child is alone at night."
    )
    return {
        "maryam": world.trainee,
        "other_trainee": people.person("Beth Lloyd", RoleName.TRAINEE),
        "assessor": world.assessor,
        "other_assessor": world.other_assessor,
        "quality": world.quality,
        "lead": world.lead,
        "colleague": colleague,
        "manager": world.manager,
        "external": people.person("Edith External", RoleName.EXTERNAL_QUALITY_ASSURER),
        "safeguarding": people.person("Sal Guard", RoleName.SAFEGUARDING_LEAD),
        "units": units,
        "draft": draft,
        "file": file,
        "sent": sent,
        "marking": marking,
        "reviewed": reviewed,
        "agreed": agreed,
        "released": released,
        "judged": judged,
        "worry": worry,
        "period": SamplingPeriod.objects.get(),
    }


def unit(index: int) -> Any:
    return lambda world: {"public_id": world["units"][index].public_id}


def piece(name: str) -> Any:
    return lambda world: {"public_id": world[name].public_id}


def mine(name: str, status: int, index: int, **more: Any) -> Row:
    """A unit's page: one's own, and a 404 for anybody else."""
    return Row(name, SIGN_IN, ("other_trainee", 404), ("maryam", status), kwargs=unit(index), **more)


def evidence(world: World) -> dict[str, Any]:
    return {
        "public_id": world["reviewed"].public_id,
        "evidence_id": world["reviewed"].versions.get().evidence.get().public_id,
    }


def remark(world: World) -> dict[str, Any]:
    return {"public_id": world["units"][0].public_id, "file_id": world["file"].public_id}


ROWS = [
    # The trainee's own
    Row("assessments:units", SIGN_IN, None, ("maryam", 200)),
    mine("assessments:unit", 200, 0),
    mine("assessments:unit", 302, 0, method="post", data=lambda world: {"do": "save"}),
    mine("assessments:draft", 200, 0, method="post"),
    mine("assessments:check", 200, 0),
    mine("assessments:sent", 200, 1),
    mine("assessments:receipt", 200, 1),
    mine("assessments:result", 200, 5),
    mine("assessments:result", 302, 5, method="post"),
    mine("assessments:longer", 302, 5, method="post"),
    Row("assessments:remarks", SIGN_IN, ("other_trainee", 404), ("maryam", 200), kwargs=remark),
    # A draft's file is its writer's alone.
    Row(
        "assessments:file",
        SIGN_IN,
        ("lead", 404),
        ("maryam", 200),
        kwargs=lambda world: {"file_id": world["file"].public_id},
    ),
    # Marking: the assessor who holds it
    Row("assessments:to_mark", SIGN_IN, ("maryam", 404), ("assessor", 200)),
    Row("assessments:done", SIGN_IN, ("quality", 404), ("assessor", 200)),
    Row("assessments:mark", SIGN_IN, ("other_assessor", 404), ("assessor", 200), kwargs=piece("marking")),
    Row("assessments:mark", SIGN_IN, ("lead", 404), ("assessor", 200), kwargs=piece("reviewed")),
    Row(
        "assessments:mark",
        SIGN_IN,
        ("other_assessor", 404),
        ("assessor", 302),
        kwargs=piece("marking"),
        method="post",
    ),
    Row(
        "assessments:mark_save",
        SIGN_IN,
        ("other_assessor", 404),
        ("assessor", 200),
        kwargs=piece("marking"),
        method="post",
    ),
    Row(
        "assessments:mark_check", SIGN_IN, ("other_assessor", 404), ("assessor", 200), kwargs=piece("judged")
    ),
    Row(
        "assessments:give_back", SIGN_IN, ("other_assessor", 404), ("assessor", 200), kwargs=piece("marking")
    ),
    Row("assessments:tie", SIGN_IN, ("manager", 404), ("assessor", 200), kwargs=piece("marking")),
    Row(
        "assessments:passage",
        SIGN_IN,
        ("other_assessor", 404),
        ("assessor", 302),
        kwargs=piece("marking"),
        method="post",
        data=lambda world: {"remove": "nothing"},
    ),
    Row(
        "assessments:worry",
        SIGN_IN,
        ("other_assessor", 404),
        ("assessor", 200),
        kwargs=piece("marking"),
        right_also=(("quality", 200), ("colleague", 404), ("maryam", 404)),
    ),
    # Safeguarding
    Row("assessments:worries", SIGN_IN, ("lead", 404), ("safeguarding", 200)),
    Row("assessments:worry_read", SIGN_IN, ("assessor", 404), ("safeguarding", 200), kwargs=piece("worry")),
    Row(
        "assessments:worry_read",
        SIGN_IN,
        ("lead", 404),
        ("safeguarding", 200),
        kwargs=piece("worry"),
        method="post",
    ),
    # Allocation
    Row(
        "assessments:allocation",
        SIGN_IN,
        ("assessor", 404),
        ("manager", 200),
        right_also=(("lead", 200), ("quality", 404)),
    ),
    Row("assessments:allocate", SIGN_IN, ("quality", 404), ("manager", 200), kwargs=piece("sent")),
    # Competence
    Row("assessments:competence", SIGN_IN, ("quality", 404), ("lead", 200), right_also=(("manager", 404),)),
    Row(
        "assessments:competence_of",
        SIGN_IN,
        ("quality", 404),
        ("lead", 200),
        kwargs=lambda world: {"public_id": world["assessor"].public_id},
    ),
    Row(
        "assessments:competence_of",
        SIGN_IN,
        ("manager", 404),
        ("lead", 302),
        kwargs=lambda world: {"public_id": world["assessor"].public_id},
        method="post",
        data=lambda world: {"kinds": ["assessing"], "unit": world["units"][0].public_id},
    ),
    # Quality assurance: independent of trainee and assessor
    Row("assessments:to_review", SIGN_IN, ("assessor", 404), ("quality", 200), right_also=(("lead", 200),)),
    Row(
        "assessments:review",
        SIGN_IN,
        ("colleague", 404),
        ("quality", 200),
        kwargs=piece("reviewed"),
        right_also=(("assessor", 404), ("manager", 404), ("external", 404), ("maryam", 404)),
    ),
    Row(
        "assessments:evidence",
        SIGN_IN,
        ("colleague", 404),
        ("quality", 200),
        kwargs=evidence,
        right_also=(("external", 200), ("manager", 404)),
    ),
    Row(
        "assessments:sampling",
        SIGN_IN,
        ("manager", 404),
        ("quality", 200),
        right_also=(("external", 200), ("assessor", 404)),
    ),
    Row("assessments:choose", SIGN_IN, ("external", 404), ("quality", 200)),
    Row("assessments:open_period", SIGN_IN, ("quality", 404), ("lead", 302), method="post"),
    Row(
        "assessments:close_period",
        SIGN_IN,
        ("quality", 404),
        ("lead", 302),
        kwargs=piece("period"),
        method="post",
    ),
    # Release
    Row(
        "assessments:to_release",
        SIGN_IN,
        ("assessor", 404),
        ("manager", 200),
        right_also=(("quality", 200), ("external", 404)),
    ),
    Row(
        "assessments:release",
        SIGN_IN,
        ("assessor", 404),
        ("manager", 200),
        kwargs=piece("agreed"),
        right_also=(("quality", 200), ("maryam", 404)),
    ),
    Row("assessments:resubmission", SIGN_IN, ("quality", 404), ("lead", 200), kwargs=piece("released")),
    # These change what other rows look at, so they stand last.
    mine("assessments:take_back", 302, 1, method="post"),
    Row("assessments:take_next", SIGN_IN, ("maryam", 404), ("other_assessor", 302), method="post"),
]
