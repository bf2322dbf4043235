"""The content security policy: strict for everybody's pages, relaxed below /admin/ alone."""

import pytest
from django.test import Client

from accounts.roles import RoleName
from cms import services as cms_services
from config import csp
from tests import people

pytestmark = pytest.mark.django_db


def policy(answer):
    return dict(
        [*part.split(" ", 1), ""][:2] for part in answer.headers["Content-Security-Policy"].split("; ")
    )


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/cy/account/login/",
        "/account/reading/",
        "/exit/",
        "/health/live",
        "/no-such-page/",
        "/administer/",
    ],
)
def test_everybodys_pages_are_strict(address):
    found = policy(Client().get(address))
    assert found["script-src"] == "'self'"
    assert found["style-src"] == "'self'"
    assert found["default-src"] == "'none'"
    assert found["form-action"] == "'self'"
    assert found["base-uri"] == "'none'"
    assert found["object-src"] == "'none'"
    assert found["frame-ancestors"] == "'self'"
    assert "unsafe" not in str(found)


@pytest.mark.parametrize("address", ["/account/", "/account/kept/", "/home/messages/", "/account/2fa/"])
def test_signed_in_pages_are_strict_too(address):
    found = policy(people.client(people.person("", RoleName.ADMINISTRATOR)).get(address))
    assert found["script-src"] == found["style-src"] == "'self'"


def test_the_admin_alone_is_relaxed():
    cms_services.establish_groups()
    answer = people.client(people.person("Tomasina Vale", RoleName.EDITOR)).get("/admin/")
    assert answer.status_code == 200
    found = policy(answer)
    assert found["script-src"] == "'self' 'unsafe-inline' 'unsafe-eval'"
    assert found["style-src"] == "'self' 'unsafe-inline'"
    # What is not named as relaxed stays as strict as everywhere.
    for name, sources in csp.STRICT["DIRECTIVES"].items():
        if name not in {"default-src", "script-src", "style-src", "img-src"}:
            assert found[name] == " ".join(sources)


def test_nothing_of_ours_is_written_into_the_page():
    for browser, address in [
        (Client(), "/account/login/"),
        (people.client(people.person("", RoleName.TRAINEE)), "/account/"),
    ]:
        text = browser.get(address).content.decode()
        assert "style=" not in text
        assert " onclick" not in text
        scripts = text.split("<script")[1:]
        assert scripts
        assert all('src="/static/' in script.split(">")[0] for script in scripts)
