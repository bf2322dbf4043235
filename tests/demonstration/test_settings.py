"""Nothing of the demonstration is in production: neither installed nor reachable."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import django
from django.conf import settings
django.setup()
from django.core.management import get_commands
from django.urls import Resolver404, resolve
assert "demonstration" not in settings.INSTALLED_APPS
assert settings.DEMONSTRATION is False
assert "demo" not in get_commands()
from django.urls import get_resolver
for namespace in get_resolver().namespace_dict:
    assert namespace != "demonstration", namespace
for address in ("/demo/", "/demo/people/", "/demo/be/maryam/", "/demo/mail/", "/styleguide/"):
    try:
        found = resolve(address)
    except Resolver404:
        continue
    assert found.func.__module__.startswith("wagtail."), (address, found)  # the page tree's own 404
import sys
assert not any(name.split(".")[0] == "demonstration" for name in sys.modules), "imported"
print("nothing of it")
"""


def test_production_has_nothing_of_it():
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "a" * 60,
        "SEALING_KEYS": "t1:" + "ZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGQ=",
        "LOOKUP_KEY": "t1:" + "ZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGQ=",
        "PUBLIC_URL": "https://register.example.org",
    }
    result = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.stdout.strip() == "nothing of it", result.stderr
