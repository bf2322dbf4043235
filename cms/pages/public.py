"""Public pages: the home page, pages of text, and pages written with consultants."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.fields import BodyField
from cms.models.contributions import Contribution
from cms.pages.gated import GatedPage, SpokenPage
from cms.states import Channel


class HomePage(SpokenPage):
    """The front door: who we are, is this person an advocate, how one becomes one, help."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("Two or three sentences below the title."))
    voice = models.ForeignKey(
        Contribution,
        verbose_name=_("voice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = BodyField("public", verbose_name=_("text below the steps"), blank=True)

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("voice"),
        FieldPanel("body"),
    ]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")


class TextFields(models.Model):
    """What pages of text have: a lead, a short name for menus, a body."""

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences: what this page is for.")
    )
    nav_title = models.CharField(_("short title for menus"), max_length=60, blank=True)
    body = BodyField("public", verbose_name=_("text"), blank=True)
    show_help_lines = models.BooleanField(
        _("list the help lines"), default=False, help_text=_("With hours, nations and ways to reach them.")
    )

    class Meta:
        abstract = True


TEXT_PANELS = [
    *Page.content_panels,
    FieldPanel("lead"),
    FieldPanel("body"),
    FieldPanel("show_help_lines"),
]


class ContentPage(TextFields, SpokenPage):
    """A page of text. A second person of the editors reads it before it goes live."""

    template = "cms/content_page.html"
    parent_page_types: ClassVar = ["cms.HomePage", "cms.ContentPage", "cms.CoWrittenPage"]
    content_panels: ClassVar = TEXT_PANELS
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
    promote_panels: ClassVar = [FieldPanel("nav_title"), *Page.promote_panels]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("page written with consultants")
        verbose_name_plural = _("pages written with consultants")
