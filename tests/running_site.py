"""The site as a process of its own, with the demonstration loaded: what a browser meets.

A transactional live server would flush the append-only tables after each test and
load the demonstration anew each time; here it is loaded once into a database of
its own, on the database that the tests use, and served by gunicorn.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests import template_database

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


@dataclass
class RunningSite:
    """A served copy of the product; `url` is its address without a slash at the end."""

    name: str = "site"
    demonstration: bool = True
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="imsa-site-")))
    port: int = 0
    server: subprocess.Popen[bytes] | None = None
    #: The database that the tests use; whoever drives the site in this process may change the environment.
    given: str = field(default_factory=lambda: os.environ.get("DATABASE_URL", ""))

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.browser",
            "DATABASE_URL": self.database_url,
            "PUBLIC_URL": self.url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "EVIDENCE_ROOT": str(self.folder / "evidence"),
            "BIND": f"127.0.0.1:{self.port}",
            "REDIS_URL": "",
            # Visitors say where they come from, so that the limits of one address stay in force.
            "TRUSTED_PROXY_COUNT": "1",
            "PYTHONWARNINGS": "",
        }

    @property
    def database_url(self) -> str:
        if not self.given.startswith("postgres"):
            return f"sqlite:///{self.folder / 'site.sqlite3'}"
        return urlunsplit(urlsplit(self.given)._replace(path=f"/imsa_{self.name}_{os.getpid()}"))

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site's database; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout[-3000:]}\n{done.stderr[-6000:]}"
        return done.stdout

    def _recreate_database(self, *, create: bool) -> None:
        if not self.database_url.startswith("postgres"):
            return
        import psycopg
        from psycopg import sql

        name = sql.Identifier(urlsplit(self.database_url).path.lstrip("/"))
        with psycopg.connect(self.given, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            if create:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(name))

    def start(self) -> RunningSite:
        """Load, serve, wait until it lives. With IMSA_TEST_SITE, that port's site is driven instead."""
        given = os.environ.get("IMSA_TEST_SITE")
        if given:
            self.port, self.folder = int(given), ROOT / "var"
            return self
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._recreate_database(create=True)
        if self.database_url.startswith("sqlite"):
            template_database.restore(self.folder / "site.sqlite3")
        self.manage("migrate", "--verbosity", "0")
        self.manage("establish")
        if self.demonstration:
            self.manage("demo")
        with (self.folder / "server.log").open("wb") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{self.url}/health/live", timeout=5)
            except urllib.error.HTTPError as error:
                raise AssertionError(error.read()) from error
            except OSError:
                assert self.server.poll() is None, self.log()
                time.sleep(0.2)
            else:
                return self
        raise AssertionError(self.log())

    def log(self) -> str:
        return (self.folder / "server.log").read_text()[-5000:]

    def stop(self) -> None:
        if self.server is None:
            return
        self.server.terminate()
        self.server.wait(timeout=30)
        self._recreate_database(create=False)
        shutil.rmtree(self.folder, ignore_errors=True)
