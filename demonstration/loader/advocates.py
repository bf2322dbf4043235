"""Forty-four advocates: awards, certificates, restrictions, and who may find them."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from certificates import codes
from courses.models import Qualification
from demonstration.cast import Advocate
from demonstration.content_files import CONTENT, load_yaml
from demonstration.lives import Life, live
from demonstration.loader.world import World
from foundation import clock
from register import services
from register.models import Entry
from register.services import events
from register.states import ActKind, EventKind, Visibility

REGISTRAR = "lewis"
#: Statuses that a decision of the panel brought; its own screens come with later work.
DECIDED = {
    "conditions": EventKind.CONDITIONS_IMPOSED,
    "suspended": EventKind.SUSPENDED,
    "removed": EventKind.REMOVED,
}


def load_advocates(world: World) -> None:
    """Every advocate's time on the register, in the order in which it all happened."""
    words = load_yaml(CONTENT / "feedback.yaml")
    qualification = Qualification.objects.get(code=load_yaml(CONTENT / "qualification.yaml")["code"])
    registrar = world.user(REGISTRAR)
    lives = [_advocate(world, advocate, registrar, qualification, words) for advocate in world.cast.advocates]
    live(lives, until=world.calendar.loaded_at)
    world.forget_people()


def _accredited_at(world: World, advocate: Advocate) -> dt.datetime:
    return world.calendar.moment(months_ago=advocate.first_accredited_months_ago, hour=11)


def _award(world: World, advocate: Advocate, registrar: User, qualification: Qualification) -> Entry:
    """What a panel granted in the years before this demonstration begins, entered by a registrar."""
    person = world.person(advocate.key)
    prepared = services.prepare_award(
        person=person,
        qualification=qualification.title,
        qualification_cy=qualification.title_cy,
        decided_on=clock.today(),
        set_aside=codes.as_number(advocate.number) or "",
    )
    case_ref = f"D-{1000 + world.cast.advocates.index(advocate)}"
    return services.award(person=person, prepared=prepared, case_ref=case_ref, by=registrar)


def _advocate(
    world: World, advocate: Advocate, registrar: User, qualification: Qualification, words: dict[str, dict]
) -> Life:
    """Accredited, then perhaps hidden, then whatever their status says."""
    person, user = world.person(advocate.key), world.user(advocate.key)
    entry = Entry.objects.filter(person=person).first()
    if entry is None:
        yield _accredited_at(world, advocate)
        entry = _award(world, advocate, registrar, qualification)
        yield clock.now() + dt.timedelta(days=1)
    else:
        # A panel granted it: see `cases`.
        yield world.calendar.moment(days_ago=30)
    if advocate.show_employer:
        services.show_employer(entry_id=entry.pk, by=user, show=True)
    if advocate.visibility != Visibility.PUBLIC:
        yield clock.now() + dt.timedelta(days=6)
        services.change_visibility(entry_id=entry.pk, by=user, to=Visibility(advocate.visibility))
    if advocate.status_days_ago and advocate.status != "lapsed":
        yield world.calendar.moment(days_ago=advocate.status_days_ago, hour=9)
        _change(world, advocate, entry, registrar, words)


def _change(world: World, advocate: Advocate, entry: Entry, registrar: User, words: dict[str, dict]) -> None:
    if advocate.status == "interim_suspended":
        interim = words["interim"]
        services.suspend_interim(
            entry_id=entry.pk,
            by=world.user("hannah"),
            risk=interim["reasons"],
            why_now=interim["why_now"],
            why_not_less=interim["why_not_less"],
        )
    elif advocate.status == "voluntarily_removed":
        services.leave(entry_id=entry.pk, by=world.user(advocate.key), concern_open=False)
    elif advocate.status in DECIDED:
        _decided(world, advocate, events.locked(entry.pk), registrar, words[advocate.status]["reasons"])


def _decided(world: World, advocate: Advocate, entry: Entry, registrar: User, reasons: str) -> None:
    """A restriction that a panel decided, entered by the one door for events."""
    review_on = world.calendar.day(days_ago=-advocate.review_in_days) if advocate.review_in_days else None
    act = events.act(
        entry=entry, kind=ActKind.DECISION, by=registrar, case_ref=f"D-{entry.pk}", words={"reasons": reasons}
    )
    events.add(
        act=act,
        kind=DECIDED[advocate.status],
        effective_until=review_on if advocate.status == "suspended" else None,
        review_on=review_on,
        public_text=advocate.conditions,
        public_text_cy=advocate.conditions_cy,
    )
