"""Run Django's deployment checks on the production settings, warnings as errors.

The values are made up for the check; nothing of them is used anywhere.
"""

import base64
import os
import secrets
import subprocess
import sys

environment = {
    **os.environ,
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "SEALING_KEYS": "check:" + base64.b64encode(secrets.token_bytes(32)).decode(),
    "LOOKUP_KEY": "check:" + base64.b64encode(secrets.token_bytes(32)).decode(),
    "PUBLIC_URL": "https://imsa.example",
    "ALLOWED_HOSTS": "imsa.example",
}
raise SystemExit(
    subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        check=False,
        env=environment,
    ).returncode
)
