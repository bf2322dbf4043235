"""Help lines as data: where to turn, when, how, and when the number was last checked."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.selectors import policy
from foundation import clock


class HelpLine(models.Model):
    """One help line. A fact that is not known stays empty and is shown as nothing, never as "no".

    Source: domain reference, section 6. A number is flagged to the editors when nobody
    checked it for 90 days (policy number `helpline.check_days`).
    """

    NATIONS: ClassVar = (
        ("E", _("England")),
        ("W", _("Wales")),
        ("S", _("Scotland")),
        ("NI", _("Northern Ireland")),
    )

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_cy = models.CharField(_("name in Welsh"), max_length=120, blank=True)
    phone = models.CharField(_("number as it is printed"), max_length=40)
    tel = models.CharField(_("number to dial"), max_length=24, help_text=_("Such as +448000121700, or 999."))
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    hours_cy = models.CharField(_("hours in Welsh"), max_length=120, blank=True)
    nations = models.CharField(
        _("nations"),
        max_length=16,
        blank=True,
        help_text=_("Codes with commas, such as E,W. Empty: not stated."),
    )
    free = models.BooleanField(_("the call is free"), null=True, blank=True)
    text = models.CharField(_("text messages"), max_length=120, blank=True)
    web_chat = models.URLField(_("web chat"), blank=True)
    sign_language = models.CharField(_("sign language"), max_length=160, blank=True)
    relay = models.CharField(_("text relay"), max_length=160, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=160, blank=True)
    note = models.CharField(_("one line about it"), max_length=200, blank=True)
    note_cy = models.CharField(_("one line about it in Welsh"), max_length=200, blank=True)
    cy_checked_on = models.DateField(_("Welsh read by a Welsh speaker on"), null=True, blank=True)
    emergency = models.BooleanField(_("for danger now"), default=False)
    in_footer = models.BooleanField(_("stands at the foot of every page"), default=False)
    in_brief = models.BooleanField(_("stands on the home page"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    last_checked = models.DateField(_("last checked"), default=clock.today)

    class Meta:
        ordering: ClassVar = ["order", "name"]
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")

    def __str__(self) -> str:
        return self.name

    def nation_names(self) -> list[str]:
        """The nations it serves, in words."""
        names = dict(self.NATIONS)
        return [str(names[code]) for code in self.nations.split(",") if code in names]

    @property
    def fresh(self) -> bool:
        """Whether somebody checked it within the policy's days; the editors' list shows it."""
        return not self.is_stale(policy("helpline.check_days"))

    def is_stale(self, days: int) -> bool:
        """Whether nobody checked it within the last `days` days."""
        return self.last_checked < clock.today() - dt.timedelta(days=days)
