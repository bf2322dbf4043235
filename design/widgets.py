"""Widgets of the house for Django forms: dates, lists to tick, radios, files, counted text.

Plain Django widgets look right too; these add what plain ones lack: hints for each
choice, three fields for a date, and a count of words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")


class _Hinted:
    """Choices with a line of explanation each: `hints={"value": "text"}`."""

    def __init__(
        self, *args: Any, hints: Mapping[Any, Any] | None = None, columns: bool = False, **kwargs: Any
    ) -> None:
        self.hints = dict(hints or {})
        self.columns = columns
        super().__init__(*args, **kwargs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["columns"] = self.columns
        for _group, options, _index in context["widget"]["optgroups"]:
            for option in options:
                option["hint"] = self._hint(option["value"])
                if option["hint"] and option["attrs"].get("id"):
                    option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return context

    def _hint(self, value: Any) -> Any:
        raw = getattr(value, "value", value)  # a ModelChoiceIteratorValue carries the key inside
        return self.hints.get(raw) or self.hints.get(str(raw), "")


class Radios(_Hinted, forms.RadioSelect):
    """One of a few: radios with hints."""

    template_name = "design/widgets/options.html"


class Ticks(_Hinted, forms.CheckboxSelectMultiple):
    """Some of a few: boxes to tick, with hints."""

    template_name = "design/widgets/options.html"


class CountedText(forms.Textarea):
    """A long text whose words are counted and never cut. `words` is about how many are asked for."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, words: int, rows: int = 8) -> None:
        super().__init__({"rows": rows, "data-words": words, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The text is described by its count, too."""
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        if own.get("id"):
            count = f"{own['id']}_count"
            own["aria-describedby"] = f"{own.get('aria-describedby', '')} {count}".strip()
        return context


class Files(forms.FileInput):
    """One file to choose, or several with `multiple=True`; `accept` lists endings for the chooser alone."""

    allow_multiple_selected = True

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, multiple: bool = False, accept: str = ""
    ) -> None:
        extra: dict[str, Any] = {"multiple": True} if multiple else {}
        if accept:
            extra["accept"] = accept
        super().__init__({**extra, **(attrs or {})})
        self.multiple = multiple

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files of that name, or the one."""
        if self.multiple and hasattr(files, "getlist"):
            return files.getlist(name)
        return files.get(name)


class DateParts(forms.Widget):
    """Day, month and year as three short fields, as people say a date.

    What was typed comes back as it was typed, also when it is no date.
    """

    template_name = "design/widgets/date.html"
    use_fieldset = True

    parts = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def first_id(self, auto_id: str) -> str:
        """Where the error summary's link goes."""
        return f"{auto_id}_day"

    def id_for_label(self, id_: str) -> str:
        """The legend names the group; no label points at one of the three."""
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """`year-month-day` as typed, or a whole date posted under the field's own name."""
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part, _label, _size in self.parts)
        if not (day or month or year):
            return data.get(name) or None
        return f"{year}-{month}-{day}"

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form that was sent had no such field at all."""
        return not any(f"{name}_{part}" in data for part, _label, _size in self.parts) and name not in data

    def typed(self, value: Any) -> dict[str, str]:
        """The three texts for a date, for what was typed, or for nothing."""
        if isinstance(value, dt.date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        text = str(value or "")
        if match := _ISO.match(text):
            return {"year": match[1], "month": match[2].lstrip("0"), "day": match[3].lstrip("0")}
        year, month, day = [*text.split("-", 2), "", "", ""][:3]
        return {"day": day, "month": month, "year": year}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each of the three with its name, id and text."""
        context = super().get_context(name, value, attrs)
        typed = self.typed(value)
        own = context["widget"]["attrs"]
        base = own.get("id") or f"id_{name}"
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{base}_{part}",
                "label": label,
                "size": size,
                "value": typed[part],
                "autocomplete": f"bday-{part}" if self.birthday else "off",
                "required": bool(own.get("required")),
                "invalid": own.get("aria-invalid") == "true",
            }
            for part, label, size in self.parts
        ]
        return context
