"""What the gate says. Built from a dict: Wagtail and wagtail-localize read `error_dict`."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import NON_FIELD_ERRORS

from foundation.exceptions import Refused


class NotSignedOff(Refused):
    """A page cannot go live: not signed off, changed since, or a consent has ended."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__({NON_FIELD_ERRORS: list(problems)})
