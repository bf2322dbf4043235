"""The programme, its modules and their sections, as pages that consultants sign off.

Reading only: what a reader does is a POST to the views of this app.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.fields import BodyField
from cms.models import ClearedRevision, GatedPage, SpokenPage
from courses import permissions
from courses.fields import CodesField, JurisdictionsField, SourcesField
from courses.models.cohorts import Enrolment
from courses.models.progress import ModuleCompletion, SectionCompletion
from courses.selectors import reading
from courses.signals import section_opened
from courses.states import EnrolmentState
from foundation.exceptions import Refused

FEATURES = ["bold", "ul", "ol", "link"]


class LegalDates(models.Model):
    """Where the law in a page holds, as at which day, and when it is looked at again."""

    jurisdictions = JurisdictionsField(
        _("where this law holds"), help_text=_("Leave empty where there is no law.")
    )
    law_as_at = models.DateField(_("law as at"), null=True, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Law has a place and a day; a review comes after the day."""
        super().clean()
        if self.law_as_at and not self.jurisdictions:
            raise ValidationError({"jurisdictions": _("Say where this law holds.")})
        if self.jurisdictions and not self.law_as_at:
            raise ValidationError({"law_as_at": _("Say on which day this was the law.")})
        if self.law_as_at and self.review_by and self.review_by < self.law_as_at:
            raise ValidationError({"review_by": _("The review comes after the day the text was right.")})


LEGAL_PANEL = MultiFieldPanel(
    [FieldPanel("jurisdictions"), FieldPanel("law_as_at"), FieldPanel("review_by")], heading=_("Law")
)


class Unrestricted:
    """Pages whose readers follow from roles and enrolments alone.

    Wagtail's own privacy settings would be a second rule beside ours; they are off, and
    not looked up.
    """

    private_page_options: ClassVar[list[str]] = []

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None: `serve` asks who reads."""
        return PageViewRestriction.objects.none()


def unpublish_all(page: Page) -> None:
    """Take a page and all below it off the site: the gate lets no row that is live lose its revision."""
    for below in page.get_descendants(inclusive=True).live().specific():
        below.unpublish()


class ProgrammePage(Unrestricted, SpokenPage):
    """The programme: what it is, that it is a sample, and its modules on the pair."""

    lead = models.TextField(_("lead"), blank=True)
    sample_note = models.TextField(
        _("what this is not"),
        blank=True,
        help_text=_("For example: a sample, not the university's syllabus."),
    )
    body = BodyField("public", verbose_name=_("text"), blank=True)

    admin_default_ordering = "ord"
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar = ["courses.ModulePage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("sample_note"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead")]
    template = "courses/programme_page.html"

    class Meta:
        verbose_name = _("programme")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a module or section by its whole address: one query instead of two for each level."""
        if not path_components:
            return super().route(request, path_components)
        kinds = {1: ModulePage, 2: SectionPage}
        kind = kinds.get(len(path_components))
        if kind is None:
            raise Http404
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        signed = ClearedRevision.objects.filter(
            page_id=OuterRef("pk"), revision_id=OuterRef("live_revision_id")
        )
        pages = kind.objects.live().filter(url_path=url_path).select_related("locale")
        found = pages.annotate(signed_at=Subquery(signed.values("at")[:1])).first()
        if found is None:
            raise Http404
        return RouteResult(found)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The modules, and for a learner where they are in each."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **reading.programme_context(self, request)}


