"""Tags and filters of the design kit; `docs/design-kit.md` says how pages use them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, Field, FileInput
from django.forms.widgets import ChoiceWidget
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from design.icons import ICONS
from design.tags import face
from foundation import clock

register = template.Library()
_DJANGO_REQUIRED = Field.default_error_messages["required"]


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """Draw a glyph. Without `label` it is hidden from screen readers, as beside a word."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - our own drawings, no input
    who = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        f" {extra}" if extra else "",
        who,
        drawing,
    )


@register.simple_tag
def tag(state: str, words: str = "") -> SafeString:
    """A state as glyph and word; `words` says it otherwise than the state's own."""
    looks = face(str(state))
    return format_html('<span class="tag {}">{}{}</span>', looks.tone, icon(looks.icon), words or looks.words)


@register.filter
def tone(state: str) -> str:
    """The class that colours a state: good, cond, halt, idle, open, err or plain."""
    return face(str(state)).tone


@register.filter
def status_icon(state: str) -> str:
    """The name of a state's glyph, for `{% icon %}`."""
    return face(str(state)).icon


@register.filter
def status_words(state: str) -> str:
    """A state in words."""
    return str(face(str(state)).words)


@register.inclusion_tag("design/components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet | Iterable[BaseForm] | None) -> dict[str, Any]:
    """All errors of the forms and formsets given, each a link to its field; nothing where all is well."""
    return {"errors": [line for form in flatten(forms) for line in error_lines(form)]}


def flatten(forms: Iterable[Any]) -> Iterable[BaseForm | BaseFormSet]:
    """Forms and formsets, one after the other, out of lists of them as well."""
    for form in forms:
        if isinstance(form, BaseForm):
            yield form
        elif isinstance(form, BaseFormSet):
            yield form
            yield from form.forms
        elif form:
            yield from flatten(form)


def error_lines(form: BaseForm | BaseFormSet) -> Iterable[dict[str, str]]:
    """The form's own errors first, then each field's, in the order of the page."""
    if isinstance(form, BaseFormSet):
        for message in form.non_form_errors():
            yield {"href": "", "message": str(message)}
        return
    for message in form.non_field_errors():
        yield {"href": f"#{form_errors_id(form)}", "message": str(message)}
    for field in form:
        href = "" if field.is_hidden else f"#{first_control(field)}"
        for message in messages_of(field):
            yield {"href": href, "message": message}


@register.filter
def messages_of(field: BoundField) -> list[str]:
    """A field's errors in words that name it, the same in the summary and beside the field.

    Django's own "This field is required." says nothing in a summary of five; a field
    that brings words of its own keeps them.
    """
    said = []
    for error in field.errors.as_data():
        for message in error.messages:
            bare = error.code == "required" and message == str(_DJANGO_REQUIRED)
            said.append(str(required_words(field)) if bare else message)
    return said


def required_words(field: BoundField) -> str:
    """What is missing, said for the kind of field that it is."""
    widget, label = field.field.widget, field.label
    if isinstance(widget, CheckboxInput):
        return _("Confirm: %(label)s") % {"label": label}
    if isinstance(widget, FileInput):
        return _("Choose a file for “%(label)s”") % {"label": label}
    if isinstance(widget, ChoiceWidget):
        return _("Choose an answer to “%(label)s”") % {"label": label}
    return _("Fill in “%(label)s”") % {"label": label}


@register.filter
def form_errors_id(form: BaseForm) -> str:
    """The id of the place where a form says what is wrong with all of it."""
    return f"{slugify(form.prefix or '')}{'-' if form.prefix else ''}form-errors"


@register.filter
def first_control(field: BoundField) -> str:
    """The id of the first thing in a field that can take focus."""
    widget = field.field.widget
    if hasattr(widget, "first_id"):
        return str(widget.first_id(field.auto_id))
    if field.use_fieldset:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose words stand after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def shows_optional(field: BoundField) -> bool:
    """Whether the label says "(optional)": not for ticks, nor where a form wants none."""
    marks = getattr(field.form, "mark_optional", True) and getattr(field.field, "mark_optional", True)
    return bool(marks) and not field.field.required and not is_tick(field)


@register.filter
def word_goal(field: BoundField) -> str:
    """About how many words a text is asked for, where it counts them; else nothing."""
    return str(field.field.widget.attrs.get("data-words", ""))


@register.filter
def word_count(text: Any) -> int:
    """How many words a text has, as the page's own counter counts them."""
    return len(str(text or "").split())


@register.inclusion_tag("design/components/saved.html")
def autosave_status(saved_at: Any = None) -> dict[str, Any]:
    """The line that says when a form was last saved; `page.js` keeps it true."""
    return {"saved_at": saved_at}


@register.inclusion_tag("design/components/door.html")
def door() -> dict[str, Any]:
    """The pair that rises into a door; its place and size follow from what it stands in."""
    return {}


@register.simple_tag
def house_now() -> datetime:
    """The moment by the house's clock, for pages that say when they were drawn."""
    return timezone.localtime(clock.now())


@register.filter
def page_numbers(page: Page) -> Iterable[int | None]:
    """Page numbers to show; `None` stands for a gap."""
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        yield number if isinstance(number, int) else None


@register.inclusion_tag("design/components/light.html")
def light() -> dict[str, Any]:
    """The door's light on the band below a hero, in the door's own shape."""
    return {}
