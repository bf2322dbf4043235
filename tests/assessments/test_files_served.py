"""The one address of a file: who gets it, and that a browser runs nothing of it."""

from __future__ import annotations

import io

import pytest

from assessments import services
from assessments.models import EvidenceFile
from casework.models import Hold
from casework.services import place_hold
from tests import people
from tests.assessments import making, samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return making.cast()


def attach(world, submission, name="record.pdf", data=None):
    return services.attach(
        submission_id=submission.pk,
        public_id=submission.evidence.get().public_id,
        by=world.trainee.user,
        name=name,
        stream=io.BytesIO(data or samples.pdf()),
    )


def get(someone, file, query="", **headers):
    return people.client(someone).get(f"/units/files/{file.public_id}/{query}", headers=headers)


def test_a_draft_is_its_writers_alone_and_a_sent_file_is_read_by_those_who_judge(world):
    submission = making.draft(world)
    file = attach(world, submission)
    judges = (world.assessor, world.quality, world.lead)
    assert get(world.trainee, file).status_code == 200
    assert [get(someone, file).status_code for someone in judges] == [404] * 3
    making.allocated(world, making.sent(world, submission))
    assert [get(someone, file).status_code for someone in judges] == [200] * 3
    others = (world.other_assessor, world.manager, people.person())
    assert [get(someone, file).status_code for someone in others] == [404] * 3
    assert people.client().get(f"/units/files/{file.public_id}/").status_code == 302


def test_it_is_saved_not_run(world):
    file = attach(world, making.draft(world), "Datganiad ŵ.docx", samples.docx())
    answer = get(world.trainee, file, "?show")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=utf-8''Datganiad%20%C5%B5.docx" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "html" not in answer.headers["Content-Type"]


def test_a_picture_can_be_shown_and_a_sound_be_played_from_its_middle(world):
    submission = making.draft(world)
    picture = attach(world, submission, "map.jpg", samples.jpeg())
    assert get(world.trainee, picture, "?show").headers["Content-Disposition"].startswith("inline")
    sound = attach(world, submission, "talk.m4a", samples.m4a())
    part = get(world.trainee, sound, "?show", range="bytes=4-11")
    assert part.status_code == 206
    assert part.content == samples.m4a()[4:12]
    assert part.headers["Content-Range"] == f"bytes 4-11/{sound.size}"
    assert get(world.trainee, sound, range="bytes=-4").content == get(world.trainee, sound).content[-4:]
    assert get(world.trainee, sound, range="bytes=99999999-").status_code == 200


def test_quarantine_closes_it_to_everybody_but_the_trainee(world):
    submission = making.draft(world)
    file = attach(world, submission)
    making.allocated(world, making.sent(world, submission))
    place_hold(
        subject_kind="submission",
        subject_id=submission.public_id,
        kind=Hold.Kind.QUARANTINE,
        reason="A name is in it.",
        by=world.lead.user,
    )
    assert get(world.trainee, file).status_code == 200
    assert get(world.assessor, file).status_code == 404
    assert get(world.quality, file).status_code == 404


def test_the_name_it_came_with_is_data_and_no_path(world):
    file = attach(world, making.draft(world), "../../etc/passwd.pdf")
    assert file.name == "passwd.pdf"
    assert EvidenceFile.objects.get().storage_name.replace("/", "").isalnum()