class ModulePage(LegalDates, Unrestricted, GatedPage):
    """A module: its overview is public, its sections are not."""

    number = models.PositiveSmallIntegerField(_("number"))
    purpose = models.CharField(_("purpose"), max_length=240, help_text=_("One sentence."))
    lead = models.TextField(_("what you can do afterwards"), blank=True)
    content_note = models.TextField(
        _("content note"),
        blank=True,
        help_text=_("What, where and how strong, in one calm sentence. None where none is due."),
    )
    summary = RichTextField(_("summary"), features=FEATURES, blank=True)
    alternative_title = models.CharField(_("title of the alternative"), max_length=160, blank=True)
    alternative = RichTextField(_("alternative"), features=FEATURES, blank=True)
    debrief = models.TextField(_("after a heavy module"), blank=True)
    written_by = models.CharField(
        _("written by"), max_length=240, blank=True, help_text=_("Only names of people who agreed.")
    )
    unit_codes = CodesField(_("units"), help_text=_("Codes, such as IMSA1."))
    criterion_codes = CodesField(_("criteria it helps with"), help_text=_("Codes, such as 1.2.3."))
    moving = models.TextField(_("what may change"), blank=True)
    sources = SourcesField(verbose_name=_("sources"))

    admin_default_ordering = "ord"
    parent_page_types: ClassVar = ["courses.ProgrammePage"]
    subpage_types: ClassVar = ["courses.SectionPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("number"),
        FieldPanel("purpose"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                FieldPanel("content_note"),
                FieldPanel("summary"),
                FieldPanel("alternative_title"),
                FieldPanel("alternative"),
                FieldPanel("debrief"),
            ],
            heading=_("A real choice"),
        ),
        FieldPanel("written_by"),
        MultiFieldPanel(
            [FieldPanel("unit_codes"), FieldPanel("criterion_codes")], heading=_("Counts towards")
        ),
        LEGAL_PANEL,
        FieldPanel("moving"),
        FieldPanel("sources"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("purpose"),
        index.SearchField("lead"),
    ]
    template = "courses/module_page.html"

    class Meta:
        verbose_name = _("module")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Its sections, what it counts towards, who signed it off, and where the learner is."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **reading.module_context(self, request)}

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """A module that somebody completed is unpublished, never deleted."""
        if ModuleCompletion.objects.filter(module_key=self.translation_key).exists():
            raise Refused(_("People have completed this module. Unpublish it instead of deleting it."))
        unpublish_all(self)
        return super().delete(*args, **kwargs)


class SectionPage(LegalDates, Unrestricted, GatedPage):
    """A section of a module, for learners and for those who work with it."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes to read and do"), default=8, help_text=_("As long as most people need.")
    )
    recap = models.CharField(
        _("the point to remember"),
        max_length=300,
        blank=True,
        help_text=_("One sentence. It is shown again later in the module."),
    )
    body = BodyField("module", verbose_name=_("text"), blank=True)

    parent_page_types: ClassVar = ["courses.ModulePage"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("minutes"),
        FieldPanel("body"),
        FieldPanel("recap"),
        LEGAL_PANEL,
    ]
    template = "courses/section_page.html"

    class Meta:
        verbose_name = _("section")

    def may_read(self, user: Any) -> bool:
        """An enrolment that is not withdrawn, or a role that works with sections."""
        return permissions.can_read_sections(user)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask who reads; show the way out before the first section; say that it was opened."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        enrolment = reading.enrolment_for(request)
        if enrolment is None and not self.may_read(request.user):
            raise Http404
        if enrolment is not None and enrolment.exit_explained_at is None:
            response = redirect("courses:exit_first")
            response["Location"] += f"?next={self.get_url(request)}"
            return response
        response = super().serve(request, *args, **kwargs)
        if enrolment is not None and self._is_news(response, enrolment):
            section_opened.send(sender=type(self), enrolment=enrolment, section=self)
        response["Cache-Control"] = "no-store"
        return response

    def _is_news(self, response: HttpResponse, enrolment: Enrolment) -> bool:
        """Whether the page was shown and either moves the reader's place or ends a pause."""
        shown = getattr(response, "context_data", None) or {}
        if response.status_code != HttpResponse.status_code or "place_key" not in shown:
            return False
        return shown["place_key"] != self.translation_key or enrolment.state == EnrolmentState.PAUSED

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rail, the reader's own notes and place, and the feedback that was asked for."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **reading.section_context(self, request)}

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """A section that somebody completed is unpublished, never deleted."""
        if SectionCompletion.objects.filter(section_key=self.translation_key).exists():
            raise Refused(_("People have completed this section. Unpublish it instead of deleting it."))
        unpublish_all(self)
        return super().delete(*args, **kwargs)
