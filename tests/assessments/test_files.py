"""Files beside a draft: attached once, kept under random names, dropped with their bytes."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import storages

from assessments import services
from assessments.inspection import FileRefused, inspect
from assessments.models import EvidenceFile
from assessments.services.files import tidy_name
from foundation.exceptions import NotAllowed, Refused
from tests.assessments import making, samples

pytestmark = pytest.mark.django_db(transaction=True)


def stored() -> set[str]:
    storage = storages["evidence"]
    try:
        folders, _files = storage.listdir("")
    except FileNotFoundError:
        return set()
    return {f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1]}


@pytest.fixture
def world():
    return making.cast()


def attach(world, submission, name="record.pdf", data=None):
    return services.attach(
        submission_id=submission.pk,
        public_id=submission.evidence.get().public_id,
        by=world.trainee.user,
        name=name,
        stream=io.BytesIO(data if data is not None else samples.docx()),
    )


def test_attached_twice_is_attached_once(world):
    submission = making.draft(world)
    first, second = attach(world, submission), attach(world, submission)
    assert first == second
    assert first.name == "record.pdf.docx"
    assert stored() == {first.storage_name}
    assert "record" not in first.storage_name


def test_a_refused_file_leaves_nothing(world):
    submission = making.draft(world)
    with pytest.raises(FileRefused):
        attach(world, submission, "mind-map.heic", samples.heic())
    assert not EvidenceFile.objects.exists()
    assert stored() == set()


def test_a_removed_file_and_a_removed_piece_take_their_bytes_with_them(world):
    submission = making.draft(world)
    file = attach(world, submission)
    services.detach(submission_id=submission.pk, file_id=file.public_id, by=world.trainee.user)
    services.detach(submission_id=submission.pk, file_id=file.public_id, by=world.trainee.user)
    assert stored() == set()
    attach(world, submission)
    services.remove_piece(
        submission_id=submission.pk, public_id=submission.evidence.get().public_id, by=world.trainee.user
    )
    assert stored() == set()


def test_comments_are_taken_out_on_wish(world):
    submission = making.draft(world)
    file = attach(world, submission, "a.docx", samples.docx(samples.TRACKED, comment="Her real name?"))
    assert len(file.remarks) == 3
    for _twice in range(2):
        file = services.take_out_remarks(
            submission_id=submission.pk, file_id=file.public_id, by=world.trainee.user
        )
        assert file is not None
    assert (file.remarks, file.remarks_removed) == ([], 3)
    assert stored() == {file.storage_name}
    with storages["evidence"].open(file.storage_name) as stream:
        data = stream.read()
    assert inspect("a.docx", data).remarks == []
    assert len(data) == file.size


def test_sent_files_stay(world):
    submission = making.draft(world)
    file = attach(world, submission)
    making.sent(world, submission)
    version = submission.versions.get()
    frozen = version.evidence.get().files.get()
    assert (frozen.sha256, frozen.size) == (file.sha256, file.size)
    with pytest.raises(Refused, match="stays as it is"):
        services.detach(submission_id=submission.pk, file_id=file.public_id, by=world.trainee.user)
    # Taken back, the draft may let go of it; what was sent once keeps its bytes.
    services.take_back(submission_id=submission.pk, by=world.trainee.user)
    services.detach(submission_id=submission.pk, file_id=file.public_id, by=world.trainee.user)
    assert stored() == {file.storage_name}
    assert frozen.file.storage_name == file.storage_name
    assert not submission.evidence.get().files.exists()


def test_nobody_else_attaches(world):
    submission = making.draft(world)
    with pytest.raises(NotAllowed):
        services.attach(
            submission_id=submission.pk,
            public_id=submission.evidence.get().public_id,
            by=world.assessor.user,
            name="a.pdf",
            stream=io.BytesIO(samples.pdf()),
        )
    assert stored() == set()


@pytest.mark.parametrize(
    ("name", "extension", "tidy"),
    [
        ("C:\\Users\\maryam\\record.pdf", "pdf", "record.pdf"),
        ("../../etc/passwd", "png", "passwd.png"),
        ("photo.JPEG", "jpg", "photo.JPEG"),
        ("a\x00b\n.pdf", "pdf", "ab.pdf"),
        ("", "pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "pdf", "x" * 156 + ".pdf"),
    ],
)
def test_names_are_data_and_never_paths(name, extension, tidy):
    assert tidy_name(name, extension) == tidy
