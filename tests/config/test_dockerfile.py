"""The image's steps, run as plain commands in an empty folder; then it serves."""

from __future__ import annotations

import base64
import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests import template_database

ROOT = Path(__file__).resolve().parents[2]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, rest), continuation lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _space, rest in (line.partition(" ") for line in lines)]


def stages() -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    for word, rest in instructions():
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found


def test_the_last_stage_is_lean_and_not_root():
    last = stages()[-1]
    words = [word for word, _ in last]
    assert any(word == "USER" and rest != "root" for word, rest in last)
    assert "HEALTHCHECK" in words
    assert not [
        rest for word, rest in last if word == "RUN" and re.search(r"\b(apt|pip|gcc|migrate)\b", rest)
    ]
    assert "migrate" not in dict(last)["CMD"]


def copy_tree(target: Path) -> None:
    """What `COPY . .` brings: everything that git would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in filter(lambda name: (ROOT / name).is_file(), listed.stdout.splitlines()):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)


def build(venv: Path, site: Path, env: dict[str, str]) -> None:
    """Run the first stage's COPY and RUN steps with their folders moved below `site`."""
    for word, rest in stages()[0]:
        if word == "COPY" and rest == ". .":
            copy_tree(site)
        elif word == "COPY":
            for name in rest.split()[:-1]:
                shutil.copy2(ROOT / name, site / name)
        elif word == "RUN":
            command = rest.replace("/srv/venv", str(venv)).replace("/srv/imsa", str(site))
            done = subprocess.run(
                ["bash", "-c", command], cwd=site, env=env, check=False, capture_output=True, text=True
            )
            assert done.returncode == 0, f"{rest}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


def wait_until_ready(server: subprocess.Popen, request: urllib.request.Request) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                assert answer.status == 200
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(error.read()) from error
        except (ConnectionError, urllib.error.URLError):
            assert server.poll() is None, "the web process stopped"
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the site did not become ready")


@pytest.mark.any_database
@pytest.mark.xdist_group("browser")  # long, so it begins with the long ones
def test_every_step_runs_in_an_empty_folder_and_the_result_serves(tmp_path):
    venv, site = tmp_path / "venv", tmp_path / "imsa"
    site.mkdir()
    clean = {
        "PATH": f"{Path(sys.base_prefix) / 'bin'}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
    }
    clean |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
    build(venv, site, clean)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    production = {
        **clean,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "SEALING_KEYS": f"a:{key}",
        "LOOKUP_KEY": f"a:{key}",
        "PUBLIC_URL": "https://imsa.example",
        "ALLOWED_HOSTS": "localhost",
        "BIND": f"127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'imsa.sqlite3'}",
    }
    template_database.restore(tmp_path / "imsa.sqlite3")
    python = str(venv / "bin" / "python")
    for step in ("migrate --verbosity 0", "establish"):
        subprocess.run(
            [python, "manage.py", *step.split()], cwd=site, env=production, check=True, capture_output=True
        )
    command = shlex.split(" ".join(re.findall(r'"([^"]+)"', dict(stages()[-1])["CMD"])))
    server = subprocess.Popen(
        [str(venv / "bin" / command[0]), *command[1:]],
        cwd=site,
        env=production,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        ready = urllib.request.Request(f"http://127.0.0.1:{port}/health/ready", headers={"Host": "localhost"})
        wait_until_ready(server, ready)
        home = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "localhost"})
        with pytest.raises(urllib.error.HTTPError) as sent_to_https:
            urllib.request.build_opener(NoRedirect).open(home, timeout=10)
        sent_to_https.value.close()
    finally:
        server.terminate()
        server.wait(timeout=20)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None
