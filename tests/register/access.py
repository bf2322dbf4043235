"""Every public, own and registrar's address of the register × nobody, the wrong person, the right person."""

from __future__ import annotations

from typing import Any

from accounts.roles import RoleName
from register.models import Entry
from register.states import Visibility
from tests import people
from tests.access import SIGN_IN, Row, World
from tests.register import advocates


def build() -> World:
    registrar = advocates.registrar()
    public = advocates.advocate("Amina Karim", by=registrar)
    suspended = advocates.advocate("Daniel Okoro", by=registrar)
    hidden = advocates.advocate("Łucja Żak-Wiśniewska", by=registrar, visibility=Visibility.VERIFY_ONLY)
    advocates.suspend(suspended, by=registrar)
    return {
        "public": public,
        "suspended": suspended,
        "hidden": hidden,
        "registrar": registrar,
        "amina": public.person,
        "lucja": hidden.person,
        "assessor": people.person("", RoleName.ASSESSOR),
        "administrator": people.person("", RoleName.ADMINISTRATOR),
        "number": advocates.number_of(public),
        "code": advocates.code_of(public),
    }


def entry(name: str) -> Any:
    return lambda world: {"public_id": world[name].public_id}


def form(name: str, **fields: str) -> Any:
    """A form about an entry, with the version that its page would show."""

    def data(world: World) -> dict[str, Any]:
        version = Entry.objects.get(pk=world[name].pk).version
        return {"version": version, "key": f"{name}{len(fields)}", **fields}

    return data


ROWS = [
    Row("register:check", 200, ("assessor", 200), ("amina", 200)),
    Row("register:check_code", 200, ("assessor", 200), ("amina", 200), lambda world: {"code": world["code"]}),
    Row("scanned", 307, None, None, lambda world: {"code": world["code"]}),
    Row("register:register", 200, ("assessor", 200), ("amina", 200)),
    Row("register:entry", 200, ("assessor", 200), ("amina", 200), lambda world: {"number": world["number"]}),
    Row("register:my_entry", SIGN_IN, ("assessor", 404), ("amina", 200), right_also=(("lucja", 200),)),
    Row("register:my_visibility", SIGN_IN, ("assessor", 404), ("amina", 200)),
    Row(
        "register:my_visibility",
        SIGN_IN,
        ("assessor", 404),
        ("amina", 302),
        method="post",
        data=form("public", to="protected"),
    ),
    Row("register:my_employer", SIGN_IN, ("assessor", 404), ("amina", 302), method="post"),
    Row("register:my_employer", SIGN_IN, ("assessor", 404), ("amina", 405)),
    Row("register:my_new_number", SIGN_IN, ("assessor", 404), ("amina", 302), method="post"),
    Row("register:my_leave", SIGN_IN, ("assessor", 404), ("amina", 200)),
    Row(
        "register:my_leave",
        SIGN_IN,
        ("assessor", 404),
        ("amina", 302),
        method="post",
        data=form("public", sure="on"),
    ),
    Row(
        "register:staff_register",
        SIGN_IN,
        ("amina", 404),
        ("registrar", 200),
        right_also=(("administrator", 404),),
    ),
    Row(
        "register:staff_reviews", SIGN_IN, ("amina", 404), ("registrar", 200), right_also=(("assessor", 404),)
    ),
    Row(
        "register:staff_entry",
        SIGN_IN,
        ("amina", 404),
        ("registrar", 200),
        entry("public"),
        right_also=(("administrator", 404),),
    ),
    Row("register:staff_entry", SIGN_IN, ("lucja", 404), ("registrar", 302), entry("hidden")),
    Row("register:staff_why", SIGN_IN, ("lucja", 404), ("registrar", 200), entry("hidden")),
    Row("register:staff_why", SIGN_IN, ("assessor", 404), ("registrar", 404), entry("public")),
    Row(
        "register:staff_suspend",
        SIGN_IN,
        ("amina", 404),
        ("registrar", 302),
        entry("public"),
        method="post",
        data=form("public", risk="a", why_now="b", why_not_less="c", record="yes"),
    ),
    Row("register:staff_suspend", SIGN_IN, ("amina", 404), ("registrar", 405), entry("public")),
    Row(
        "register:staff_lift",
        SIGN_IN,
        ("amina", 404),
        ("registrar", 302),
        entry("suspended"),
        method="post",
        data=form("suspended", reason="a", record="yes"),
    ),
    Row("register:staff_safety", SIGN_IN, ("amina", 404), ("registrar", 200), entry("public")),
    Row(
        "register:staff_safety",
        SIGN_IN,
        ("assessor", 404),
        ("registrar", 302),
        entry("public"),
        method="post",
        data=form("public", to="protected", reason="They asked"),
    ),
]
