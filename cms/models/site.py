"""What an administrator may say about this site without touching a template."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """How the team is reached. Stands on pages that say "ways to reach the team"."""

    contact_email = models.EmailField(_("email address of the team"), blank=True)
    contact_phone = models.CharField(_("telephone number of the team"), max_length=40, blank=True)
    contact_hours = models.CharField(_("when somebody answers"), max_length=120, blank=True)
    contact_hours_cy = models.CharField(_("when somebody answers, in Welsh"), max_length=120, blank=True)

    panels: ClassVar = [
        FieldPanel("contact_email"),
        FieldPanel("contact_phone"),
        FieldPanel("contact_hours"),
        FieldPanel("contact_hours_cy"),
    ]

    class Meta:
        verbose_name = _("ways to reach the team")

    def __str__(self) -> str:
        return str(_("Ways to reach the team"))
