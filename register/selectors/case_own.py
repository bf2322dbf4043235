"""What the applicant sees of their own case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.selectors import updates_waiting
from certificates.models import Certificate
from certificates.selectors import live_for
from foundation import clock
from register.case_states import CaseState
from register.models import AccreditationCase, Entry, PanelMember, Proposal, ProposalAnswer
from register.selectors.case_checklist import Item, Mover, checklist
from register.selectors.case_dossier import Dossier, dossier
from register.selectors.cases import Standing, my_cases, standing_of
from register.status import Status, status_of
from register.wording import StatusWords, words_for


@dataclass(frozen=True)
class OwnItem:
    """A line of one's own checklist, with where to go about it."""

    item: Item
    url: str
    act: str
    change_url: str = ""


@dataclass(frozen=True)
class OwnEntry:
    """One's own place on the register, as it is at this moment, and the paper that belongs to it."""

    status: Status
    words: StatusWords
    number: str
    code: str
    is_hidden: bool


@dataclass(frozen=True)
class OwnAccreditation:
    """The page "My accreditation". `update_first`: a unit's result waits to be opened."""

    case: AccreditationCase | None = None
    entry: OwnEntry | None = None
    update_first: bool = False
    file: Dossier | None = None
    standing: Standing | None = None
    items: tuple[OwnItem, ...] = ()
    earlier: tuple[AccreditationCase, ...] = ()
    information: bool = False
    decided: bool = False
    notice: Proposal | None = None

    @property
    def ready(self) -> int:
        """How many lines are ready."""
        return sum(own.item.ready for own in self.items)


def keeps_quiet(user: User, case: AccreditationCase) -> bool:
    """Whether saying that a case exists would give away a result that was not opened yet.

    Results are never met by surprise (domain reference, section 6). Once the case has
    been before the panel, or something else was said of it, it keeps nothing back.
    """
    return case.state == CaseState.OPEN and case.round == 0 and updates_waiting(user).exists()


def case_to_see(user: User) -> AccreditationCase | None:
    """The case that somebody's home leads to, if one may be spoken of: one query, two with a case."""
    case = my_cases(user).first()
    return None if case is None or keeps_quiet(user, case) else case


def asks_something(case: AccreditationCase | None) -> bool:
    """Whether the person has a notice or a question to answer: their home says so first, without saying which."""
    return case is not None and case.state in {
        CaseState.REFUSAL_PROPOSED,
        CaseState.FURTHER_INFORMATION_ASKED,
    }


def own_entry(user: User) -> OwnEntry | None:
    """One's entry with its status now and the code of its live certificate."""
    entry = (
        Entry.objects.filter(person__user=user).prefetch_related("events", "numbers").first()
        if user.is_authenticated
        else None
    )
    status = status_of(list(entry.events.all()), clock.now()) if entry else None
    if entry is None or status is None:
        return None
    number = next((row for row in entry.numbers.all() if row.until is None), None)
    paper = live_for(Certificate.Kind.ACCREDITATION, entry.public_id)
    return OwnEntry(
        status=status,
        words=words_for(status),
        number=str(number) if number else "",
        code=paper.printed_code if paper else "",
        is_hidden=entry.is_hidden,
    )


def my_accreditation(user: User) -> OwnAccreditation:
    """One's entry, and one's latest case with everything around it; both may be missing."""
    cases = list(my_cases(user))
    entry = own_entry(user)
    if not cases:
        return OwnAccreditation(entry=entry)
    case, *earlier = cases
    if keeps_quiet(user, case):
        return OwnAccreditation(case, entry, update_first=True, earlier=tuple(earlier))
    file = dossier(case)
    items = checklist(file)
    return OwnAccreditation(
        case,
        entry,
        file=file,
        standing=standing_of(file, user, items),
        items=tuple(_own(case, item) for item in items),
        earlier=tuple(earlier),
        information=any(asked.answered_at is None for asked in file.information),
        decided=file.decision is not None and case.state in {CaseState.GRANTED, CaseState.REFUSED},
        notice=file.proposal,
    )


def _own(case: AccreditationCase, item: Item) -> OwnItem:
    if item.code == "name" and item.ready and case.state == CaseState.OPEN:
        return OwnItem(item, "", "", change_url=reverse("register:my_name", args=[case.public_id]))
    if item.ready or item.mover != Mover.APPLICANT or not case.is_open:
        return OwnItem(item, "", "")
    if item.code == "conduct":
        return OwnItem(
            item,
            reverse("register:code_of_conduct", args=[case.public_id]),
            _("Read the code of conduct and sign it"),
        )
    if item.code.startswith("reference"):
        return OwnItem(
            item, reverse("register:my_reference", args=[case.public_id]), _("Name somebody and ask them")
        )
    if item.code == "name":
        return OwnItem(
            item,
            reverse("register:my_name", args=[case.public_id]),
            _("Give the name as the certificate should show it"),
        )
    return OwnItem(item, "", "")


@dataclass(frozen=True)
class NoticeForReading:
    """A notice as the person reads it, and what they can still do."""

    proposal: Proposal
    reasons: list
    answers: list[ProposalAnswer]
    opened: bool
    served_on: dt.date | None
    members: list[PanelMember]
    first_time: bool
    may_answer: bool
    may_ask_for_time: bool
    unheard: list[ProposalAnswer] = field(default_factory=list)


def notice_for_reading(case: AccreditationCase, proposal: Proposal) -> NoticeForReading:
    """The notice with its reasons, its answers, who decides, and the ways that are open."""
    services = list(proposal.services.order_by("sent_at"))
    answers = list(proposal.answers.select_related("words", "extension", "hearing").order_by("at", "pk"))
    time_asked = [answer for answer in answers if answer.kind == ProposalAnswer.Kind.MORE_TIME]
    waiting = proposal.is_waiting and case.state == CaseState.REFUSAL_PROPOSED
    adding = (
        proposal.is_ripe and case.state == CaseState.BEFORE_PANEL and clock.today() <= proposal.answer_until
    )
    return NoticeForReading(
        proposal=proposal,
        reasons=list(proposal.reasons.order_by("number")),
        answers=answers,
        opened=any(service.opened_at for service in services),
        served_on=services[-1].served_on if services else None,
        members=list(
            case.seats.filter(stood_aside_at__isnull=True)
            .select_related("person")
            .order_by("-is_chair", "pk")
        ),
        first_time=not time_asked,
        may_answer=waiting or adding,
        may_ask_for_time=waiting and all(hasattr(answer, "extension") for answer in time_asked),
    )
