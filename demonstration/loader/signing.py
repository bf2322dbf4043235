"""Readers are named, asked, and say yes; the last yes makes a page live."""

from __future__ import annotations

import datetime as dt

from wagtail.models import Page

from cms import services
from cms.states import Answer
from demonstration.history import at
from demonstration.loader.world import World

EDITOR = "helen"
LEADS_CO_PRODUCTION = "ifeoma"
#: The law in the modules was read up to 30 June 2026; nobody signed them off before.
NOT_BEFORE = dt.datetime(2026, 7, 7, 9, tzinfo=dt.UTC)
SIGNED_MONTHS_AGO = 4


def moment(world: World, *, days: int, hours: int = 0) -> dt.datetime:
    """So long after the work on the modules began; never before the law was read, nor after loading."""
    begins = max(world.calendar.moment(months_ago=SIGNED_MONTHS_AGO), NOT_BEFORE)
    return min(begins + dt.timedelta(days=days, hours=hours), world.calendar.loaded_at)


def name_readers(world: World, page: Page, readers: list[str]) -> None:
    """The co-production lead names who reads a page, and all below it."""
    with at(moment(world, days=-5)):
        services.name_readers(
            page=page,
            consultants=[world.user(key) for key in readers],
            by=world.user(LEADS_CO_PRODUCTION),
        )


def sign_off(  # noqa: PLR0913 - an ask is its facts
    world: World, page: Page, *, readers: list[str], minutes: int, day: int, paid: bool = False
) -> None:
    """Ask the readers about the page's latest revision; each says yes, and the last yes makes it live."""
    with at(moment(world, days=day)):
        request = services.ask_for_sign_off(page=page, by=world.user(EDITOR), minutes=minutes, paid=paid)
    for number, key in enumerate(readers):
        with at(moment(world, days=day + 1 + number, hours=number)):
            services.answer(request=request, by=world.user(key), answer=Answer.APPROVE)
