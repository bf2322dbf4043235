import io

import pytest
from django.core.management import call_command

from foundation import sweeps


@pytest.fixture
def only(monkeypatch):
    monkeypatch.setattr(sweeps, "_sweeps", {})


def test_one_sweep_that_stops_does_not_stop_the_others(only):
    def broken():
        raise RuntimeError

    sweeps.register("a", broken)
    sweeps.register("b", lambda: 3)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("sweep", stdout=out)
    assert out.getvalue() == "a: stopped, see the log\nb: 3\n"


def test_all_well_ends_quietly(only):
    sweeps.register("b", lambda: 0)
    out = io.StringIO()
    call_command("sweep", stdout=out)
    assert out.getvalue() == "b: 0\n"
