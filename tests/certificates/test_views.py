import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.roles import RoleName
from certificates import codes, services
from foundation import clock
from tests import people
from tests.certificates import access

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return access.build()


def path(code: str, ending: str = "/") -> str:
    return f"/certificates/{code}{ending}"


def plain(response, code: str) -> tuple:
    body = response.content.decode().replace(code, "…")
    body = re.sub(
        r'(csrf-token" content|csrfmiddlewaretoken" value)="\w+"', "", body
    )  # masked anew each time
    return (
        response.status_code,
        body,
        {k: v for k, v in response.headers.items() if k not in {"Date", "X-Request-Id", "Content-Length"}},
    )


@pytest.mark.parametrize("ending", ["/", ".pdf"])
@pytest.mark.parametrize("role", [None, RoleName.TRAINEE, RoleName.ASSESSOR, RoleName.ADMINISTRATOR])
def test_for_everybody_else_it_is_the_404_of_an_unknown_code(world, role, ending, time_machine):
    time_machine.move_to(clock.now(), tick=False)  # the page says the time, to the minute
    browser = people.client(people.person("", role)) if role else Client()
    known, unknown = world["certificate"].printed_code, codes.format_code(codes.draw_code())
    browser.get(path(unknown, ending))
    there, nowhere = browser.get(path(known, ending)), browser.get(path(unknown, ending))
    assert there.status_code == 404
    assert plain(there, known) == plain(nowhere, unknown)
    assert plain(browser.get(path("nonsense", ending)), "nonsense") == plain(nowhere, unknown)


def test_the_page_says_what_was_issued_and_leads_to_the_check(world):
    browser = people.client(world["holder"])
    code = world["certificate"].code
    response = browser.get(path(code))
    text = response.content.decode()
    for words in (
        "Łucja Żak-Wiśniewska",
        "IMSA-9TQM-41W",
        "Valid only if the register says so today.",
        f"/check/{code}/",
    ):
        assert words in text
    assert "Accredited" not in text
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert browser.get(path(world["certificate"].printed_code.lower())).status_code == 200


def test_the_file_is_what_was_issued_in_the_language_asked_for(world):
    certificate = world["certificate"]
    certificate.documents.filter(language="cy").update(content=b"%PDF-cy")
    browser = people.client(world["holder"])
    english, welsh = (
        browser.get(path(certificate.code, ".pdf")),
        browser.get(f"/cy{path(certificate.code, '.pdf')}"),
    )
    assert (english.content, welsh.content) == (b"%PDF-", b"%PDF-cy")
    assert english["Content-Type"] == "application/pdf"
    assert english["Content-Disposition"] == 'attachment; filename="certificate.pdf"'


def test_a_registrars_opening_is_written_down_and_a_holders_is_not(world):
    code = world["certificate"].code
    people.client(world["holder"]).get(path(code))
    assert not AuditEvent.objects.filter(action="certificate.read").exists()
    people.client(world["registrar"]).get(path(code))
    assert AuditEvent.objects.get(action="certificate.read").by == world["registrar"].user


def test_a_certificate_that_was_taken_back_says_so_to_its_holder(world):
    services.revoke(certificate_id=world["certificate"].pk, by=None, reason="mistake")
    text = people.client(world["holder"]).get(path(world["certificate"].code)).content.decode()
    assert "was taken back" in text


def test_no_query_asks_about_a_certificate_for_somebody_who_is_not_signed_in(
    world, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        Client().get(reverse("certificates:certificate", args=[world["certificate"].code]))
    assert not [query for query in captured if "certificates_certificate" in query["sql"]]
