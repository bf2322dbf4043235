import base64

import pytest

from config.environment import Environment, parse_keys

GOOD = {
    "SECRET_KEY": "s" * 60,
    "SEALING_KEYS": "a:" + base64.b64encode(b"1" * 32).decode(),
    "LOOKUP_KEY": "l:" + base64.b64encode(b"2" * 32).decode(),
    "PUBLIC_URL": "https://imsa.example",
}


@pytest.fixture
def environ(monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL", "WEB_PROCESSES", *GOOD):
        monkeypatch.delenv(name, raising=False)

    def setter(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return setter


def test_development_needs_nothing(environ):
    assert Environment(production=False).public_url == "http://localhost:8000"


def test_production_boots_with_its_four_values(environ):
    environ(**GOOD)
    assert list(Environment(production=True).sealing_keys) == ["a"]


def test_all_wrong_values_are_said_at_once(environ):
    environ(WEB_PROCESSES="many", TRUSTED_PROXY_COUNT="few", SEALING_KEYS="a:short")
    with pytest.raises(SystemExit) as stopped:
        Environment(production=True)
    said = str(stopped.value)
    for name in (
        "SECRET_KEY",
        "SEALING_KEYS",
        "LOOKUP_KEY",
        "PUBLIC_URL",
        "WEB_PROCESSES",
        "TRUSTED_PROXY_COUNT",
    ):
        assert name in said


def test_more_than_one_process_needs_a_shared_cache(environ):
    environ(**GOOD, WEB_PROCESSES="2")
    with pytest.raises(SystemExit, match="REDIS_URL"):
        Environment(production=True)
    environ(REDIS_URL="redis://localhost:6379/1")
    assert Environment(production=True).web_processes == 2


def test_production_is_https(environ):
    environ(**{**GOOD, "PUBLIC_URL": "http://imsa.example"})
    with pytest.raises(SystemExit, match="PUBLIC_URL"):
        Environment(production=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nocolon",
        ":" + base64.b64encode(b"1" * 32).decode(),
        "a:???",
        "a:" + base64.b64encode(b"1").decode(),
        ",".join(["a:" + base64.b64encode(b"1" * 32).decode()] * 2),
    ],
)
def test_keys_that_cannot_be_used(text):
    with pytest.raises(ValueError):
        parse_keys(text)


def test_the_first_key_seals_and_all_open():
    keys = parse_keys(
        f"new:{base64.b64encode(b'2' * 32).decode()}, old:{base64.b64encode(b'1' * 32).decode()}"
    )
    assert list(keys) == ["new", "old"]
