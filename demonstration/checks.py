"""Checks that anybody can try without an account, one for each thing that a check can say."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from certificates import codes
from certificates.models import Certificate
from certificates.selectors import live_for
from demonstration.cast import Advocate, read_cast
from register.models import Entry


@dataclass(frozen=True)
class Check:
    """One check to try: its title, what it shows, and the address that asks."""

    title: str
    shows: str
    address: str


def _asking(**fields: str) -> str:
    return f"/check/?{urlencode(fields)}"


class _Register:
    """What of an advocate the checks need, read once for all of them."""

    def __init__(self) -> None:
        rows = Entry.objects.select_related("person__user").prefetch_related("numbers")
        self.entries = {entry.person.user.email: entry for entry in rows if entry.person.user}
        self.cast = {part.key: part for part in read_cast().advocates}

    def advocate(self, key: str) -> Advocate:
        return self.cast[key]

    def number(self, key: str) -> str:
        entry = self.entries[self.cast[key].email]
        current = next(number for number in entry.numbers.all() if number.until is None)
        return codes.format_number(current.number)

    def code(self, key: str) -> str:
        entry = self.entries[self.cast[key].email]
        live = live_for(Certificate.Kind.ACCREDITATION, entry.public_id)
        return live.printed_code if live else ""


def checks() -> list[Check]:
    """The checks of people who are on the register now; none before the loader has run."""
    register = _Register()
    if not all(register.cast[key].email in register.entries for key in ("amina", "hodan", "xuan")):
        return []

    def by_name(key: str, shows: str) -> Check:
        name = register.advocate(key).practising_name
        return Check(f"Check {name}", shows, _asking(q=name))

    amina, hodan, xuan = register.number("amina"), register.number("hodan"), register.advocate("xuan")
    together = {
        "name": xuan.practising_name,
        "number": register.number("xuan"),
        "code": register.code("xuan"),
    }
    return [
        by_name("amina", amina),
        by_name("daniel", "With a restriction, since three days ago"),
        by_name("catherine", "With conditions"),
        by_name("arber", "Lapsed, which says nothing about conduct"),
        by_name("warren", "Removed by a decision"),
        Check("Check “Lukasz Zolkos”", "Found without its accents", _asking(q="Lukasz Zolkos")),
        Check("Check Jon Smyth", "No match: there is nobody of this name", _asking(q="Jon Smyth")),
        Check(f"Check {hodan}", "Seen by number or code, and never by name", _asking(q=hodan)),
        Check("Check Hodan Jimcaale", "No match, as for nobody", _asking(q="Hodan Jimcaale")),
        Check(
            "Check three things together",
            "Name, number and code of a protected advocate",
            _asking(**together),
        ),
        Check(
            "Hold a certificate, with its code", register.code("amina"), f"/check/{register.code('amina')}/"
        ),
    ]
