import datetime as dt
import itertools

import pytest

from accounts.roles import RoleName
from casework import selectors, services, working_days
from casework.models import Hold, Request
from casework.policies import DEFAULTS
from casework.states import TRANSITIONS, RequestEvent, RequestState
from foundation import clock
from foundation.exceptions import Refused, TransitionRefused
from foundation.transitions import target
from tests import people

EXPECTED = {
    ("requested", "receive"): "received",
    ("received", "verify"): "verified",
    ("verified", "review"): "reviewed",
    ("requested", "expire"): "expired",
    ("expired", "ask_again"): "requested",
}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(RequestState, RequestEvent)))
def test_request_grid(state, event):
    expected = EXPECTED.get((state, event))
    if expected is None:
        with pytest.raises(TransitionRefused):
            target(TRANSITIONS, event, state)
    else:
        assert target(TRANSITIONS, event, state) == expected


@pytest.mark.parametrize(
    ("nation", "start", "count", "expected"),
    [
        ("E", dt.date(2026, 12, 24), 1, dt.date(2026, 12, 29)),
        ("S", dt.date(2026, 12, 31), 1, dt.date(2027, 1, 5)),
        ("E", dt.date(2026, 12, 31), 1, dt.date(2027, 1, 4)),
        ("NI", dt.date(2026, 3, 16), 1, dt.date(2026, 3, 18)),
        ("W", dt.date(2026, 11, 27), 10, dt.date(2026, 12, 11)),
        ("E", dt.date(2026, 11, 24), 0, dt.date(2026, 11, 24)),
    ],
)
def test_working_days_know_each_nation(nation, start, count, expected):
    assert working_days.add(start, count, nation) == expected
    assert working_days.between(start, expected, nation) == count


@pytest.mark.django_db
def test_a_policy_number_holds_from_its_day_and_not_before():
    assert selectors.policy("panel.quorum") == 3
    tomorrow = clock.today() + dt.timedelta(days=1)
    services.set_policy(code="panel.quorum", value=5, effective_from=tomorrow, by=None)
    assert selectors.policy("panel.quorum") == 3
    assert selectors.policy("panel.quorum", on=tomorrow) == 5
    assert selectors.policies("panel.quorum", "invitation.days", on=tomorrow) == {
        "panel.quorum": 5,
        "invitation.days": DEFAULTS["invitation.days"][0],
    }
    with pytest.raises(Refused):
        services.set_policy(
            code="panel.quorum", value=1, effective_from=clock.today() - dt.timedelta(days=1), by=None
        )
    with pytest.raises(Refused):
        services.set_policy(code="nothing", value=1, effective_from=tomorrow, by=None)


@pytest.mark.django_db
def test_a_hold_blocks_until_it_is_lifted_and_one_of_a_kind_stands():
    user = people.person("Beth Lloyd", RoleName.PROGRAMME_MANAGER).user
    where = {"subject_kind": "submission", "subject_id": "abc"}
    hold = services.place_hold(**where, kind=Hold.Kind.QUARANTINE, reason="A name is in it", by=user)
    with pytest.raises(Refused):
        services.place_hold(**where, kind=Hold.Kind.QUARANTINE, reason="Again", by=user)
    with pytest.raises(Refused):
        services.refuse_if_held("submission", "abc")
    services.refuse_if_held("submission", "another")
    with pytest.raises(Refused):
        services.lift_hold(hold_id=hold.pk, reason=" ", by=user)
    services.lift_hold(hold_id=hold.pk, reason="The name was taken out", by=user)
    services.refuse_if_held("submission", "abc")


@pytest.mark.django_db
def test_an_ask_is_answered_once_through_its_link_and_read_by_somebody():
    user = people.person("Rhys Morgan", RoleName.REGISTRAR).user
    request, token = services.ask(
        kind=Request.Kind.REFERENCE,
        subject_kind="case",
        subject_id="c1",
        by=user,
        questions=["How do you know them?", "How do they work with people?"],
        asked_name="Ann",
        asked_email="ann@example.org",
    )
    assert selectors.request_by_token(token) == request
    assert token not in str(Request.objects.values())
    with pytest.raises(Refused):
        services.answer(request_id=request.pk, answers=["As a colleague", " "])
    services.answer(request_id=request.pk, answers=["As a colleague", "With care"])
    assert selectors.request_by_token(token) is None
    with pytest.raises(TransitionRefused):
        services.answer(request_id=request.pk, answers=["x", "y"])
    services.verify(request_id=request.pk, by=user)
    services.review(request_id=request.pk, by=user)
    assert selectors.requests_about("case", "c1").get().state == RequestState.REVIEWED


@pytest.mark.django_db
def test_an_ask_whose_last_day_is_over_expires_and_not_before(time_machine):
    user = people.person("Rhys Morgan", RoleName.REGISTRAR).user
    _request, token = services.ask(
        kind=Request.Kind.CHECK,
        subject_kind="case",
        subject_id="c1",
        by=user,
        questions=["Seen?"],
        asked_email="x@example.org",
        due_on=dt.date(2026, 12, 1),
    )
    time_machine.move_to(dt.datetime(2026, 12, 1, 22, 0, tzinfo=dt.UTC), tick=False)
    assert services.expire_overdue() == 0
    time_machine.move_to(dt.datetime(2026, 12, 2, 1, 0, tzinfo=dt.UTC), tick=False)
    assert selectors.request_by_token(token) is None
    assert services.expire_overdue() == 1
    assert services.expire_overdue() == 0
