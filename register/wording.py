"""The public's words for each status, in English and Welsh. A draft in Welsh until checked.

Status words say what is true now, never only what once happened; "lapsed" says
nothing about conduct; an interim order is not a finding. Source: domain reference,
section 3, and the pictures of screen 2.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from foundation.bilingual import Text
from register.states import StatusCode
from register.status import Status

#: The day on which a Welsh speaker read the words below; None while nobody has.
CY_CHECKED_ON: dt.date | None = None


@dataclass(frozen=True)
class StatusWords:
    """What is said of one status: its name, its meaning, and the sentence of an answer.

    `short` stands in the list of what the answers mean; `nameless` is the sentence
    where no name is given away.
    """

    label: Text
    short: Text
    meaning: Text
    heading: Text
    nameless: Text


ACCREDITED = StatusWords(
    label=Text("Accredited", "Achrededig"),
    short=Text("May practise. No restriction.", "Caiff ymarfer. Dim cyfyngiad."),
    meaning=Text(
        "Current, with nothing that limits practice.", "Cyfredol, heb ddim sy’n cyfyngu ar ymarfer."
    ),
    heading=Text(
        "%(name)s is an accredited advocate. No restrictions.",
        "Mae %(name)s yn eiriolwr achrededig. Dim cyfyngiadau.",
    ),
    nameless=Text(
        "They are those of an accredited advocate. No restrictions.",
        "Eiriolwr achrededig sydd â hwy. Dim cyfyngiadau.",
    ),
)
CONDITIONS = StatusWords(
    label=Text("Accredited with conditions", "Achrededig gydag amodau"),
    short=Text("May practise within stated limits.", "Caiff ymarfer o fewn terfynau a nodir."),
    meaning=Text(
        "May work as an advocate while keeping to the conditions shown here.",
        "Caiff weithio fel eiriolwr wrth gadw at yr amodau a ddangosir yma.",
    ),
    heading=Text(
        "%(name)s is an accredited advocate, with conditions.",
        "Mae %(name)s yn eiriolwr achrededig, gydag amodau.",
    ),
    nameless=Text(
        "They are those of an accredited advocate, with conditions.",
        "Eiriolwr achrededig sydd â hwy, gydag amodau.",
    ),
)
SUSPENDED = StatusWords(
    label=Text("Suspended", "Dan ataliad"),
    short=Text("May not practise until a date or a review.", "Ni chaiff ymarfer tan ddyddiad neu adolygiad."),
    meaning=Text(
        "May not work as an advocate until the date shown, or until a review.",
        "Ni chaiff weithio fel eiriolwr tan y dyddiad a ddangosir, neu tan adolygiad.",
    ),
    heading=Text(
        "%(name)s may not practise as an advocate at the moment.",
        "Ni chaiff %(name)s weithio fel eiriolwr ar hyn o bryd.",
    ),
    nameless=Text(
        "They are those of somebody who may not practise as an advocate at the moment.",
        "Rhywun na chaiff weithio fel eiriolwr ar hyn o bryd sydd â hwy.",
    ),
)
INTERIM = StatusWords(
    label=Text("Suspended by an interim order", "Dan ataliad drwy orchymyn interim"),
    short=SUSPENDED.short,
    meaning=Text(
        "May not work as an advocate for now. It is not a finding. Reasons for an interim order are not published.",
        "Ni chaiff weithio fel eiriolwr am y tro. Nid yw’n ddyfarniad. Ni chyhoeddir y rhesymau dros orchymyn interim.",
    ),
    heading=SUSPENDED.heading,
    nameless=SUSPENDED.nameless,
)
LAPSED = StatusWords(
    label=Text("Lapsed", "Wedi dod i ben"),
    short=Text(
        "Not renewed. Says nothing about conduct.", "Heb ei adnewyddu. Nid yw’n dweud dim am ymddygiad."
    ),
    meaning=Text(
        "The accreditation was not renewed. That says nothing about how the person worked.",
        "Ni chafodd yr achrediad ei adnewyddu. Nid yw hynny’n dweud dim am y ffordd yr oedd y person yn gweithio.",
    ),
    heading=Text(
        "%(name)s is not accredited now. The accreditation has lapsed.",
        "Nid yw %(name)s yn achrededig nawr. Mae’r achrediad wedi dod i ben.",
    ),
    nameless=Text(
        "They are those of somebody who is not accredited now. The accreditation has lapsed.",
        "Rhywun nad yw’n achrededig nawr sydd â hwy. Mae’r achrediad wedi dod i ben.",
    ),
)
VOLUNTARILY_REMOVED = StatusWords(
    label=Text("Voluntarily removed", "Wedi gadael o ddewis"),
    short=Text("Left by their own choice.", "Gadawodd o ddewis."),
    meaning=Text(
        "The person asked to leave the register. No concern was open then.",
        "Gofynnodd y person am gael gadael y gofrestr. Nid oedd pryder ar agor bryd hynny.",
    ),
    heading=Text(
        "%(name)s is not an accredited advocate now, having left by choice.",
        "Nid yw %(name)s yn eiriolwr achrededig nawr, ar ôl gadael o ddewis.",
    ),
    nameless=Text(
        "They are those of somebody who left the register by choice.",
        "Rhywun a adawodd y gofrestr o ddewis sydd â hwy.",
    ),
)
REMOVED = StatusWords(
    label=Text("Removed", "Oddi ar y gofrestr"),
    short=Text("Taken off the register by a decision.", "Tynnwyd yr enw drwy benderfyniad."),
    meaning=Text(
        "A decision took this person off the register. They may not practise as an advocate.",
        "Mae’r enw oddi ar y gofrestr drwy benderfyniad. Ni chaiff y person weithio fel eiriolwr.",
    ),
    heading=Text(
        "%(name)s may not practise as an advocate, and is off the register by a decision.",
        "Ni chaiff %(name)s weithio fel eiriolwr. Mae oddi ar y gofrestr drwy benderfyniad.",
    ),
    nameless=Text(
        "They are those of somebody who may not practise as an advocate, and is off the register by a decision.",
        "Rhywun na chaiff weithio fel eiriolwr, ac sydd oddi ar y gofrestr drwy benderfyniad, sydd â hwy.",
    ),
)
WORDS = {
    StatusCode.ACCREDITED: ACCREDITED,
    StatusCode.CONDITIONS: CONDITIONS,
    StatusCode.SUSPENDED: SUSPENDED,
    StatusCode.LAPSED: LAPSED,
    StatusCode.REMOVED: REMOVED,
    StatusCode.VOLUNTARILY_REMOVED: VOLUNTARILY_REMOVED,
}


def words_for(status: Status) -> StatusWords:
    """The words of a status; an interim order has its own."""
    return INTERIM if status.interim else WORDS[status.code]


def glossary() -> list[tuple[StatusCode, StatusWords]]:
    """Every status with its words, in the order of the check page."""
    return list(WORDS.items())
