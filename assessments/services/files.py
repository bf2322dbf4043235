"""Files of evidence: looked into, cleaned, kept under random names in a storage of their own."""

from __future__ import annotations

import hashlib
import secrets
from functools import partial
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.inspection import MOST_BYTES, FileRefused, Inspected, inspect, without_remarks
from assessments.models import EvidenceFile, Submission
from assessments.services.drafts import require_writable
from assessments.services.steps import locked
from foundation.exceptions import Refused

STORAGE = "evidence"
MOST_FILES = 20
LONGEST_NAME = 160


def tidy_name(name: str, extension: str) -> str:
    """The name to show and to save under: no path, no control characters, the true ending."""
    plain = "".join(
        character for character in name.replace("\\", "/").rpartition("/")[2] if character.isprintable()
    )
    stem, dot, ending = plain.strip().rpartition(".")
    same = {"jpeg": "jpg"}
    if not dot or not stem or same.get(ending.lower(), ending.lower()) != extension:
        stem, ending = plain.strip() or _("file"), extension
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _delete_bytes(storage_name: str) -> None:
    storages[STORAGE].delete(storage_name)


def _keep(data: bytes) -> str:
    """Save bytes under a new random name and return the name."""
    token = secrets.token_hex(20)
    return storages[STORAGE].save(f"{token[:2]}/{token}", ContentFile(data))


def drop(file: EvidenceFile) -> None:
    """Take a file out of the draft. Its bytes go too, unless a version that was sent has them."""
    if file.sent.exists():
        file.evidence = None
        file.save(update_fields=["evidence"])
        return
    transaction.on_commit(partial(_delete_bytes, file.storage_name))
    file.delete()


def attach(*, submission_id: int, public_id: str, by: User, name: str, stream: BinaryIO) -> EvidenceFile:
    """Attach a file to the piece `public_id` of a draft.

    The same bytes attached to the same piece again change nothing, so that a form sent
    twice attaches once. Raises FileRefused, whose words name the file, when it cannot be
    kept, and Refused when the work was sent.
    """
    data = stream.read(MOST_BYTES + 1)
    looked = inspect(name, data)
    stored = _keep(looked.data)
    try:
        return _attach(
            submission_id=submission_id,
            public_id=public_id,
            by=by,
            name=tidy_name(name, looked.extension),
            stored=stored,
            looked=looked,
        )
    except BaseException:
        _delete_bytes(stored)
        raise


@transaction.atomic
def _attach(  # noqa: PLR0913 - a file is its facts
    *, submission_id: int, public_id: str, by: User, name: str, stored: str, looked: Inspected
) -> EvidenceFile:
    submission = locked(submission_id)
    require_writable(by, submission)
    piece = submission.evidence.filter(public_id=public_id, sent_in__isnull=True).first()
    if piece is None:
        raise Refused(_("This piece of evidence is not there any more."))
    digest = hashlib.sha256(looked.data).hexdigest()
    twin = piece.files.filter(sha256=digest).first()
    if twin:
        transaction.on_commit(partial(_delete_bytes, stored))
        return twin
    if piece.files.count() >= MOST_FILES:
        raise FileRefused(
            _("“%(name)s” is one file too many: twenty belong to a piece at most") % {"name": name}
        )
    return EvidenceFile.objects.create(
        evidence=piece,
        name=name,
        storage_name=stored,
        media_type=looked.media_type,
        size=len(looked.data),
        sha256=digest,
        cleaned=looked.cleaned,
        remarks=looked.remarks_as_data(),
    )


def _draft_file(submission: Submission, file_id: str) -> EvidenceFile | None:
    return EvidenceFile.objects.filter(
        public_id=file_id, evidence__submission=submission, evidence__sent_in__isnull=True
    ).first()


@transaction.atomic
def detach(*, submission_id: int, file_id: str, by: User) -> None:
    """Remove a file from the draft. Removing what is gone changes nothing."""
    submission = locked(submission_id)
    require_writable(by, submission)
    file = _draft_file(submission, file_id)
    if file:
        drop(file)


@transaction.atomic
def take_out_remarks(*, submission_id: int, file_id: str, by: User) -> EvidenceFile | None:
    """Put a file without comments, its tracked changes accepted, in the place of a draft's file."""
    submission = locked(submission_id)
    require_writable(by, submission)
    file = _draft_file(submission, file_id)
    if file is None or not file.remarks:
        return file
    with storages[STORAGE].open(file.storage_name) as stream:
        data = without_remarks(file.media_type, stream.read())
    bare = EvidenceFile.objects.create(
        evidence=file.evidence,
        name=file.name,
        storage_name=_keep(data),
        media_type=file.media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        cleaned=file.cleaned,
        remarks_removed=len(file.remarks),
    )
    drop(file)
    return bare
