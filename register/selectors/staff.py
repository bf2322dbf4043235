"""What registrars see of the register: the list, one entry with its story, reviews due."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import Employment, User
from certificates import codes
from certificates.models import Certificate
from certificates.selectors import live_for
from foundation import clock
from register import names, permissions, wording
from register.models import Act, Entry, EntryNumber, OrganisationApproval, RegisterEvent
from register.states import ActKind, EventKind, Renewal, StatusCode, Visibility
from register.status import Status, status_of

PER_PAGE = 50
SOON = dt.timedelta(days=28)
RENEWALS_SOON = dt.timedelta(days=56)
_RESTRICTIONS = (
    EventKind.INTERIM_SUSPENDED,
    EventKind.INTERIM_CONFIRMED,
    EventKind.SUSPENDED,
    EventKind.CONDITIONS_IMPOSED,
)
_PERIODS = (EventKind.ACCREDITED, EventKind.RENEWED, EventKind.RESTORED)


@dataclass(frozen=True)
class Line:
    """One entry in a list of the house."""

    entry: Entry
    number: str
    status: Status | None
    words: wording.StatusWords | None
    note: str = ""
    is_past: bool = False


def entries(user: User, query: str = "") -> QuerySet[Entry]:
    """The entries that `user` may see in lists and that `query` finds, by name.

    A query is a number, or words of a name without regard to accents; previous names
    count here, because staff look for duplicates.
    """
    found = permissions.readable_in_house(user).select_related("person")
    number = codes.as_number(query)
    words = Q()
    for word in names.fold(query):
        words &= Q(staff_words__contains=word)
    if number:
        found = found.filter(words | Q(numbers__number=number)).distinct()
    elif query.strip():
        found = found.filter(words) if words else found.none()
    return found.order_by("staff_words", "pk")  # folded: Ł stands with L on every database


def page_of(user: User, query: str, number: str | int) -> Page:
    """One page of the list, each entry as a `Line`."""
    page = Paginator(entries(user, query), PER_PAGE).get_page(number)
    page.object_list = lines(page.object_list)
    return page


def lines(found: Iterable[Entry]) -> list[Line]:
    """Entries with status and number; two queries, however many there are."""
    found = list(found)
    told = _events_of(found)
    numbers = {
        row["entry_id"]: row["number"]
        for row in EntryNumber.objects.current().filter(entry__in=found).values("entry_id", "number")
    }
    now = clock.now()
    made = []
    for entry in found:
        status = status_of(told[entry.pk], now)
        number = numbers.get(entry.pk, "")
        made.append(
            Line(
                entry=entry,
                number=codes.format_number(number) if number else "",
                status=status,
                words=wording.words_for(status) if status else None,
            )
        )
    return made


def _events_of(found: Iterable[Entry]) -> dict[int, list[RegisterEvent]]:
    told: dict[int, list[RegisterEvent]] = {entry.pk: [] for entry in found}
    for event in RegisterEvent.objects.filter(entry_id__in=told):
        told[event.entry_id].append(event)
    return told


@dataclass(frozen=True)
class Told:
    """One thing that happened, for the timeline."""

    title: str
    when: str
    by: str
    text: str = ""
    links: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Dossier:
    """An entry as a registrar reads it."""

    entry: Entry
    number: str
    status: Status | None
    words: wording.StatusWords | None
    story: list[Told]
    employer: str
    approved: bool
    certificate: Certificate | None
    earlier_numbers: list[str]

    @property
    def may_suspend(self) -> bool:
        return self.status is not None and self.status.may_practise

    @property
    def may_lift(self) -> bool:
        return self.status is not None and self.status.code == StatusCode.SUSPENDED and self.status.interim


def find(user: User, public_id: str) -> Entry | None:
    """The entry with this address, if `user` may open it."""
    return (
        permissions.readable_in_house(user)
        .filter(public_id=public_id)
        .select_related("person", "person__user")
        .first()
    )


def dossier(entry: Entry) -> Dossier:
    """All that the page of an entry shows."""
    events = list(
        RegisterEvent.objects.filter(entry=entry).select_related("act", "act__by", "act__by__person", "words")
    )
    status = status_of(events, clock.now())
    certificate = live_for(Certificate.Kind.ACCREDITATION, entry.public_id)
    numbers = list(entry.numbers.all())
    current = next((row for row in numbers if row.until is None), None)
    organisation = _employer(entry)
    return Dossier(
        entry=entry,
        number=str(current) if current else "",
        status=status,
        words=wording.words_for(status) if status else None,
        story=_story(entry, events, certificate),
        employer=organisation.name if organisation else "",
        approved=organisation is not None and _approved(organisation.pk),
        certificate=certificate,
        earlier_numbers=[str(row) for row in numbers if row.until is not None],
    )


def _employer(entry: Entry):  # noqa: ANN202 - an Organisation or nothing
    row = (
        Employment.objects.current()
        .filter(person=entry.person)
        .select_related("organisation")
        .order_by("-since", "-pk")
        .first()
    )
    return row.organisation if row else None


def _approved(organisation_id: int) -> bool:
    row = OrganisationApproval.objects.begun(clock.today()).filter(organisation_id=organisation_id).first()
    return row is not None and row.status_on(clock.today()) == OrganisationApproval.Status.APPROVED


def _moment(moment: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _who(act: Act) -> str:
    if act.by is None:
        return ""
    person = getattr(act.by, "person", None)
    return person.practising_name if person else act.by.get_full_name()


def _story(entry: Entry, events: list[RegisterEvent], certificate: Certificate | None) -> list[Told]:
    """Events and the acts that have none, newest first; a concern is never among them."""
    told = [(event.recorded_at, _event(event, certificate)) for event in events]
    changes = Act.objects.filter(entry=entry, kind=ActKind.VISIBILITY)
    told += [(act.at, _visibility(act)) for act in changes.select_related("by", "by__person", "words")]
    return [line for _at, line in sorted(told, key=lambda pair: pair[0], reverse=True)]


def _event(event: RegisterEvent, certificate: Certificate | None) -> Told:
    links = []
    if (
        event.kind == EventKind.ACCREDITED
        and certificate
        and certificate.valid_until == event.effective_until
    ):
        links.append(
            {
                "label": _("Certificate"),
                "url": reverse("certificates:certificate", args=[certificate.printed_code]),
            }
        )
    return Told(
        title=EventKind(event.kind).label,
        when=_moment(event.recorded_at),
        by=_who(event.act),
        text=" ".join(_texts(event)),
        links=links,
    )


def _texts(event: RegisterEvent) -> Iterable[str]:
    words = getattr(event, "words", None)
    if words and words.public_text:
        yield words.public_text
    if event.kind in _PERIODS and event.effective_until:
        yield _("Valid to %(day)s.") % {"day": formats.date_format(event.effective_until)}
    elif event.effective_until:
        yield _("Ends on %(day)s.") % {"day": formats.date_format(event.effective_until)}
    elif event.review_on:
        yield _("Review on or before %(day)s.") % {"day": formats.date_format(event.review_on)}
    if event.corrects_id:
        yield _("Takes the place of an earlier event.")


def _visibility(act: Act) -> Told:
    to = act.words.data.get("to", "") if hasattr(act, "words") else ""
    return Told(
        title=_("Who can find this entry"),
        when=_moment(act.at),
        by=_who(act),
        text=f"{Visibility(to).label}." if to in Visibility.values else "",
    )


@dataclass(frozen=True)
class Reviews:
    """What is due: each list with the nearest day first."""

    restrictions: list[Line]
    renewals: list[Line]
    visibilities: list[Line]

    @property
    def none(self) -> bool:
        return not (self.restrictions or self.renewals or self.visibilities)


def reviews(user: User) -> Reviews:
    """Restrictions whose review or end comes near, renewals, and hidden entries' yearly looks."""
    today = clock.today()
    readable = permissions.readable_in_house(user).select_related("person")
    restricted = readable.filter(
        Q(events__review_on__lte=today + SOON) | Q(events__effective_until__lte=today + SOON),
        events__kind__in=_RESTRICTIONS,
    ).distinct()
    ending = readable.filter(
        events__kind__in=_PERIODS,
        events__effective_until__range=(today - SOON, today + RENEWALS_SOON),
    ).distinct()
    hidden = readable.filter(visibility_review_on__lte=today + SOON).order_by("visibility_review_on")
    return Reviews(
        restrictions=_dated(lines(restricted), _restriction_day),
        renewals=_dated(lines(ending), _renewal_day),
        visibilities=_dated(lines(hidden), lambda line: line.entry.visibility_review_on),
    )


def _restriction_day(line: Line) -> dt.date | None:
    status = line.status
    if status is None or status.code not in {StatusCode.SUSPENDED, StatusCode.CONDITIONS}:
        return None
    day = status.review_on or status.until
    return day if day and day <= clock.today() + SOON else None


def _renewal_day(line: Line) -> dt.date | None:
    status = line.status
    if status is None or not status.may_practise or status.renewal == Renewal.BEING_DECIDED:
        return None
    return status.valid_until


def _dated(found: list[Line], day_of) -> list[Line]:  # noqa: ANN001 - a function of a line
    """Lines that have a day, each with it as its note, nearest first; a day that is over is marked."""
    today = clock.today()
    dated = sorted(
        ((day, line) for line in found if (day := day_of(line))), key=lambda pair: (pair[0], pair[1].entry.pk)
    )
    return [
        dataclasses.replace(line, note=formats.date_format(day), is_past=day < today) for day, line in dated
    ]
