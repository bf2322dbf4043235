"""The blocks that modules, sections and public pages are made of."""

from cms.blocks.choosers import ContributionChooserBlock, MediaChooserBlock
from cms.blocks.law import JURISDICTIONS, BeingCheckedBlock, LegalBlock, SourcesBlock
from cms.blocks.learning import (
    FigureBlock,
    PauseBlock,
    ReflectionBlock,
    ScenarioBlock,
    SelfCheckBlock,
)
from cms.blocks.references import contribution_ids
from cms.blocks.streams import ModuleBody, PublicBody, Steps
from cms.blocks.text import HeadingBlock, ImageBlock, KeyPointBlock, MediaBlock, TextBlock, VoiceBlock

__all__ = [
    "JURISDICTIONS",
    "BeingCheckedBlock",
    "ContributionChooserBlock",
    "FigureBlock",
    "HeadingBlock",
    "ImageBlock",
    "KeyPointBlock",
    "LegalBlock",
    "MediaBlock",
    "MediaChooserBlock",
    "ModuleBody",
    "PauseBlock",
    "PublicBody",
    "ReflectionBlock",
    "ScenarioBlock",
    "SelfCheckBlock",
    "SourcesBlock",
    "Steps",
    "TextBlock",
    "VoiceBlock",
    "contribution_ids",
]
