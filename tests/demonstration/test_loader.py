"""The loader: safe to run again, and refused on a site with other people."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from demonstration.loader import load
from demonstration.models import LoadedStep, Loading
from tests import people


@pytest.mark.django_db
def test_a_site_with_other_people_is_left_alone():
    people.person("Somebody real")
    with pytest.raises(CommandError, match="do not belong to the demonstration"):
        call_command("demo", stdout=io.StringIO())
    assert not User.objects.filter(email__endswith="@imsa.example").exists()
    assert not Loading.objects.exists()


@pytest.mark.django_db
def test_a_step_that_breaks_leaves_nothing_of_itself_and_is_taken_up_again(monkeypatch):
    from demonstration import loader

    calls = []

    def first(world):
        calls.append("first")
        User.objects.create_user("first@imsa.example")

    def breaks(world):
        calls.append("breaks")
        User.objects.create_user("second@imsa.example")
        if calls.count("breaks") == 1:
            raise OSError

    monkeypatch.setattr(loader, "STEPS", (("first", first), ("breaks", breaks)))
    with pytest.raises(OSError):
        load()
    assert set(User.objects.values_list("email", flat=True)) == {"first@imsa.example"}
    assert load() is True
    assert load() is False
    assert calls == ["first", "breaks", "breaks"]
    assert list(LoadedStep.objects.values_list("name", flat=True)) == ["first", "breaks"]
