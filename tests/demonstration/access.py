"""The front door is open to everybody, on the sites that have one (see test_settings)."""

from tests import people
from tests.access import Row, World


def build() -> World:
    """Somebody signed in; the cast is not loaded, so nobody can be taken up."""
    return {"anybody": people.person("Anybody")}


def _open(name: str, status: int = 200, **extra) -> Row:
    return Row(f"demonstration:{name}", status, None, ("anybody", status), **extra)


ROWS = [
    _open("door"),
    _open("people"),
    _open("mails"),
    _open("mail", 404, kwargs=lambda world: {"name": "20260101-000000-1-0"}),
    # Taking a part is only for parts: test_door signs in as those who are there.
    _open("be", 404, method="post", kwargs=lambda world: {"key": "nobody-of-this-name"}),
    _open("be", 405, kwargs=lambda world: {"key": "maryam"}),
]
