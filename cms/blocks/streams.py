"""The two kinds of body: a section of a module, and a public page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.law import BeingCheckedBlock, LegalBlock, SourcesBlock
from cms.blocks.learning import FigureBlock, PauseBlock, ReflectionBlock, ScenarioBlock, SelfCheckBlock
from cms.blocks.text import HeadingBlock, ImageBlock, KeyPointBlock, MediaBlock, TextBlock, VoiceBlock

WRITE = _("Write")
VOICES = _("People with lived experience")
DO = _("The reader does something")
LAW = _("Law and sources")


class StepBlock(blocks.StructBlock):
    """One step on the home page's path."""

    title = blocks.CharBlock(label=_("Step"), max_length=80)
    text = blocks.TextBlock(label=_("In one or two sentences"), rows=2)

    class Meta:
        icon = "arrow-right"
        label = _("Step")
        template = "cms/blocks/step.html"


class Steps(blocks.StreamBlock):
    """The steps on the home page's path."""

    step = StepBlock()


class HelpLinesBlock(blocks.StaticBlock):
    """The list of help lines, kept as data and the same everywhere."""

    class Meta:
        icon = "mobile-alt"
        label = _("Help lines")
        admin_text = _("The list of help lines stands here.")
        template = "cms/blocks/help_lines.html"


class PublicBody(blocks.StreamBlock):
    """What a public page is made of."""

    heading = HeadingBlock(group=WRITE)
    text = TextBlock(group=WRITE, help_text=_("Short paragraphs and plain words. One thought in each."))
    key_point = KeyPointBlock(group=WRITE)
    figure = FigureBlock(group=WRITE)
    image = ImageBlock(group=WRITE)
    media = MediaBlock(group=WRITE)
    voice = VoiceBlock(group=VOICES)
    pause = PauseBlock(group=DO)
    legal = LegalBlock(group=LAW)
    being_checked = BeingCheckedBlock(group=LAW)
    sources = SourcesBlock(group=LAW)
    help_lines = HelpLinesBlock(group=WRITE)

    class Meta:
        template = "cms/blocks/stream.html"


class ModuleBody(PublicBody):
    """What a section of a module is made of."""

    scenario = ScenarioBlock(group=DO)
    self_check = SelfCheckBlock(group=DO)
    reflection = ReflectionBlock(group=DO)

    class Meta:
        template = "cms/blocks/stream.html"
