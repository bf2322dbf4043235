"""The permission table of `courses`, row by row; no address of the app is left out."""

import pytest
from django.db import transaction
from django.urls import reverse

from courses.urls import urlpatterns
from tests import people
from tests.courses import access

pytestmark = pytest.mark.django_db


def test_every_address_stands_in_the_table():
    named = {f"courses:{pattern.name}" for pattern in urlpatterns}
    assert named == {row.name for row in access.ROWS}


def test_who_gets_what():
    world = access.build()
    for row in access.ROWS:
        point = transaction.savepoint()
        pairs = [(None, row.nobody), row.wrong, *row.right_also, row.right]
        for who, expected in filter(None, pairs):
            address = reverse(row.name, kwargs=row.kwargs(world))
            browser = people.client(world[who] if who else None)
            answer = getattr(browser, row.method)(address, row.data(world))
            assert answer.status_code == expected, (row.name, row.method, who)
            if who is None and expected == access.SIGN_IN:
                assert answer["Location"].startswith(reverse("account_login"))
        transaction.savepoint_rollback(point)


def test_a_thing_that_does_not_exist_looks_the_same_as_one_out_of_sight():
    world = access.build()
    for who in (None, "trainee"):
        browser = people.client(world[who] if who else None)
        for public_id in (world["cohort"].public_id, "doesnotexist22"):
            answer = browser.get(reverse("courses:cohort", args=[public_id]))
            assert answer.status_code == (302 if who is None else 404)
