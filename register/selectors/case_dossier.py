"""All that is known about cases, read in a number of queries that does not grow with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch

from accounts.models import Employment
from accounts.models.organisations import Organisation
from casework.models import Hold, Request
from foundation import clock
from register.case_conduct import CONDUCT_VERSION
from register.case_states import CaseState, Place
from register.models import (
    AccreditationCase,
    CheckRecord,
    CodeOfConductSignature,
    OrganisationApproval,
    PanelDecision,
    PanelMember,
    PanelView,
    Proposal,
    ProposalAnswer,
    ProposalHearing,
)
from register.models.cases import SUBJECT_KIND
from register.selectors.case_units import UnitResult, results


@dataclass
class Dossier:
    """One case with what stands around it, as it is today."""

    case: AccreditationCase
    today: dt.date
    units: list[UnitResult] = field(default_factory=list)
    check: CheckRecord | None = None
    signature: CodeOfConductSignature | None = None
    approval: OrganisationApproval | None = None
    works_there: bool = False
    references: list[Request] = field(default_factory=list)
    information: list[Request] = field(default_factory=list)
    seats: list[PanelMember] = field(default_factory=list)
    views: list[PanelView] = field(default_factory=list)
    decision: PanelDecision | None = None
    proposal: Proposal | None = None
    holds: list[Hold] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where the case is, with what stands beside its state."""
        return Place(
            CaseState(self.case.state),
            held=bool(self.holds),
            notice_ripe=self.proposal is not None and self.proposal.is_ripe,
            review=self.case.is_review,
        )

    @property
    def sitting(self) -> list[PanelMember]:
        """The members who have not stood aside."""
        return [seat for seat in self.seats if seat.sits]

    @property
    def chair(self) -> PanelMember | None:
        """Who closes."""
        return next((seat for seat in self.sitting if seat.is_chair), None)

    @property
    def latest_material(self) -> dt.datetime | None:
        """When the person last said something that a view must have heard."""
        if self.proposal is None:
            return None
        moments = [
            answer.at for answer in self.proposal.answers.all() if answer.kind in ProposalAnswer.ANSWERS
        ]
        moments += [hearing.heard_at for hearing in self.hearings if hearing.heard_at]
        return max(moments, default=None)

    @property
    def hearings(self) -> list[ProposalHearing]:
        """The hearings of this notice that were arranged."""
        if self.proposal is None:
            return []
        return [answer.hearing for answer in self.proposal.answers.all() if hasattr(answer, "hearing")]

    @property
    def unheard(self) -> list[ProposalAnswer]:
        """The asks to speak to the panel that it has not heard yet."""
        if self.proposal is None or self.proposal.spent_at:
            return []
        return [
            answer
            for answer in self.proposal.answers.all()
            if answer.kind == ProposalAnswer.Kind.SPEAK
            and not (hasattr(answer, "hearing") and answer.hearing.heard_at)
        ]

    @property
    def undecided_time(self) -> list[ProposalAnswer]:
        """The asks for more time that nobody has answered yet."""
        if self.proposal is None:
            return []
        return [
            answer
            for answer in self.proposal.answers.all()
            if answer.kind == ProposalAnswer.Kind.MORE_TIME and not hasattr(answer, "extension")
        ]

    def current_views(self) -> dict[int, PanelView]:
        """The view of each sitting member that counts now, by seat.

        A view from before the person's latest answer does not count: the member reads
        the answer, then records again.
        """
        since = self.latest_material
        sitting = {seat.pk for seat in self.sitting}
        latest: dict[int, PanelView] = {}
        for view in self.views:
            if (
                view.round == self.case.round
                and view.seat_id in sitting
                and (since is None or view.at > since)
            ):
                latest[view.seat_id] = view
        return latest

    @property
    def waiting_seats(self) -> list[PanelMember]:
        """The sitting members whose view is still to come."""
        recorded = self.current_views()
        return [seat for seat in self.sitting if seat.pk not in recorded]


