"""Advocates for tests: accredited, restricted, hidden, each with one call."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from unittest import mock

from accounts.roles import RoleName
from certificates import codes, rendering
from certificates.models import Certificate
from foundation import clock
from register import services
from register.models import Entry, RegisterEvent
from register.services import events
from register.states import ActKind, EventKind, Visibility
from tests.people import organisation, person

QUALIFICATION = "Postgraduate Certificate in Modern Slavery Advocacy"
QUALIFICATION_CY = "Tystysgrif Ôl-raddedig mewn Eiriolaeth Caethwasiaeth Fodern"
_keys = itertools.count(1)


def registrar(name: str = ""):
    return person(name or "Hannah Osei", RoleName.REGISTRAR)


def advocate(
    name: str = "Amina Karim",
    *,
    visibility: Visibility = Visibility.PUBLIC,
    employer: str = "",
    by=None,
    printed: bool = False,
    since: dt.datetime | None = None,
    **fields,
) -> Entry:
    """An accredited advocate. The certificate's pages are printed only when asked for."""
    with clock.standing_at(since) if since else contextlib.nullcontext():
        someone = person(name, employer=organisation(employer) if employer else None, **fields)
        by = by or registrar()
        with mock.patch.object(rendering, "render", rendering.render if printed else lambda paper: b"%PDF-"):
            prepared = services.prepare_award(
                person=someone,
                qualification=QUALIFICATION,
                qualification_cy=QUALIFICATION_CY,
                decided_on=clock.today(),
                signed_by="H. Osei",
            )
        entry = services.award(person=someone, prepared=prepared, case_ref="case", by=by.user)
    if employer and visibility == Visibility.PUBLIC:
        services.show_employer(entry_id=entry.pk, by=someone.user, show=True)
    if visibility != Visibility.PUBLIC:
        services.change_visibility(entry_id=entry.pk, by=someone.user, to=visibility)
    return Entry.objects.get(pk=entry.pk)


def number_of(entry: Entry) -> str:
    return codes.format_number(entry.numbers.current().get().number)


def certificate_of(entry: Entry) -> Certificate:
    return Certificate.objects.get(award=entry.public_id, state="live")


def code_of(entry: Entry) -> str:
    return certificate_of(entry).printed_code


def decide(entry: Entry, kind: EventKind, **facts) -> RegisterEvent:
    """An event that a panel's decision would add."""
    act = events.act(entry=events.locked(entry.pk), kind=ActKind.DECISION, by=None, key=f"test{next(_keys)}")
    return events.add(act=act, kind=kind, **facts)


def suspend(entry: Entry, by=None) -> Entry:
    """An interim suspension that begins now."""
    services.suspend_interim(
        entry_id=entry.pk,
        by=(by or registrar("Another Registrar")).user,
        risk="Holds money for two clients",
        why_now="It happens this week",
        why_not_less="Conditions need the panel",
    )
    return Entry.objects.get(pk=entry.pk)
