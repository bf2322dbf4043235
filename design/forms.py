"""Form fields that go with the house's widgets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from design.widgets import DateParts, Files


class DateField(forms.DateField):
    """A date in three fields, with words for what is missing or not a date."""

    widget = DateParts
    default_error_messages = {
        "required": _("Enter a date: day, month and year."),
        "invalid": _("Enter a real date, such as 24 11 2026."),
        "incomplete": _("A date needs a day, a month and a year, such as 24 11 2026."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """A date, or words for which of the three is missing."""
        if isinstance(value, str) and value.count("-") >= 2 and not all(value.split("-", 2)):  # noqa: PLR2004
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return super().to_python(value)


class ManyFilesField(forms.FileField):
    """Several files at once; what each must be is the business of the app that takes them."""

    widget = Files

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Files(multiple=True))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files as a list; each is checked as Django checks one."""
        files = [file for file in (data or []) if file]
        if not files:
            super().clean(None, initial)
            return []
        return [super(ManyFilesField, self).clean(file, initial) for file in files]
