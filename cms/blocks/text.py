"""Text, headings, voices, pictures and recordings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

from cms.blocks.choosers import ContributionChooserBlock, MediaChooserBlock
from cms.states import Channel

#: No italics (design guide); links and lists, bold for emphasis.
FEATURES: list[str] = ["bold", "ul", "ol", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists, bold words and links."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"


class HeadingBlock(blocks.StructBlock):
    """A heading inside the text."""

    text = blocks.CharBlock(label=_("Heading"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("h2", _("Heading")), ("h3", _("Smaller heading"))], default="h2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"


class KeyPointBlock(blocks.StructBlock):
    """One sentence worth keeping, beside the pair."""

    text = blocks.TextBlock(label=_("Key point"), rows=2, help_text=_("One sentence worth keeping."))

    class Meta:
        icon = "pick"
        label = _("Key point")
        template = "cms/blocks/key_point.html"


class VoiceBlock(blocks.StructBlock):
    """A consultant's own words, read at the moment of reading.

    The page's `consent_channel` says where the words would stand. Without a consent
    that is live now for this channel, neutral words stand there.
    """

    contribution = ContributionChooserBlock(
        label=_("Contribution"),
        help_text=_(
            "Its words are never copied into this page. When the consent ends, neutral words stand here."
        ),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        channel = getattr(page, "consent_channel", Channel.WEB_PUBLIC)
        contribution = value.get("contribution")
        context["contribution"] = contribution
        context["shown"] = contribution.shown(channel, get_language() or "en") if contribution else None
        user = getattr(context.get("request"), "user", None)
        context["mine"] = bool(
            context.get("signing") and contribution and user and contribution.consultant_id == user.pk
        )
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing: somebody's words never enter the search index."""
        return []

    class Meta:
        icon = "openquote"
        label = _("Voice")
        template = "cms/blocks/voice.html"


class ImageBlock(blocks.StructBlock):
    """A picture of the programme's own, with what it shows in words."""

    image = WagtailImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Line below the picture"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/image.html"


class MediaBlock(blocks.StructBlock):
    """A recording or film: size, captions and transcript are there before it is loaded."""

    media = MediaChooserBlock(label=_("Recording or film"))
    introduction = blocks.CharBlock(
        label=_("One line before it"),
        required=False,
        max_length=200,
        help_text=_("What it is and why to hear it."),
    )

    class Meta:
        icon = "media"
        label = _("Recording or film")
        template = "cms/blocks/media.html"
