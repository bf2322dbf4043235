"""Blocks that point at a row of ours. They keep its key, never its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.blocks import ChooserBlock


class ContributionChooserBlock(ChooserBlock):
    """A contribution, referred to by its key and read when the page is read."""

    target_model = "cms.Contribution"

    @cached_property
    def widget(self) -> forms.Widget:
        # The admin's chooser needs models, which stand above blocks.
        from cms.choosers import contribution_chooser

        return contribution_chooser.widget_class()

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        """All contributions of a page with their consents: two queries however many there are."""
        rows = self.model_class.objects.prefetch_related("consents").in_bulk([key for key in values if key])
        return [rows.get(key) for key in values]

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing: somebody's words never enter the search index."""
        return []

    class Meta:
        icon = "openquote"


class MediaChooserBlock(ChooserBlock):
    """A recording or a film of the programme's own."""

    target_model = "cms.Media"

    @cached_property
    def widget(self) -> forms.Widget:
        from cms.choosers import media_chooser

        return media_chooser.widget_class()

    class Meta:
        icon = "media"
