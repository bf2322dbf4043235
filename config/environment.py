"""The one reader of the process environment.

Every setting that an operator may choose is read here, with its type and its
default. All wrong values are collected and reported together, at boot.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, EnvValidationError

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
KEY_BYTES = 32
SECRET_KEY_LENGTH = 50


def parse_keys(value: str) -> dict[str, bytes]:
    """Read `id:base64,id:base64` into an ordered mapping of key id to 32 bytes.

    The first key seals; all of them open. Raises ValueError when an item has no
    id, is not base64, is not 32 bytes long, or when an id comes twice.
    """
    keys: dict[str, bytes] = {}
    for item in filter(None, (part.strip() for part in value.split(","))):
        key_id, colon, encoded = item.partition(":")
        if not (colon and key_id):
            raise ValueError("each key is written as id:base64")
        if key_id in keys:
            raise ValueError(f"key id {key_id} is given twice")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ValueError(f"key {key_id} is not base64") from error
        if len(key) != KEY_BYTES:
            raise ValueError(f"key {key_id} has {len(key)} bytes; {KEY_BYTES} are needed")
        keys[key_id] = key
    if not keys:
        raise ValueError("at least one key is needed")
    return keys


@dataclass
class Environment:
    """What the process environment says, typed; `problems` lists all that is wrong."""

    production: bool
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._env = Env(eager=False)
        env = self._env
        required = self.production
        self.secret_key: str = self._text("SECRET_KEY", "development-only-" + "0" * 40, required=required)
        self.sealing_keys_text: str = self._text(
            "SEALING_KEYS", "dev1:" + base64.b64encode(b"d" * 32).decode(), required=required
        )
        self.lookup_key_text: str = self._text(
            "LOOKUP_KEY", "dev:" + base64.b64encode(b"l" * 32).decode(), required=required
        )
        self.public_url: str = self._text("PUBLIC_URL", "http://localhost:8000", required=required)
        self.allowed_hosts: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
        self.database_url: str = env.str("DATABASE_URL", "")
        self.redis_url: str = env.str("REDIS_URL", "")
        self.web_processes: int = env.int("WEB_PROCESSES", 1)
        self.trusted_proxies: int = env.int("TRUSTED_PROXY_COUNT", 0)
        self.task_worker: bool = env.bool("TASK_WORKER", False)
        self.email_url: str = env.str("EMAIL_URL", "")
        self.from_email: str = env.str("FROM_EMAIL", "notices@imsa.example")
        self.exit_url: str = env.str("EXIT_URL", "https://www.bbc.co.uk/weather")
        self.idle_staff_minutes: int = env.int("IDLE_STAFF_MINUTES", 30)
        self.idle_minutes: int = env.int("IDLE_MINUTES", 12 * 60)
        self.idle_shared_minutes: int = env.int("IDLE_SHARED_MINUTES", 20)
        self.media_root: Path = env.path("MEDIA_ROOT", VAR_DIR / "media")
        self.evidence_root: Path = env.path("EVIDENCE_ROOT", VAR_DIR / "evidence")
        self.fonts_root: Path = env.path("FONTS_ROOT", VAR_DIR / "fonts")
        self.log_level: str = env.str("LOG_LEVEL", "INFO")
        self.site_name: str = env.str("SITE_NAME", "IMSA")
        self.register_phone: str = env.str("REGISTER_PHONE", "")
        self.register_hours: str = env.str("REGISTER_HOURS", "")
        self.site_long_name: str = env.str("SITE_LONG_NAME", "Independent Modern Slavery Advocates")
        try:
            env.seal()
        except EnvValidationError as error:
            messages = error.error_messages
            by_name = messages if isinstance(messages, Mapping) else {"environment": messages}
            self.problems += [f"{name}: {' '.join(why)}" for name, why in by_name.items()]
        self._check()

    def _text(self, name: str, default: str, *, required: bool) -> str:
        value = self._env.str(name, "" if required else default)
        if required and not value:
            self.problems.append(f"{name}: must be set outside development")
            return default
        return value

    def _check(self) -> None:
        for name, text in (("SEALING_KEYS", self.sealing_keys_text), ("LOOKUP_KEY", self.lookup_key_text)):
            try:
                parse_keys(text)
            except ValueError as error:
                self.problems.append(f"{name}: {error}")
        scheme = urlsplit(self.public_url).scheme
        if scheme not in {"http", "https"} or (self.production and scheme != "https"):
            self.problems.append("PUBLIC_URL: must begin with https:// outside development")
        if (self.web_processes or 1) > 1 and not self.redis_url:
            self.problems.append("REDIS_URL: more than one web process needs a cache that all of them share")
        if self.production and len(self.secret_key) < SECRET_KEY_LENGTH:
            self.problems.append(f"SECRET_KEY: must have {SECRET_KEY_LENGTH} characters or more")
        if self.problems:
            lines = "\n".join(f"  - {problem}" for problem in self.problems)
            raise SystemExit(f"The settings cannot be used. Please correct:\n{lines}")

    @property
    def sealing_keys(self) -> dict[str, bytes]:
        return parse_keys(self.sealing_keys_text)

    @property
    def lookup_key(self) -> bytes:
        return next(iter(parse_keys(self.lookup_key_text).values()))
