"""Fields of pages: lists of codes, and a list of sources whose blocks stay out of migrations."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from cms.blocks import JURISDICTIONS
from cms.blocks.law import SourceBlock


class CodesFormField(forms.CharField):
    """Codes separated by commas or spaces."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return [code for code in re.split(r"[\s,;]+", value or "") if code]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class CodesField(models.JSONField):
    """A list of short codes, such as `1.2.3`; written with commas in the admin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        """One line of text."""
        return CodesFormField(
            label=self.verbose_name, help_text=self.help_text, required=not self.blank, max_length=2000
        )

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or any(not isinstance(code, str) or len(code) > 16 for code in value):  # noqa: PLR2004 - as a criterion's code
            raise ValidationError(_("Write the codes with commas between them."))


class JurisdictionsFormField(forms.TypedMultipleChoiceField):
    """Ticks, one for each place whose law stands here."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or []) != set(data or [])


class JurisdictionsField(models.JSONField):
    """Where the law in a text holds: codes of `cms.blocks.JURISDICTIONS`; none where it has no law."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Ticks."""
        return JurisdictionsFormField(
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
            choices=JURISDICTIONS,
            coerce=str,
            empty_value=[],
            widget=forms.CheckboxSelectMultiple,
        )

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or set(value) - {code for code, _name in JURISDICTIONS}:
            raise ValidationError(_("Choose from the list."))


class SourcesField(StreamField):
    """What a module rests on. The column is JSON; its blocks stay out of migrations."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([("source", SourceBlock())], **{"blank": True, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
