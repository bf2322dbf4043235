"""The papers of a case: what the panel weighs, and who could have a case at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import User
from casework.models import Request
from casework.states import RequestState
from courses.models import Enrolment
from register import case_permissions
from register.case_states import OPEN_STATES, CaseState
from register.models import AccreditationCase, Entry, Proposal, ProposalAnswer
from register.selectors.case_checklist import Item, checklist
from register.selectors.case_dossier import Dossier, dossier
from register.selectors.panel import decisions, log
from register.states import Visibility


@dataclass(frozen=True)
class Notice:
    """A notice with everything that was said to it."""

    proposal: Proposal
    reasons: list[Any]
    services: list[Any]
    answers: list[ProposalAnswer]

    @property
    def asks_for_time(self) -> list[ProposalAnswer]:
        """The asks for more time that nobody has answered."""
        return [
            answer
            for answer in self.answers
            if answer.kind == ProposalAnswer.Kind.MORE_TIME and not hasattr(answer, "extension")
        ]


def notices(case: AccreditationCase) -> list[Notice]:
    """The notices of a case and, in a review, of the case that it looks at; the newest first."""
    cases = [case.pk, *([case.review_of_id] if case.review_of_id else [])]
    rows = (
        Proposal.objects.filter(case_id__in=cases)
        .select_related("proposed_by")
        .prefetch_related(
            "reasons__reason",
            "services",
            Prefetch(
                "answers",
                ProposalAnswer.objects.select_related("words", "extension", "hearing").order_by("at", "pk"),
            ),
        )
        .order_by("-made_at")
    )
    return [
        Notice(row, list(row.reasons.all()), list(row.services.all()), list(row.answers.all()))
        for row in rows
    ]


def papers(case: AccreditationCase, *, handles: bool) -> dict[str, Any]:
    """Everything the panel weighs. Answers of referees are read once somebody verified them."""
    file: Dossier = dossier(case)
    items: list[Item] = checklist(file)
    readable = {RequestState.VERIFIED, RequestState.REVIEWED}
    return {
        "file": file,
        "items": items,
        "references": [
            asked for asked in file.references if asked.state in readable or (handles and asked.answered_at)
        ],
        "information": file.information,
        "notices": notices(case),
        "decisions": list(decisions(case)),
        "earlier": list(decisions(case.review_of)) if case.review_of else [],
        "events": list(log(case)) if handles else [],
    }


def people_for_a_case(user: User) -> QuerySet[Enrolment]:
    """Enrolments whose person could have a case opened by `user`: without an open case, not `user`.

    Somebody hidden on the register is found by nobody's search (domain reference, section 3).
    """
    open_case = AccreditationCase.objects.filter(
        person=OuterRef("person"), qualification_version=OuterRef("version"), state__in=OPEN_STATES
    )
    hidden = Entry.objects.filter(person=OuterRef("person")).exclude(visibility=Visibility.PUBLIC)
    return (
        Enrolment.objects.exclude(state=Enrolment.State.WITHDRAWN)
        .exclude(person__user=user)
        .exclude(Exists(open_case))
        .exclude(Exists(hidden))
        .select_related("person", "cohort", "version__qualification")
        .order_by("person__practising_name", "pk")
    )


def requests_to(user: User, case: AccreditationCase) -> list[Request]:
    """What the panel asked of the applicant and is not answered yet."""
    if not case_permissions.owns(user, case) or case.state != CaseState.FURTHER_INFORMATION_ASKED:
        return []
    return [asked for asked in dossier(case).information if asked.answered_at is None]
