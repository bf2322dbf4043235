"""Legal text with its place and dates, text that is being checked, and sources."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.text import FEATURES
from foundation import clock

#: Where a law holds. Source: domain reference, section 2.
JURISDICTIONS = [
    ("UK", _("United Kingdom")),
    ("GB", _("England, Wales and Scotland")),
    ("EW", _("England and Wales")),
    ("E", _("England")),
    ("W", _("Wales")),
    ("S", _("Scotland")),
    ("NI", _("Northern Ireland")),
]


class LegalBlock(blocks.StructBlock):
    """A provision in plain words: where it holds, as at which day, to be reviewed by when."""

    jurisdiction = blocks.ChoiceBlock(label=_("Holds in"), choices=JURISDICTIONS)
    as_at = blocks.DateBlock(label=_("Law as at"))
    review_by = blocks.DateBlock(label=_("Review by"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    def clean(self, value: Any) -> Any:
        """A review comes after the day the text was right."""
        cleaned = super().clean(value)
        if cleaned["review_by"] and cleaned["review_by"] < cleaned["as_at"]:
            raise StructBlockValidationError(
                {"review_by": ValidationError(_("The review comes after the day the text was right."))}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["jurisdiction"] = dict(JURISDICTIONS).get(value.get("jurisdiction"), "")
        context["overdue"] = bool(value.get("review_by") and value["review_by"] < clock.today())
        return context

    class Meta:
        icon = "clipboard-list"
        label = _("Legal text")
        template = "cms/blocks/legal.html"


class BeingCheckedBlock(blocks.StructBlock):
    """Something that is said but not yet confirmed, and says so."""

    text = blocks.TextBlock(label=_("Text"), rows=3)

    class Meta:
        icon = "warning"
        label = _("Being checked")
        template = "cms/blocks/being_checked.html"


class SourceBlock(blocks.StructBlock):
    """One source."""

    title = blocks.CharBlock(label=_("Title"), max_length=300)
    year = blocks.IntegerBlock(label=_("Year"), required=False, min_value=1500, max_value=2100)
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("act", _("Act")),
            ("regulations", _("Regulations")),
            ("guidance", _("Guidance")),
            ("code", _("Code of practice")),
            ("report", _("Report")),
            ("case", _("Case")),
        ],
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=300)

    class Meta:
        icon = "doc-full"
        label = _("Source")


class SourcesBlock(blocks.StructBlock):
    """What a page rests on."""

    sources = blocks.ListBlock(SourceBlock(), label=_("Sources"))

    class Meta:
        icon = "list-ul"
        label = _("Sources")
        template = "cms/blocks/sources.html"
