"""Files of evidence: kept under random names, cleaned of hidden details."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import storages
from django.db import transaction

from assessments.models import EvidenceFile


def _delete_bytes(storage_name: str) -> None:
    storages["evidence"].delete(storage_name)


def drop(file: EvidenceFile) -> None:
    """Delete a draft's file, and its bytes once that is certain. A sent file is never dropped."""
    transaction.on_commit(partial(_delete_bytes, file.storage_name))
    file.delete()
