"""Why a line of a list gets its verdict, in words. Pure; no ORM."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from courses.states import Why

Details = Mapping[str, Any]


def _day(value: str) -> str:
    return date_format(dt.date.fromisoformat(value))


def _malformed(details: Details) -> str:
    if details.get("suggestion"):
        return _("This is not a whole address. Did you mean %(suggestion)s?") % details
    return _("This is not a whole address. It looks like name@example.org.")


def _organisation(details: Details) -> str:
    if details.get("suggestion"):
        return _("We do not know “%(written)s”. Did you mean “%(suggestion)s”?") % details
    return _("We do not know “%(written)s”. Write its full name, or leave it empty.") % details


def without_employer(details: Details) -> str:
    """What stands beside a line whose unknown employer somebody chose to leave out."""
    return _("Without an employer: we do not know “%(written)s”.") % details


def _no_ending(details: Details) -> str:
    if details.get("suggestion"):
        return _("The address has no ending. Did you mean %(suggestion)s?") % details
    return _("The address has no ending, such as .org.")


_SENTENCES: Mapping[str, Callable[[Details], str]] = {
    Why.NO_ADDRESS: lambda details: _("There is no email address on this line."),
    Why.MALFORMED: _malformed,
    Why.NO_ENDING: _no_ending,
    Why.NAME_TOO_LONG: lambda details: _("The name has more than 120 characters."),
    Why.ORGANISATION: _organisation,
    Why.DUPLICATE: lambda details: _("The same address as line %(line)s.") % details,
    Why.INVITED: lambda details: _("Already invited on %(day)s.") % {"day": _day(details["on"])},
    Why.ENROLLED: lambda details: _("Already learning here, %(cohort)s.") % details,
    Why.WAS_HERE: lambda details: _("Was here before, %(cohort)s.") % details,
    Why.SAME_NAME: lambda details: _("Perhaps the same person as %(name)s, %(cohort)s.") % details,
    Why.RAN_OUT: lambda details: (
        _("An earlier link ran out on %(day)s. This is a new one.") % {"day": _day(details["on"])}
    ),
}


def explain(why: str, details: Details) -> str:
    """The sentence for a reason, or nothing where there is none."""
    sentence = _SENTENCES.get(why)
    return sentence(details) if sentence else ""


def in_words(count: int) -> str:
    """One to nine as a word, more as a number."""
    return str(apnumber(count))


def would_be_invited(count: int) -> str:
    """The sentence above a list that waits."""
    if not count:
        return _("Nobody would be invited")
    words = ngettext("%(count)s person would be invited", "%(count)s people would be invited", count)
    return _capital(words % {"count": in_words(count)})


def were_invited(count: int) -> str:
    """The sentence above a list that was sent, or is on its way."""
    words = ngettext("%(count)s person is invited", "%(count)s people are invited", count)
    return _capital(words % {"count": in_words(count)})


def invite_them(count: int) -> str:
    """The main button: it names the number."""
    return ngettext("Invite this person", "Invite these %(count)s people", count) % {"count": in_words(count)}


def what_else(*, mend: int, decide: int, left_out: int) -> str:
    """What the other lines need, as one sentence; empty where there is nothing to say."""
    parts = [
        words % {"count": in_words(count)}
        for count, words in (
            (mend, ngettext("%(count)s line needs mending", "%(count)s lines need mending", mend)),
            (
                decide,
                ngettext("%(count)s waits for your decision", "%(count)s wait for your decision", decide),
            ),
            (left_out, ngettext("%(count)s is left out", "%(count)s are left out", left_out)),
        )
        if count
    ]
    return _capital(", ".join(parts)) + "." if parts else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
