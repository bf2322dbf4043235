"""The forms of a check: one field, or three together. Both are sent as GET."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certificates.codes import (
    CODE_EXAMPLE,
    NUMBER_EXAMPLE,
    NUMBER_LENGTH,
    PREFIX,
    as_code,
    as_number,
    normalise,
)

LONGEST = 200


def _coded(example: str) -> str:
    return format_html('<span class="code">{}</span>', example)


class _LookForm(forms.Form):
    """No autocomplete, no spelling help: names of others are nobody's history."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.update(
                {"autocomplete": "off", "spellcheck": "false", "maxlength": str(LONGEST)}
            )


class CheckForm(_LookForm):
    """One field: a name, a number or a code."""

    q = forms.CharField(
        label=_("Name, number or certificate code"),
        help_text=format_lazy(
            _("A number looks like {example}. Spaces and small letters do not matter."),
            example=_coded(NUMBER_EXAMPLE),
        ),
        required=False,
    )


class SearchForm(_LookForm):
    """The register's own search."""

    q = forms.CharField(label=_("Name or register number"), required=False)


class TogetherForm(_LookForm):
    """Name, number and code of one certificate: the surest check."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it is printed"),
        error_messages={"required": _("Type the name as it stands on the certificate.")},
    )
    number = forms.CharField(
        label=_("Number"),
        help_text=format_lazy(_("Like {example}"), example=_coded(NUMBER_EXAMPLE)),
        error_messages={"required": _("Type the number as it stands on the certificate.")},
    )
    code = forms.CharField(
        label=_("Certificate code"),
        help_text=format_lazy(_("Like {example}"), example=_coded(CODE_EXAMPLE)),
        error_messages={"required": _("Type the code as it stands on the certificate.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)


def where_it_belongs(typed: str) -> dict[str, str]:
    """What was typed, put where it belongs among the three fields; judged by its shape alone."""
    if as_number(typed):
        return {"number": typed}
    if as_code(typed):
        return {"code": typed}
    if not any(character.isdigit() for character in typed):
        return {"name": typed}
    return {"code" if len(normalise(typed)) > len(PREFIX) + NUMBER_LENGTH else "number": typed}