def dossiers(cases: Iterable[AccreditationCase]) -> list[Dossier]:
    """The dossiers of `cases`, in their order, in a fixed number of queries."""
    cases = list(cases)
    if not cases:
        return []
    today = clock.today()
    files = {case.pk: Dossier(case, today) for case in cases}
    by_public_id = {case.public_id: files[case.pk] for case in cases}
    people = {case.person_id for case in cases}
    _units(cases, files)
    _requirements(cases, files, people)
    # A review looks at the references that the refused case had, too.
    reviews = {case.review_of.public_id: files[case.pk] for case in cases if case.review_of}
    for request in (
        Request.objects.filter(subject_kind=SUBJECT_KIND, subject_id__in=[*by_public_id, *reviews])
        .prefetch_related("items")
        .order_by("asked_at", "pk")
    ):
        own = by_public_id.get(request.subject_id)
        if request.kind == Request.Kind.REFERENCE:
            for file in filter(None, (own, reviews.get(request.subject_id))):
                file.references.append(request)
        elif request.kind == Request.Kind.FURTHER_INFORMATION and own:
            own.information.append(request)
    for hold in Hold.objects.filter(
        subject_kind=SUBJECT_KIND, subject_id__in=by_public_id, lifted_at__isnull=True
    ):
        by_public_id[hold.subject_id].holds.append(hold)
    _panel(files)
    return [files[case.pk] for case in cases]


def dossier(case: AccreditationCase) -> Dossier:
    """The dossier of one case."""
    return dossiers([case])[0]


def _units(cases: list[AccreditationCase], files: dict[int, Dossier]) -> None:
    found = results({(case.person_id, case.qualification_version_id) for case in cases})
    for case in cases:
        files[case.pk].units = found[case.person_id, case.qualification_version_id]


def _requirements(cases: list[AccreditationCase], files: dict[int, Dossier], people: set[int]) -> None:
    today = clock.today()
    checks: dict[int, CheckRecord] = {}
    for check in CheckRecord.objects.filter(person_id__in=people).order_by("valid_until", "pk"):
        checks[check.person_id] = check
    signatures = {
        signature.person_id: signature
        for signature in CodeOfConductSignature.objects.filter(
            person_id__in=people, conduct_version=CONDUCT_VERSION
        )
    }
    approvals: dict[int, OrganisationApproval] = {}
    employers = {case.employer_id for case in cases if case.employer_id}
    for approval in OrganisationApproval.objects.filter(organisation_id__in=employers).begun(today):
        approvals.setdefault(approval.organisation_id, approval)
    works = set(
        Employment.objects.current()
        .filter(person_id__in=people, organisation_id__in=employers)
        .values_list("person_id", "organisation_id")
    )
    for case in cases:
        file = files[case.pk]
        file.check = checks.get(case.person_id)
        file.signature = signatures.get(case.person_id)
        if case.employer_id:
            file.approval = approvals.get(case.employer_id)
            file.works_there = (case.person_id, case.employer_id) in works


def _panel(files: dict[int, Dossier]) -> None:
    for seat in (
        PanelMember.objects.filter(case_id__in=files)
        .select_related("person__user", "sitting")
        .order_by("-is_chair", "pk")
    ):
        files[seat.case_id].seats.append(seat)
    for view in (
        PanelView.objects.filter(seat__case_id__in=files)
        .select_related("seat")
        .order_by("round", "number", "pk")
    ):
        files[view.seat.case_id].views.append(view)
    for decision in PanelDecision.objects.filter(case_id__in=files).order_by("round"):
        files[decision.case_id].decision = decision
    for proposal in (
        Proposal.objects.filter(case_id__in=files)
        .order_by("number")
        .prefetch_related(
            "services",
            Prefetch("answers", ProposalAnswer.objects.select_related("hearing", "extension")),
        )
    ):
        files[proposal.case_id].proposal = proposal


def approval_of(organisation: Organisation) -> OrganisationApproval | None:
    """The row that says how an organisation stands today."""
    return OrganisationApproval.objects.filter(organisation=organisation).begun(clock.today()).first()


def is_approved(organisation: Organisation) -> bool:
    """Whether an organisation is an approved employer today; a row of the past says nothing."""
    row = approval_of(organisation)
    return row is not None and row.status_on(clock.today()) == OrganisationApproval.Status.APPROVED
