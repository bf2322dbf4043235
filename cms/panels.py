"""The tab "Sign-off" of the edit view: where it stands, without anybody's name."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from cms import selectors
from cms.models.contributions import Contribution


class SignOffPanel(Panel):
    """The newest request and its readers, the consents, and the word that goes with the next request."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/sign_off.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Everything that the tab shows."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            context["page_pk"] = page.pk
            if page.pk is None:
                return context
            asked, readings = selectors.sign_off_of(page)
            rows = Contribution.objects.prefetch_related("consents").in_bulk(selectors.contributions_of(page))
            for row in rows.values():
                row.consent = row.current_consent()  # type: ignore[attr-defined]
            return {
                **context,
                "asked": asked,
                "readings": readings,
                "newer": asked is not None and asked.revision_id != page.latest_revision_id,
                "readers": len(selectors.readers_of(page)),
                "contributions": list(rows.values()),
                "urgent_url": reverse("cms:urgent", args=[page.translation_key, page.locale.language_code]),
            }
