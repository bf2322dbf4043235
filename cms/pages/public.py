"""Public pages: the home page, pages of text, and pages written with consultants."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.fields import BodyField
from cms.models.contributions import Contribution
from cms.pages.gated import GatedPage, SpokenPage
from cms.states import Channel


class WelshDraft(models.Model):
    """A text in Welsh is shown as a draft until a Welsh speaker has read it."""

    read_by_welsh_speaker_on = models.DateField(_("read by a Welsh speaker on"), null=True, blank=True)

    class Meta:
        abstract = True

    def drafts(self) -> dict[str, Any]:
        """What the template says about the language of this page."""
        is_draft = self.locale.language_code == "cy" and self.read_by_welsh_speaker_on is None  # type: ignore[attr-defined]
        english = self.twin_in("en") if is_draft else None
        return {"is_draft_translation": is_draft, "english_url": english.url if english else ""}

    def twin_in(self, language: str) -> Page | None:
        """The live page in another language."""
        return (
            Page.objects.live()
            .filter(translation_key=self.translation_key, locale__language_code=language)  # type: ignore[attr-defined]
            .first()
        )


class HomePage(WelshDraft, SpokenPage):
    """The front door: who we are, is this person an advocate, how one becomes one, help."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("Two or three sentences below the title."))
    voice = models.ForeignKey(
        Contribution,
        verbose_name=_("voice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("One voice. Its consent has to cover public pages."),
    )
    steps = BodyField("steps", verbose_name=_("how someone becomes an advocate"), blank=True)

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("steps"),
        FieldPanel("voice"),
    ]
    settings_panels: ClassVar = [*Page.settings_panels, FieldPanel("read_by_welsh_speaker_on")]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The voice, if its consent is live now, and whether the text is a Welsh draft."""
        context = super().get_context(request, *args, **kwargs)
        shown = self.voice.shown(self.consent_channel, get_language() or "en") if self.voice else None
        return {**context, **self.drafts(), "shown": shown}


class TextFields(WelshDraft):
    """What pages of text have: a lead, a short name for menus, a body."""

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences: what this page is for.")
    )
    nav_title = models.CharField(_("short title for menus"), max_length=60, blank=True)
    body = BodyField("public", verbose_name=_("text"), blank=True)

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Whether the text is a Welsh draft."""
        return {**super().get_context(request, *args, **kwargs), **self.drafts()}  # type: ignore[misc]


TEXT_PANELS = [
    *Page.content_panels,
    FieldPanel("lead"),
    FieldPanel("body"),
]
SETTINGS_PANELS = [*Page.settings_panels, FieldPanel("read_by_welsh_speaker_on")]


class ContentPage(TextFields, SpokenPage):
    """A page of text. A second person of the editors reads it before it goes live."""

    template = "cms/content_page.html"
    parent_page_types: ClassVar = ["cms.HomePage", "cms.ContentPage", "cms.CoWrittenPage"]
    content_panels: ClassVar = TEXT_PANELS
    settings_panels: ClassVar = SETTINGS_PANELS
    promote_panels: ClassVar = [FieldPanel("nav_title"), *Page.promote_panels]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")


class CoWrittenPage(TextFields, GatedPage):
    """A public page written with consultants: they sign it off, as they do modules."""

    consent_channel = Channel.WEB_PUBLIC
    template = "cms/content_page.html"
    parent_page_types: ClassVar = ["cms.HomePage", "cms.ContentPage", "cms.CoWrittenPage"]
    content_panels: ClassVar = TEXT_PANELS
    settings_panels: ClassVar = SETTINGS_PANELS
    promote_panels: ClassVar = [FieldPanel("nav_title"), *Page.promote_panels]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("page written with consultants")
        verbose_name_plural = _("pages written with consultants")
