"""Every address of certificates × nobody, the wrong person, the right person."""

from __future__ import annotations

from unittest import mock

from accounts.roles import RoleName
from certificates import rendering, services
from certificates.models import Certificate
from foundation import clock
from tests import people
from tests.access import Row, World


def build() -> World:
    holder = people.person("Łucja Żak-Wiśniewska", RoleName.ADVOCATE)
    with mock.patch.object(rendering, "render", lambda paper: b"%PDF-"):
        prepared = services.prepare(
            person=holder,
            kind=Certificate.Kind.ACCREDITATION,
            award="award",
            facts={"number": "9TQM41W", "first_accredited": clock.today().isoformat()},
            valid_from=clock.today(),
        )
    return {
        "holder": holder,
        "certificate": services.issue(prepared=prepared, by=None),
        "registrar": people.person("", RoleName.REGISTRAR),
        "assessor": people.person("", RoleName.ASSESSOR),
    }


def code(world: World) -> dict[str, str]:
    return {"code": world["certificate"].printed_code}


#: Nobody gets the 404 of an unknown code here, not the sign-in page: that there is
#: such a certificate is told to its holder and to registrars alone.
ROWS = [
    Row(
        "certificates:certificate",
        404,
        ("assessor", 404),
        ("holder", 200),
        code,
        right_also=(("registrar", 200),),
    ),
    Row(
        "certificates:document",
        404,
        ("assessor", 404),
        ("holder", 200),
        code,
        right_also=(("registrar", 200),),
    ),
]
