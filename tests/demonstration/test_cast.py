"""The cast: everybody that the issue asks for is there."""

import datetime as dt
from collections import Counter

import pytest

from accounts.roles import RoleName
from demonstration.cast import DOMAIN, read_cast
from demonstration.content_files import CONTENT, ContentError, load_yaml
from demonstration.history import Calendar


def test_a_person_for_every_role():
    played = {role for part in read_cast().everybody for role in part.roles}
    assert played == set(RoleName)


def test_forty_or_more_advocates_in_every_status_and_visibility():
    cast = read_cast()
    assert len(cast.advocates) >= 40
    statuses = {row["code"] for row in load_yaml(CONTENT / "statuses.yaml")}
    assert {advocate.status for advocate in cast.advocates} == statuses | {"renewal_due"}
    visibilities = Counter(advocate.visibility for advocate in cast.advocates)
    assert set(visibilities) == {"public", "verify_only", "protected"}
    assert min(visibilities.values()) >= 4


def test_enough_people_for_independence():
    cast = read_cast()
    assert len(cast.with_role(RoleName.ASSESSOR)) >= 4
    assert len(cast.with_role(RoleName.QUALITY_ASSURER)) >= 2
    # A quorum of three, and three more for a review by others.
    assert len(cast.with_role(RoleName.PANEL_MEMBER)) >= 6
    employers = {part.organisation for part in cast.with_role(RoleName.ASSESSOR)}
    assert len(employers) >= 4


def test_everybody_who_stands_in_front_is_in_the_cast():
    cast = read_cast()
    door = load_yaml(CONTENT / "door.yaml")
    for group in door["groups"]:
        for key in group["people"]:
            assert cast.by_key(key).email.endswith(DOMAIN)


def test_no_two_people_share_a_key_or_an_address(tmp_path):
    text = (CONTENT / "cast.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "cast.yaml"
    wrong.write_text(text.replace("- key: paulina", "- key: idris"), encoding="utf-8")
    with pytest.raises(ContentError, match="“idris” is there twice"):
        read_cast(wrong)
    wrong.write_text(text.replace("paulina.nowak@imsa.example", "paulina@example.org"), encoding="utf-8")
    with pytest.raises(ContentError, match="does not end with"):
        read_cast(wrong)
    wrong.write_text(text.replace("roles: [registrar]", "roles: [regent]", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="regent"):
        read_cast(wrong)


@pytest.mark.parametrize(
    ("back", "day"),
    [
        ({}, dt.date(2026, 3, 31)),
        ({"months_ago": 1}, dt.date(2026, 2, 28)),
        ({"months_ago": 3}, dt.date(2025, 12, 31)),
        ({"months_ago": 15, "days_ago": 1}, dt.date(2024, 12, 30)),
        ({"months_ago": -1}, dt.date(2026, 4, 30)),
        ({"days_ago": -2}, dt.date(2026, 4, 2)),
    ],
)
def test_days_are_counted_back_from_the_day_of_loading(back, day):
    calendar = Calendar(dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC))
    assert calendar.day(**back) == day


def test_a_moment_is_in_london_and_never_after_the_loading():
    calendar = Calendar(dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC))
    assert calendar.moment(days_ago=1, hour=10) == dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
    assert calendar.moment(hour=20) == calendar.loaded_at
    assert calendar.moment(days_ago=-1) > calendar.loaded_at
