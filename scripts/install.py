"""Make the virtual environment and install a lock into it, once for each lock.

Usage: python3 scripts/install.py VENV LOCK. Runs on the bare standard library. A
stamp in the environment holds the lock's digest; with the same digest nothing is
done. `uv` is used where it is already on the machine, else pip.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path


def main(folder: str, lock: str) -> int:
    """Install `lock` into `folder`; returns a process exit code."""
    environment, requirements = Path(folder), Path(lock)
    stamp = environment / "installed.sha256"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    # The development lock contains the other one, so either satisfies `make run`.
    larger = requirements.with_name("requirements-dev.txt")
    wanted = {digest, hashlib.sha256(larger.read_bytes()).hexdigest()}
    if stamp.exists() and stamp.read_text() in (wanted if lock == "requirements.txt" else {digest}):
        return 0
    python = environment / "bin" / "python"
    if not python.exists():
        print(f"Making {environment}", flush=True)
        venv.create(environment, with_pip=True)
    print(f"Installing {requirements} (about half a minute)", flush=True)
    uv = shutil.which("uv")
    command = (
        [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python)]
        if uv
        else [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    )
    done = subprocess.run(  # noqa: S603 - our own arguments
        [*command, "--require-hashes", "-r", str(requirements)], check=False, env=os.environ
    )
    if done.returncode:
        print("The requirements could not be installed. Is this machine online?", file=sys.stderr)
        return done.returncode
    stamp.write_text(digest)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
