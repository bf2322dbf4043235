"""What the public is told about an entry: one place for the visibility table.

Source: domain reference, section 3:

| what is given | public | verify only | protected |
|---|---|---|---|
| a name | shown | no match | no match |
| the number alone, or a code alone | shown | shown | no match |
| number, code and name together | shown | shown | these belong together, and the status |

Where there is no answer the functions give None, whether nobody is there or somebody
is hidden, after the same queries: visibility is a condition of the one query, never a
second look.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Employment, Nation
from certificates import codes
from certificates.models import Certificate, code_digest
from foundation import clock
from foundation.bilingual import Words, words
from register import names, wording
from register.models import Entry, EntryNumber, OrganisationApproval, RegisterEvent
from register.selectors.numbers import publication_years
from register.states import StatusCode, Visibility
from register.status import Status, is_published, status_of


@dataclass(frozen=True)
class Answer:
    """What one person may read about one entry now.

    `together` is the answer for a protected entry: that name, number and code belong
    together, and the status; every other field is then empty.
    """

    status: Status
    words: wording.StatusWords
    checked_at: dt.datetime
    together: bool = False
    name: str = ""
    number: str = ""
    nation: str = ""
    region: str = ""
    qualification: Words | None = None
    employer: str = ""
    employer_approved: bool = False
    immigration_level: str = ""
    conditions: Words | None = None
    paper_replaced: bool = False

    @property
    def plain_label(self) -> str:
        """The status in its shortest words: an interim order suspends, too."""
        return str(wording.WORDS[self.status.code].label)

    @property
    def heading(self) -> str:
        """The sentence that answers the question."""
        return str(self.words.nameless) if self.together else self.words.heading % {"name": self.name}


def by_number(text: str) -> Answer | None:
    """The answer to a register number alone."""
    return _one(_at_number(codes.as_number(text) or "").exclude(visibility=Visibility.PROTECTED))


def by_code(text: str) -> Answer | None:
    """The answer to a certificate code alone, typed or scanned."""
    return _one(_at_code(codes.as_code(text) or "").exclude(visibility=Visibility.PROTECTED))


def by_number_or_code(text: str) -> Answer | None:
    """The answer to what may be a number or a code; always one query for what is neither."""
    code = codes.as_code(text)
    return by_code(code) if code else by_number(text)


def is_number_or_code(text: str) -> bool:
    """Whether a text is one by its shape and its check character; who is on the register plays no part."""
    return bool(codes.as_number(text) or codes.as_code(text))


def together(*, name: str, number: str, code: str) -> Answer | None:
    """The answer to name, number and code of one certificate; None unless all three belong together."""
    wanted = (
        _answerable()
        .filter(pk=_pk_of_number(codes.as_number(number) or ""))
        .filter(public_id=_award_of_code(codes.as_code(code) or ""))
    )
    entry = wanted.first()
    if entry is None or not _is_name_of(name, entry):
        return None
    return next(iter(answers_for([entry])), None)


def answers_for(entries: Iterable[Entry]) -> list[Answer]:
    """The answers for entries of `_answerable`, in their order, without those no longer published.

    Two queries, however many entries there are: their events, and the policy numbers.
    """
    entries = list(entries)
    if not entries:
        return []
    told: dict[int, list[RegisterEvent]] = {entry.pk: [] for entry in entries}
    for event in RegisterEvent.objects.filter(entry_id__in=told).select_related("words"):
        told[event.entry_id].append(event)
    years = publication_years()
    now, today = clock.now(), clock.today()
    answers = []
    for entry in entries:
        status = status_of(told[entry.pk], now)
        if status is not None and is_published(status, today, years):
            answers.append(_answer(entry, status, told[entry.pk], now))
    return answers


def answerable() -> QuerySet[Entry]:
    """Public entries with all that an answer shows, read in one query."""
    return _answerable().filter(visibility=Visibility.PUBLIC)


def _answerable() -> QuerySet[Entry]:
    today = clock.today()
    works = Employment.objects.on(today).filter(person=OuterRef("person")).order_by("-since", "-pk")
    approval = OrganisationApproval.objects.begun(today).filter(organisation=OuterRef("organisation"))
    approved = works.annotate(
        approval_status=Subquery(approval.values("status")[:1]),
        approval_until=Subquery(approval.values("until")[:1]),
    )
    return (
        Entry.objects.select_related("person")
        .only(
            "public_id",
            "visibility",
            "show_employer",
            "qualification",
            "qualification_cy",
            "immigration_level",
            "person__practising_name",
            "person__certificate_name",
            "person__nation",
            "person__region",
        )
        .annotate(
            current_number=Subquery(
                EntryNumber.objects.current().filter(entry=OuterRef("pk")).values("number")[:1]
            ),
            employer_name=Subquery(works.values("organisation__name")[:1]),
            employer_status=Subquery(approved.values("approval_status")[:1]),
            employer_until=Subquery(approved.values("approval_until")[:1]),
        )
        .order_by("pk")
    )


def _pk_of_number(number: str) -> Subquery:
    return Subquery(
        EntryNumber.objects.filter(number=number, retired_for_safety=False).values("entry_id")[:1]
    )


def _award_of_code(code: str) -> Subquery:
    return Subquery(_papers(code).values("award")[:1])


def _papers(code: str) -> QuerySet[Certificate]:
    return Certificate.objects.filter(
        code_digest=code_digest(code), kind=Certificate.Kind.ACCREDITATION, leads_nowhere=False
    )


def _at_number(number: str) -> QuerySet[Entry]:
    return _answerable().filter(pk=_pk_of_number(number))


def _at_code(code: str) -> QuerySet[Entry]:
    return (
        _answerable()
        .filter(public_id=_award_of_code(code))
        .annotate(paper_state=Subquery(_papers(code).values("state")[:1]))
    )


def _one(entries: QuerySet[Entry]) -> Answer | None:
    entry = entries.first()
    return next(iter(answers_for([entry])), None) if entry else None


def _is_name_of(name: str, entry: Entry) -> bool:
    person = entry.person
    return any(names.same_name(name, own) for own in (person.practising_name, person.name_on_papers))


def _answer(entry: Entry, status: Status, events: list[RegisterEvent], now: dt.datetime) -> Answer:
    told = {"status": status, "words": wording.words_for(status), "checked_at": now}
    if entry.visibility == Visibility.PROTECTED:
        return Answer(**told, together=True)
    public = entry.visibility == Visibility.PUBLIC
    shows_employer = public and entry.show_employer
    return Answer(
        **told,
        name=entry.person.practising_name,
        number=codes.format_number(entry.current_number) if entry.current_number else "",
        nation=str(Nation(entry.person.nation).label) if public and entry.person.nation else "",
        region=entry.person.region if public else "",
        qualification=words(entry, "qualification") if entry.qualification else None,
        employer=(entry.employer_name or "") if shows_employer else "",
        employer_approved=shows_employer and _is_approved(entry),
        immigration_level=entry.immigration_level,
        conditions=_conditions(status, events),
        paper_replaced=getattr(entry, "paper_state", "live") == "superseded",
    )


def _is_approved(entry: Entry) -> bool:
    until = entry.employer_until
    return entry.employer_status == OrganisationApproval.Status.APPROVED and (
        until is None or until >= clock.today()
    )


def _conditions(status: Status, events: list[RegisterEvent]) -> Words | None:
    """The words of the conditions that stand, as the panel published them."""
    if status.code != StatusCode.CONDITIONS:
        return None
    event = next((event for event in events if event.pk == status.event_id), None)
    told = getattr(event, "words", None)
    return words(told, "public_text") if told and told.public_text else None


__all__ = [
    "Answer",
    "answerable",
    "answers_for",
    "by_code",
    "by_number",
    "by_number_or_code",
    "is_number_or_code",
    "together",
]
