"""The migrated test database, kept as a file and copied: migrating takes longer than most test runs.

Only on SQLite. The file's name holds a digest of all that shapes the database
(migrations, models, triggers, the lock); another digest makes another file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHAPING = (
    "*/migrations/*.py",
    "*/models/**/*.py",
    "*/models.py",
    "*/pages/**/*.py",
    "*/pages.py",
    "*/apps.py",
    "*/*append_only*.py",
    "*/*trigger*.py",
    "*/roles.py",
    "*/states.py",
)


def path() -> Path:
    """Where the template for today's code lies, or would lie."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    files = {file for pattern in SHAPING for file in ROOT.glob(pattern) if ".venv" not in file.parts}
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return Path(tempfile.gettempdir()) / "imsa-test-databases" / f"{digest.hexdigest()[:24]}.sqlite3"


def restore(database: Path) -> bool:
    """Put a copy of the template at `database`; False where there is none yet."""
    template = path()
    if not template.exists():
        return False
    for leftover in (database, *database.parent.glob(f"{database.name}-*")):
        leftover.unlink(missing_ok=True)
    database.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, database)
    return True


def save(database: Path) -> None:
    """Keep a consistent copy of `database` as the template."""
    template = path()
    template.parent.mkdir(parents=True, exist_ok=True)
    draft = template.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(database) as source, sqlite3.connect(draft) as target:
        source.backup(target)
    source.close()
    target.close()
    draft.replace(template)
