"""`/health/live` and `/health/ready`."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.views import health
from cms import triggers
from foundation import readiness
from foundation.append_only import append_only_tables, install_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def fonts(settings, tmp_path):
    settings.FONTS_ROOT = tmp_path / "fonts"
    settings.FONTS_ROOT.mkdir()
    (settings.FONTS_ROOT / "text.woff2").write_bytes(b"wOF2")


def test_live_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/health/live")
    assert answer.status_code == 200
    assert answer.json() == {"status": "live"}
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_ready(fonts):
    answer = Client().get("/health/ready")
    assert answer.json()["checks"] == dict.fromkeys([*health.CHECKS, *readiness.registered()], True)
    assert answer.json()["status"] == "ready"
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize("part", list(health.CHECKS))
def test_a_part_that_is_down_makes_it_not_ready_and_tells_no_more(fonts, part, monkeypatch):
    def down():
        raise RuntimeError("password=hunter2")

    monkeypatch.setitem(health.CHECKS, part, down)
    answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"][part] is False
    assert "hunter2" not in answer.content.decode()


def test_missing_triggers_are_seen(fonts):
    table = append_only_tables()[0]
    suffix = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{table}_no_update"{suffix}')
    assert Client().get("/health/ready").json()["checks"]["append_only"] is False
    install_triggers()
    assert Client().get("/health/ready").json()["checks"]["append_only"] is True


def test_missing_triggers_of_signed_pages_are_seen(fonts):
    triggers.remove()
    assert Client().get("/health/ready").json()["checks"]["signed_pages"] is False
    triggers.install()
    assert Client().get("/health/ready").json()["checks"]["signed_pages"] is True


def test_missing_fonts_are_seen(settings, tmp_path):
    settings.FONTS_ROOT = tmp_path
    assert Client().get("/health/ready").json()["checks"]["fonts"] is False


def test_missing_migrations_are_seen(fonts):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")
    assert Client().get("/health/ready").json()["checks"]["migrations"] is False


@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_only_reading(address):
    assert Client().post(address).status_code == 405
    with pytest.raises(Resolver404):
        resolve(f"/cy{address}")
