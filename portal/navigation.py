"""What the bar shows to each role: the names of addresses, in order. Source: design guide, "Bar"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import RoleName


class Way(NamedTuple):
    """One entry of the bar: its words, the name of its address, and what else lies below it."""

    label: str | Promise
    name: str
    also: tuple[str, ...] = ()


HOME: Final = "portal:home"
MESSAGES: Final = Way(_("Messages"), "accounts:notices", ("/home/messages/",))
START: Final = Way(_("What is next"), HOME)

WAYS: Final[Mapping[RoleName, tuple[Way, ...]]] = {
    RoleName.TRAINEE: (
        START,
        Way(_("Modules"), "courses:modules", ("/home/modules/", "/programme/", "/home/sections/")),
        Way(_("Units"), "assessments:units", ("/units/",)),
        MESSAGES,
    ),
    RoleName.ADVOCATE: (
        Way(_("My entry"), "register:my_entry", ("/my-entry/", "/certificates/")),
        Way(_("My accreditation"), "register:my_accreditation", ("/cases/mine/",)),
        MESSAGES,
    ),
    RoleName.CONSULTANT: (
        Way(_("My words"), "cms:words"),
        Way(_("To read"), "cms:to_read", ("/home/words/to-read/",)),
        Way(_("Payments"), "cms:payments"),
        MESSAGES,
    ),
    RoleName.CO_PRODUCTION_LEAD: (START, Way(_("Readers"), "cms:readers"), MESSAGES),
    RoleName.EDITOR: (START, MESSAGES),
    RoleName.ASSESSOR: (
        Way(_("To mark"), "assessments:to_mark", ("/marking/",)),
        Way(_("Done"), "assessments:done"),
        Way(_("Standards"), "portal:standards"),
        MESSAGES,
    ),
    RoleName.QUALITY_ASSURER: (
        Way(_("Sampling"), "assessments:sampling"),
        Way(_("To review"), "assessments:to_review"),
        Way(_("To release"), "assessments:to_release"),
        MESSAGES,
    ),
    RoleName.LEAD_QUALITY_ASSURER: (
        Way(_("Sampling"), "assessments:sampling"),
        Way(_("To review"), "assessments:to_review"),
        Way(_("To release"), "assessments:to_release"),
        Way(_("Competence"), "assessments:competence"),
        MESSAGES,
    ),
    RoleName.PANEL_MEMBER: (
        Way(_("Cases"), "register:cases", ("/cases/",)),
        Way(_("Sittings"), "register:sittings"),
        Way(_("Decided"), "register:cases_decided"),
        MESSAGES,
    ),
    RoleName.REGISTRAR: (
        START,
        Way(_("Register"), "register:staff_register", ("/entries/",)),
        Way(_("Cases"), "register:cases"),
        Way(_("Decided"), "register:cases_decided"),
        Way(_("Reviews due"), "register:staff_reviews"),
        MESSAGES,
    ),
    RoleName.SAFEGUARDING_LEAD: (START, Way(_("Worries"), "assessments:worries"), MESSAGES),
    RoleName.EXTERNAL_QUALITY_ASSURER: (START, Way(_("Standards"), "portal:standards"), MESSAGES),
    RoleName.PROGRAMME_MANAGER: (
        Way(_("Cohorts"), "courses:cohorts", ("/cohorts/",)),
        Way(_("Invitations"), "courses:invitations", ("/invitations/",)),
        Way(_("Allocation"), "assessments:allocation"),
        MESSAGES,
    ),
}
WAYS_OF_OTHERS: Final = (START, MESSAGES)


def ways_of(role: str) -> tuple[Way, ...]:
    """The bar's entries for somebody who is here as `role`."""
    return WAYS.get(RoleName(role), WAYS_OF_OTHERS) if role else WAYS_OF_OTHERS
