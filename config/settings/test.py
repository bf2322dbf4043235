"""Settings for the tests: fast hashing, mail in memory, a database file of its own.

The file matters: an in-memory SQLite database shares one connection and would
prove nothing about two people who act at once (architecture, trap 12).
"""

import os

from config.environment import VAR_DIR
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES, INSTALLED_APPS as BASE_APPS, STATIC_ROOT

DEMONSTRATION = True
INSTALLED_APPS = ["demonstration", *BASE_APPS]
ROOT_URLCONF = "config.urls_development"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
ALLOWED_HOSTS = ["*"]
MEDIA_ROOT = VAR_DIR / "test-media"
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
# WhiteNoise warns about a folder that is not there, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

if environment.redis_url:
    # Each worker of a parallel run has a Redis database of its own: tests clear the cache.
    _first = int(environment.redis_url.rpartition("/")[2] or 0)
    _worker = int("".join(filter(str.isdigit, os.environ.get("PYTEST_XDIST_WORKER", ""))) or 0)
    CACHES["default"]["LOCATION"] = f"{environment.redis_url.rpartition('/')[0]}/{_first + _worker}"
