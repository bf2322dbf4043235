"""Addresses of files below `/files/`, where permission and consent are asked."""

from __future__ import annotations

from django import template
from django.urls import reverse

from cms.models import Contribution, Media

register = template.Library()
NAMES = {"file": "recording", "sound_only": "sound", "captions": "captions"}


@register.simple_tag
def contribution_address(contribution: Contribution) -> str:
    """Where a contribution's file is handed out while its consent is live."""
    name = "voice" if contribution.kind == Contribution.Kind.SOUND else "picture"
    ending = contribution.file.name.rpartition(".")[2]
    return reverse("cms:file", args=[contribution.public_id, f"{name}.{ending}"])


@register.simple_tag
def media_address(media: Media, which: str) -> str:
    """Where one file of a recording or film is handed out: "file", "sound_only", "captions"."""
    ending = getattr(media, which).name.rpartition(".")[2]
    return reverse("cms:file", args=[media.public_id, f"{NAMES[which]}.{ending}"])
