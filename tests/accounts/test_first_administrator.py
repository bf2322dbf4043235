"""`manage.py first_administrator`: the two people that a new site begins with."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.roles import RoleName
from accounts.selectors import role_names

pytestmark = pytest.mark.django_db


def make(email, name="Ada Price"):
    out = io.StringIO()
    call_command("first_administrator", email, name, stdout=out)
    return out.getvalue().splitlines()[-1]


def test_it_makes_two_and_no_third():
    make("ada@example.org")
    make("wyn@example.org", "Wyn")
    with pytest.raises(CommandError, match="two administrators already"):
        make("third@example.org")
    assert set(User.objects.values_list("email", flat=True)) >= {"ada@example.org", "wyn@example.org"}
    assert not User.objects.filter(email="third@example.org").exists()
    assert role_names(User.objects.get(email="wyn@example.org")) == {RoleName.ADMINISTRATOR}
    assert AuditEvent.objects.filter(action="role.grant").count() == 2


@pytest.mark.parametrize(
    ("email", "name", "words"),
    [
        ("ada@example.org", "Ada", "Somebody has an account"),
        ("ADA@example.org", "Ada", "Somebody has an account"),
        ("no address", "Ada", "email address"),
        ("wyn@example.org", "  ", "Write their name"),
    ],
)
def test_it_says_what_is_wrong(email, name, words):
    make("ada@example.org")
    with pytest.raises(CommandError, match=words):
        make(email, name)
    assert User.objects.filter(roles__name=RoleName.ADMINISTRATOR).count() == 1


def test_the_link_lets_them_choose_a_password_once(settings):
    link = make("ada@example.org")
    assert link.startswith(settings.PUBLIC_URL)
    browser = Client()
    page = browser.get(link.removeprefix(settings.PUBLIC_URL), follow=True)
    form = {"password1": "lantern bicycle harbour", "password2": "lantern bicycle harbour"}
    browser.post(page.redirect_chain[-1][0], form)
    assert User.objects.get(email="ada@example.org").check_password("lantern bicycle harbour")
    again = Client().get(link.removeprefix(settings.PUBLIC_URL), follow=True)
    assert "password1" not in again.content.decode()
