"""The first ring: pages that carry voices, and pages that consultants sign off.

Publishing has no single choke point (architecture, trap 3). Here are the clear words;
the triggers of `cms.triggers` and the selector `cms.selectors.served` hold what comes
by other ways.
"""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.models import Page, Revision
from wagtail.utils.decorators import cached_classmethod

from cms import selectors
from cms.exceptions import NotSignedOff
from cms.models.contributions import ContributionUse
from cms.models.signoff import EditorTask, SignOffRequest
from cms.panels import SignOffPanel
from cms.states import Channel

logger = logging.getLogger(__name__)
SCHEDULED = "wagtail.publish.scheduled"

#: Columns of a page that say nothing to its readers: drafts, plans, locks, place in the tree.
BOOKKEEPING = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "go_live_at",
        "expire_at",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "path",
        "depth",
        "url_path",
        "wagtail_admin_comments",
    }
)


class SpokenPage(Page):
    """A page in which consultants' words may stand: it goes live only with live consents."""

    #: Where the words stand: decides which consents count.
    consent_channel: ClassVar[Channel] = Channel.WEB_PUBLIC
    #: Whether consultants sign it off before it goes live.
    is_gated: ClassVar[bool] = False

    class Meta:
        abstract = True

    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Keep a draft. A revision that readers were asked about is never rewritten.

        Autosave rewrites the latest revision in place; one under sign-off gets a successor.
        """
        if (
            overwrite_revision is not None
            and SignOffRequest.objects.filter(revision_id=overwrite_revision.pk).exists()
        ):
            overwrite_revision = None
        revision: Revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
        ContributionUse.objects.record(
            page_id=self.pk,
            revision_id=revision.pk,
            contribution_ids=selectors.contributions_of(self),
            live=False,
        )
        return revision

    def publish(self, revision: Revision, *args: Any, log_action: Any = True, **kwargs: Any) -> Any:
        """Make a revision live, if the gate lets it through.

        Raises NotSignedOff with the reasons. A planned publication that is refused
        raises nothing, because Wagtail would stop at the first one: its date is cleared
        and the editors get a task.
        """
        candidate = revision.as_object()
        problems = selectors.gate_problems(candidate, revision.pk)
        if not problems:
            return super().publish(revision, *args, log_action=log_action, **kwargs)
        if log_action == SCHEDULED:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            EditorTask.objects.open(
                kind=EditorTask.Kind.SCHEDULE_REFUSED, page_id=self.pk, title=candidate.title
            )
            logger.warning("planned publication of page %s was refused", self.pk)
            return None
        raise NotSignedOff(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. A page that goes live is asked for its sign-off and consents.

        A new page is always a draft, and a page that mirrors another never goes live:
        Wagtail would make both live by default.
        """
        if self.pk is None or self.alias_of_id:
            if self.live:
                self.has_unpublished_changes = True
            self.live = False
        elif self.live and self._writes_content(kwargs.get("update_fields")):
            problems = self._problems_of_live_row()
            if problems:
                raise NotSignedOff(problems)
        super().save(*args, **kwargs)

    @staticmethod
    def _writes_content(update_fields: Any) -> bool:
        """Whether a save touches more than Wagtail's bookkeeping of drafts."""
        return update_fields is None or not set(update_fields) <= BOOKKEEPING

    def _problems_of_live_row(self) -> list[str]:
        """What stands against this row being live with this content."""
        problems = selectors.gate_problems(self, self.live_revision_id)
        before = type(self).objects.filter(pk=self.pk).values_list("live", "live_revision_id").first()
        if problems and not self.is_gated and before == (True, self.live_revision_id):
            # It is live already and a consent has ended since: neutral words stand
            # there, and whatever else is written must not be stopped by that.
            return []
        return problems

    def may_read(self, user: Any) -> bool:
        """Whether `user` may read this page; public pages are for everybody."""
        return True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page as it may be read now, through the one selector."""
        page = selectors.served(self)
        if page is None:
            return TemplateResponse(
                request,
                "cms/being_checked.html",
                {"page": self},
                status=503,
                headers={"Retry-After": "86400"},
            )
        return super(SpokenPage, page).serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page, the dated notices that stand on it, and its twin in the other language."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["notices"] = selectors.notices_of(self)
        if not selectors.has_live_twin(self):
            # The frame would offer an address that does not exist.
            context["language_link"] = None
        return context


class GatedPage(SpokenPage):
    """A page that goes live only as exactly the revision that its readers signed off."""

    is_gated: ClassVar[bool] = True
    consent_channel: ClassVar[Channel] = Channel.WEB_SIGNED_IN

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> Any:  # noqa: N805 - Wagtail's decorator makes a class method
        """Wagtail's tabs, and one that shows where the sign-off stands."""
        tabs = [
            ObjectList(panels, heading=heading)
            for panels, heading in (
                (cls.content_panels, _("Content")),
                (cls.promote_panels, _("Promote")),
                (cls.settings_panels, _("Settings")),
            )
            if panels
        ]
        tabs.insert(1, ObjectList([SignOffPanel()], heading=_("Sign-off")))
        return TabbedInterface(tabs, base_form_class=cls.base_form_class).bind_to_model(cls)

    def get_workflow(self) -> None:
        """Wagtail's own workflow does not apply: consultants are no users of the admin."""
        return
