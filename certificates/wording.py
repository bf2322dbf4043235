"""The words of a certificate, in English or Welsh, made from the facts that were issued.

The facts are plain values (dates as ISO text, the number without its dashes), so that
the printed page and the accessible one say the same thing in either language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import formats
from django.utils.translation import override

from certificates import codes
from certificates.rendering import Fact, Paper, check_host
from foundation.bilingual import Text

TWIN = {"en": "cy", "cy": "en"}

#: The Welsh is a draft until a Welsh speaker has read it.
TITLES = {
    "accreditation": Text("Certificate of accreditation", "Tystysgrif achredu"),
    "qualification": Text("Certificate of qualification", "Tystysgrif cymhwyster"),
}
INTRO = Text("This is to certify that", "Mae hon yn tystio bod")
STATEMENTS = {
    "accreditation": Text(
        "is accredited as an Independent Modern Slavery Advocate",
        # Said without a form that would need to know "ei" from "ei h…".
        "yn Eiriolwr Annibynnol Caethwasiaeth Fodern achrededig",
    ),
    "qualification": Text("has been awarded this qualification", "wedi ennill y cymhwyster hwn"),
}
FOOT_HEAD = Text(
    "Valid only if the register says so today.",
    "Dim ond os yw’r gofrestr yn dweud hynny heddiw y mae hon yn ddilys.",
)
FOOT = Text(
    "Scan the code, or go to %(host)s/check and enter %(code)s. This paper was true on %(day)s."
    " It is not registration with the Immigration Advice Authority.",
    "Sganiwch y cod, neu ewch i %(host)s/cy/check a rhoi %(code)s. Roedd y papur hwn yn wir ar %(day)s."
    " Nid yw’n gofrestriad gyda’r Awdurdod Cyngor Mewnfudo.",
)
#: A named person who signs is the one who closed the case: the panel's chair.
CHAIR = Text("Chair of the panel of %(day)s", "Cadeirydd y panel ar %(day)s")
FOR_THE_PANEL = Text("Registrar, for the panel of %(day)s", "Cofrestrydd, dros y panel ar %(day)s")
REGISTRAR = Text("Registrar", "Cofrestrydd")
LABELS = {
    "number": Text("Number", "Rhif"),
    "first": Text("First accredited", "Achredwyd gyntaf"),
    "awarded": Text("Awarded", "Dyfarnwyd"),
    "valid_to": Text("Valid to", "Yn ddilys hyd at"),
    "qualification": Text("Qualification", "Cymhwyster"),
    "awarded_by": Text("Awarded by", "Dyfarnwyd gan"),
}


def paper(  # noqa: PLR0913 - a paper is its facts
    *,
    kind: str,
    code: str,
    name: str,
    facts: Mapping[str, Any],
    valid_from: dt.date,
    valid_until: dt.date | None,
    language: str,
) -> Paper:
    """The certificate in `language`, ready to be printed or shown.

    Understood in `facts`: number, first_accredited, qualification, qualification_cy,
    awarding_body, signed_by, decided_on. What is missing is left out.
    """
    with override(language):
        return Paper(
            code=code,
            language=language,
            name=name,
            title=str(TITLES[kind]),
            intro=str(INTRO),
            statement=str(STATEMENTS[kind]),
            facts=tuple(_facts(kind, facts, valid_from, valid_until, language)),
            foot_head=str(FOOT_HEAD),
            foot=FOOT % {"host": check_host(), "code": codes.format_code(code), "day": _day(valid_from)},
            foot_twin=getattr(FOOT_HEAD, TWIN[language]),
            twin_language=TWIN[language],
            signed_by=facts.get("signed_by") or settings.SITE_NAME,
            signed_as=_signed_as(facts),
        )


def _signed_as(facts: Mapping[str, Any]) -> str:
    if not facts.get("decided_on"):
        return str(REGISTRAR)
    words = CHAIR if facts.get("signed_by") else FOR_THE_PANEL
    return words % {"day": _day(facts["decided_on"])}


def _day(value: str | dt.date) -> str:
    return formats.date_format(dt.date.fromisoformat(value) if isinstance(value, str) else value)


def _facts(
    kind: str, facts: Mapping[str, Any], valid_from: dt.date, valid_until: dt.date | None, language: str
) -> list[Fact]:
    lines = []
    if facts.get("number"):
        lines.append(Fact(str(LABELS["number"]), codes.format_number(facts["number"]), coded=True))
    if kind == "accreditation":
        lines.append(Fact(str(LABELS["first"]), _day(facts.get("first_accredited") or valid_from)))
    else:
        lines.append(Fact(str(LABELS["awarded"]), _day(valid_from)))
    if valid_until:
        lines.append(Fact(str(LABELS["valid_to"]), _day(valid_until)))
    qualification = (facts.get("qualification_cy") if language == "cy" else "") or facts.get("qualification")
    if qualification:
        english = language != "en" and not facts.get("qualification_cy")
        lines.append(Fact(str(LABELS["qualification"]), qualification, lang="en" if english else ""))
    if facts.get("awarding_body"):
        lines.append(Fact(str(LABELS["awarded_by"]), facts["awarding_body"]))
    return lines
