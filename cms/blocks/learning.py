"""Blocks in which the reader does something: nothing here is scored or kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.text import FEATURES


class FigureItem(blocks.StructBlock):
    """One station of a drawn figure."""

    label = blocks.CharBlock(label=_("Label"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)

    class Meta:
        icon = "minus"
        label = _("Station")


class FigureBlock(blocks.StructBlock):
    """A path, a timeline or steps, drawn on the pair and readable as a list."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("path", _("Path")), ("timeline", _("Timeline")), ("steps", _("Steps"))],
        default="path",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    finding = blocks.TextBlock(label=_("What it shows, in one sentence"), rows=2)
    items = blocks.ListBlock(FigureItem(), label=_("Stations"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Figure")
        template = "cms/blocks/figure.html"


class Branch(blocks.StructBlock):
    """One choice and what follows from it. Nobody is punished for choosing."""

    choice = blocks.CharBlock(label=_("Choice"), max_length=160)
    consequence = blocks.RichTextBlock(label=_("What follows"), features=FEATURES)
    back = blocks.CharBlock(label=_("A sentence that leads back"), max_length=240, required=False)

    class Meta:
        icon = "arrow-right"
        label = _("Branch")


class ScenarioBlock(blocks.StructBlock):
    """A situation, a decision, and branches that lead back to it."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    setting = blocks.RichTextBlock(label=_("Setting"), features=FEATURES)
    question = blocks.CharBlock(label=_("Question"), max_length=240)
    branches = blocks.ListBlock(Branch(), label=_("Branches"), min_num=2)
    closing = blocks.RichTextBlock(label=_("Closing"), features=FEATURES, required=False)

    class Meta:
        icon = "decimal"
        label = _("Scenario")
        template = "cms/blocks/scenario.html"


class AnswerBlock(blocks.StructBlock):
    """One answer with its own feedback."""

    text = blocks.CharBlock(label=_("Answer"), max_length=240)
    feedback = blocks.TextBlock(label=_("What we think"), rows=3)
    best = blocks.BooleanBlock(label=_("The answer we would give"), required=False)

    class Meta:
        icon = "tick-inverse"
        label = _("Answer")


class SelfCheckBlock(blocks.StructBlock):
    """A question to oneself. Feedback for each answer; no tick, no cross, no mark."""

    question = blocks.CharBlock(label=_("Question"), max_length=300)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2)

    class Meta:
        icon = "help"
        label = _("Self-check")
        template = "cms/blocks/self_check.html"


class ReflectionBlock(blocks.StructBlock):
    """A prompt for the reader alone. What they write is encrypted and never assessed."""

    prompt = blocks.TextBlock(label=_("Prompt"), rows=2)

    class Meta:
        icon = "lock"
        label = _("Reflection")
        template = "cms/blocks/reflection.html"


class PauseBlock(blocks.StructBlock):
    """One or two calm sentences; leaving is fine."""

    text = blocks.TextBlock(label=_("Pause"), rows=2)

    class Meta:
        icon = "time"
        label = _("Pause")
        template = "cms/blocks/pause.html"
