import io

import pytest
from django.core.management import CommandError, call_command

from casework import selectors

pytestmark = pytest.mark.django_db


def test_a_number_is_set_from_today_and_listed():
    out = io.StringIO()
    call_command("policy", "panel.quorum", "5", stdout=out)
    assert selectors.policy("panel.quorum") == 5
    call_command("policy", stdout=out)
    assert "panel.quorum                         5 people" in out.getvalue()


@pytest.mark.parametrize(
    "arguments", [("panel.quorum",), ("no.such", "5"), ("panel.quorum", "5", "--from", "2020-01-01")]
)
def test_what_cannot_be_set_is_said(arguments):
    with pytest.raises(CommandError):
        call_command("policy", *arguments)
