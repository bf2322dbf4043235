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
from django.utils.translation import gettext as _, override

from certificates import codes
from certificates.rendering import Fact, Paper, check_host

TWIN = {"en": "cy", "cy": "en"}


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
        accreditation = kind == "accreditation"
        return Paper(
            code=code,
            language=language,
            name=name,
            title=_("Certificate of accreditation") if accreditation else _("Certificate of qualification"),
            intro=_("This is to certify that"),
            statement=(
                _("is accredited as an Independent Modern Slavery Advocate")
                if accreditation
                else _("has been awarded this qualification")
            ),
            facts=tuple(_facts(facts, valid_from, valid_until, language, accreditation=accreditation)),
            foot_head=_foot_head(),
            foot=_(
                "Scan the code, or go to %(host)s/check and enter %(code)s. This paper was true on %(day)s."
                " It is not registration with the Immigration Advice Authority."
            )
            % {"host": check_host(), "code": codes.format_code(code), "day": _day(valid_from)},
            foot_twin=_in(TWIN[language], _foot_head),
            twin_language=TWIN[language],
            signed_by=facts.get("signed_by") or settings.SITE_NAME,
            signed_as=(
                _("Registrar, for the panel of %(day)s") % {"day": _day(facts["decided_on"])}
                if facts.get("decided_on")
                else _("Registrar")
            ),
        )


def _foot_head() -> str:
    return _("Valid only if the register says so today.")


def _in(language: str, words: Any) -> str:
    with override(language):
        return str(words())


def _day(value: str | dt.date) -> str:
    return formats.date_format(dt.date.fromisoformat(value) if isinstance(value, str) else value)


def _facts(
    facts: Mapping[str, Any],
    valid_from: dt.date,
    valid_until: dt.date | None,
    language: str,
    *,
    accreditation: bool,
) -> list[Fact]:
    lines = []
    if facts.get("number"):
        lines.append(Fact(_("Number"), codes.format_number(facts["number"]), coded=True))
    if accreditation:
        lines.append(Fact(_("First accredited"), _day(facts.get("first_accredited") or valid_from)))
    else:
        lines.append(Fact(_("Awarded"), _day(valid_from)))
    if valid_until:
        lines.append(Fact(_("Valid to"), _day(valid_until)))
    qualification = (facts.get("qualification_cy") if language == "cy" else "") or facts.get("qualification")
    if qualification:
        lines.append(Fact(_("Qualification"), qualification))
    if facts.get("awarding_body"):
        lines.append(Fact(_("Awarded by"), facts["awarding_body"]))
    return lines
