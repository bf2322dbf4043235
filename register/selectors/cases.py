"""How a case stands: its stage, what it waits for and whose move it is, computed together.

Source: domain reference, section 3: the three are shown side by side and never
disagree, because one function makes them from one reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from casework import working_days
from casework.models import Hold
from foundation import clock
from register import case_permissions
from register.case_states import CLOSED_STATES, OPEN_STATES, CaseState
from register.models import AccreditationCase, Proposal
from register.models.cases import SUBJECT_KIND
from register.panel_rules import PanelOutcome, remains_quorate
from register.selectors.case_checklist import Item, Mover, blocking, checklist, day
from register.selectors.case_dossier import Dossier, dossier, dossiers


@dataclass(frozen=True)
class Move:
    """Somebody's next act: who, what, until when. `people` are their users' keys where known.

    `page` is the name of the staff's page where it is done, if it is one page of the case.
    """

    mover: Mover
    what: str
    until: dt.date | None = None
    people: frozenset[int] = frozenset()
    page: str = ""


@dataclass(frozen=True)
class Standing:
    """Stage, what it waits for, whose move: for one reader of one case."""

    stage: str
    stage_note: str
    waits_for: tuple[str, ...]
    then: str
    moves: tuple[Move, ...]
    whose: str
    whose_note: str
    mine: tuple[Move, ...]

    @property
    def is_mine(self) -> bool:
        """Whether the reader has something to do."""
        return bool(self.mine)


@dataclass(frozen=True)
class Line:
    """A case in a list, with how it stands for the reader."""

    file: Dossier
    standing: Standing
    items: tuple[Item, ...]

    @property
    def case(self) -> AccreditationCase:
        """The case."""
        return self.file.case

    @property
    def ready(self) -> int:
        """How many lines of the checklist are ready."""
        return sum(item.ready for item in self.items)


def standing(case: AccreditationCase, viewer: User | None = None) -> Standing:
    """How one case stands for `viewer`."""
    return standing_of(dossier(case), viewer)


def standing_of(file: Dossier, viewer: User | None = None, items: list[Item] | None = None) -> Standing:
    """How a case stands, from a dossier that was read already."""
    items = checklist(file) if items is None else items
    case = file.case
    stage_note, waits_for, then, moves = "", [], "", []
    if not case.is_open:
        stage_note = _("On %(day)s") % {"day": day(localdate(case.closed_at))} if case.closed_at else ""
        if case.state == CaseState.REFUSED and not case.is_review:
            then = _("A review by people who took no part can be asked for")
    elif file.holds:
        stage_note = _("On hold. Nothing moves until it is lifted")
        waits_for = [_("The hold to be lifted")]
        moves = [Move(Mover.REGISTRAR, _("Lift the hold when its reason is over"), page="register:case")]
    elif case.state == CaseState.OPEN:
        waits_for, then, moves = _open(file, items)
    elif case.state == CaseState.FURTHER_INFORMATION_ASKED:
        waits_for, then, moves = _information(file)
    elif case.state == CaseState.REFUSAL_PROPOSED:
        waits_for, then, moves = _proposed(file)
    else:
        waits_for, then, moves = _before_panel(file, items)
    mine = tuple(move for move in moves if _is_move_of(move, viewer, file))
    whose, whose_note = _whose(moves, mine, file, viewer)
    return Standing(
        stage=str(CaseState(case.state).label),
        stage_note=stage_note,
        waits_for=tuple(waits_for) or ((_("Nothing"),)),
        then=then,
        moves=tuple(moves),
        whose=whose,
        whose_note=whose_note,
        mine=mine,
    )


Parts = tuple[list[str], str, list[Move]]


def _open(file: Dossier, items: list[Item]) -> Parts:
    missing = blocking(items)
    if not missing:
        return (
            [_("A sitting of the panel")],
            _("Everything is ready"),
            [Move(Mover.REGISTRAR, _("Put it before the panel"), page="register:case_seats")],
        )
    return _waits(missing), _("Then it can go before the panel"), _item_moves(missing, file)


def _waits(missing: list[Item]) -> list[str]:
    """What is missing, in the checklist's order; references that are still out are counted together."""
    out = [item for item in missing if item.is_reference_out]
    words = [item.waits_for for item in missing if item not in out]
    if out:
        number = len(out)
        words.append(
            _("One reference")
            if number == 1
            else _("%(n)s references") % {"n": str(apnumber(number)).capitalize()}
        )
    return list(dict.fromkeys(words))


def _item_moves(missing: list[Item], file: Dossier) -> list[Move]:
    return [
        Move(
            item.mover,
            f"{item.title}: {item.to_do}",
            item.until,
            _applicant(file, item.mover),
            _page(item),
        )
        for item in missing
    ]


def _page(item: Item) -> str:
    """Where a registrar does what a line needs."""
    if item.mover != Mover.REGISTRAR:
        return ""
    return {"checks": "register:case_check", "employer": "register:case_employer"}.get(
        item.code, "register:case_reference_ask" if item.request is None else "register:case"
    )


def _applicant(file: Dossier, mover: Mover) -> frozenset[int]:
    user_id = file.case.person.user_id
    return frozenset({user_id}) if mover == Mover.APPLICANT and user_id else frozenset()


def _information(file: Dossier) -> Parts:
    asked = [request for request in file.information if request.answered_at is None]
    until = min((request.due_on for request in asked), default=None)
    moves = [
        Move(Mover.APPLICANT, _("Answer what the panel asked"), until, _applicant(file, Mover.APPLICANT))
    ]
    if until is not None and until < file.today:
        moves.append(
            Move(
                Mover.REGISTRAR,
                _("Wait for the answer, or go on without it"),
                page="register:case_go_on",
            )
        )
    return [_("The information that was asked for")], _("Then it is open again, and can go back"), moves


def _proposed(file: Dossier) -> Parts:
    proposal = file.proposal
    if proposal is None:  # pragma: no cover - the state is reached by making one
        return [], "", []
    if file.undecided_time:
        return (
            [_("An answer to the ask for more time")],
            _("Until then the time to answer does not run out"),
            [Move(Mover.REGISTRAR, _("Say how much more time there is"), page="register:case_notice")],
        )
    waits_for = [_("An answer to the notice")]
    moves = []
    if needs_second_channel(file):
        waits_for.append(_("The notice, sent another way as well"))
        moves.append(
            Move(
                Mover.REGISTRAR,
                _("Send the notice another way too: it was not opened"),
                page="register:case_serve",
            )
        )
    if answer_time_is_over(file):
        return (
            [_("Nothing more: the time to answer is over")],
            _("The panel can go on"),
            [Move(Mover.MEMBERS, _("Record a view"), None, _users(file), "register:case_view")],
        )
    moves.insert(
        0,
        Move(
            Mover.APPLICANT,
            _("Answer the notice, or let the time pass"),
            proposal.answer_until,
            _applicant(file, Mover.APPLICANT),
        ),
    )
    return waits_for, _("Then the panel decides"), moves


def _before_panel(file: Dossier, items: list[Item]) -> Parts:
    missing = blocking(items)
    quorum = quorum_of(file.case)
    waiting = file.waiting_seats
    if file.decision and file.decision.round == file.case.round:
        return (
            [_("A notice that a refusal is proposed")],
            _("Then the applicant can answer"),
            [Move(Mover.REGISTRAR, _("Write the notice of proposal"), page="register:case_propose")],
        )
    if missing and not file.place.may_refuse:
        return (
            _waits(missing),
            _("Something went out of date. Until it is put right, the panel waits"),
            _item_moves(missing, file),
        )
    if not remains_quorate(len(file.sitting), quorum) or file.chair is None:
        return (
            [_("Enough members, with a chair")],
            _("At least %(n)s members decide") % {"n": apnumber(quorum)},
            [Move(Mover.REGISTRAR, _("Seat another member or name a chair"), page="register:case_seats")],
        )
    if file.unheard:
        arranged = any(hasattr(answer, "hearing") for answer in file.unheard)
        return (
            [_("The applicant to be heard")],
            _("The panel decides after that"),
            [
                Move(
                    Mover.REGISTRAR,
                    _("Record that it took place") if arranged else _("Arrange when and how"),
                    page="register:case_notice",
                )
            ],
        )
    if waiting:
        return (
            [
                _("%(n)s of %(all)s views")
                % {"n": str(apnumber(len(waiting))).capitalize(), "all": apnumber(len(file.sitting))}
            ],
            _("At least %(n)s members decide") % {"n": apnumber(quorum)},
            [
                Move(
                    Mover.MEMBERS,
                    _("Record a view"),
                    None,
                    frozenset(seat.person.user_id for seat in waiting if seat.person.user_id),
                    "register:case_view",
                )
            ],
        )
    chair = file.chair.person.user_id
    return (
        [_("The chair to close")],
        _("All views are recorded"),
        [
            Move(
                Mover.CHAIR,
                _("Close the case"),
                None,
                frozenset({chair} if chair else ()),
                "register:case_close",
            )
        ],
    )


def _users(file: Dossier) -> frozenset[int]:
    return frozenset(seat.person.user_id for seat in file.sitting if seat.person.user_id)


def _is_move_of(move: Move, viewer: User | None, file: Dossier) -> bool:
    if viewer is None:
        return False
    if move.people:
        return viewer.pk in move.people
    return move.mover == Mover.REGISTRAR and case_permissions.is_handler(viewer, file.case)


def _whose(moves: list[Move], mine: tuple[Move, ...], file: Dossier, viewer: User | None) -> tuple[str, str]:
    """Whose move it is, in the reader's own terms; and what follows for the reader."""
    if not moves:
        return _("Nobody’s"), ""
    if mine:
        then = _("Then the chair closes the case") if mine[0].mover == Mover.MEMBERS else mine[0].what
        until = mine[0].until
        return (_("Yours, until %(day)s") % {"day": day(until)} if until else _("Yours")), then
    names = dict.fromkeys(_mover_words(move, file, viewer) for move in moves)
    until = min((move.until for move in moves if move.until), default=None)
    whose = " · ".join(names)
    if until:
        whose = _("%(who)s, until %(day)s") % {"who": whose, "day": day(until)}
    if viewer is not None and case_permissions.owns(viewer, file.case):
        return whose, _("Nothing for you to do now")
    if any(move.mover == Mover.APPLICANT for move in moves):
        return whose, _("Not yours")
    return whose, _("Not yours, and not the applicant’s")


def _mover_words(move: Move, file: Dossier, viewer: User | None) -> str:
    if move.mover == Mover.MEMBERS and move.people and viewer is not None:
        names = [seat.person.practising_name for seat in file.sitting if seat.person.user_id in move.people]
        if not case_permissions.owns(viewer, file.case) and len(names) == 1:
            return names[0]
    return str(move.mover.label)


def quorum_of(case: AccreditationCase) -> int:
    """How many members must decide; the number that held when the case began."""
    return int(case.policies.get("panel.quorum", 3))


def needs_second_channel(file: Dossier) -> bool:
    """Whether the notice lies unopened too long and has gone one way only.

    Source: domain reference, section 3: unopened after seven days, a second channel.
    """
    proposal = file.proposal
    if proposal is None or not proposal.is_waiting:
        return False
    services = list(proposal.services.all())
    if not services:
        return True
    if len(services) > 1 or any(service.opened_at for service in services):
        return False
    wait = dt.timedelta(days=int(file.case.policies.get("proposal.second_channel_days", 7)))
    return file.today > services[0].served_on + wait


def answer_time_is_over(file: Dossier) -> bool:
    """Whether the panel may go on without an answer.

    The last day is past, and the notice reached the person: it was opened, or it went
    by a second channel as well. An open ask for more time, or a hold, stops the clock.
    """
    proposal = file.proposal
    if proposal is None or not proposal.is_waiting or file.holds or file.undecided_time:
        return False
    return file.today > proposal.answer_until and reached(proposal)


def reached(proposal: Proposal) -> bool:
    """Whether the notice was opened, or went by more than one channel."""
    services = list(proposal.services.all())
    return len(services) > 1 or any(service.opened_at for service in services)


_WITH_PEOPLE = ("person__user", "qualification_version__qualification", "employer", "review_of")
_ORDER = Case(
    When(state=CaseState.BEFORE_PANEL, then=Value(0)),
    When(state=CaseState.REFUSAL_PROPOSED, then=Value(1)),
    When(state=CaseState.OPEN, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


def open_cases(user: User) -> QuerySet[AccreditationCase]:
    """The cases that `user` works with and that are not decided, those at the panel first."""
    return (
        case_permissions.visible_to(user)
        .filter(state__in=OPEN_STATES)
        .select_related(*_WITH_PEOPLE)
        .order_by(_ORDER, "opened_at", "pk")
    )


def decided_cases(user: User) -> QuerySet[AccreditationCase]:
    """The cases that `user` worked with and that are over, the latest first."""
    return (
        case_permissions.visible_to(user)
        .filter(state__in=CLOSED_STATES)
        .select_related(*_WITH_PEOPLE)
        .order_by("-closed_at", "-pk")
    )


def lines(cases: Iterable[AccreditationCase], viewer: User) -> list[Line]:
    """Cases as a list shows them; the number of queries does not grow with them."""
    result = []
    for file in dossiers(cases):
        items = checklist(file)
        result.append(Line(file, standing_of(file, viewer, items), tuple(items)))
    return result


def visible_case(user: User, public_id: str) -> AccreditationCase | None:
    """The case with this id if `user` may open it, with its people."""
    return case_permissions.visible_to(user).filter(public_id=public_id).select_related(*_WITH_PEOPLE).first()


def own_case(user: User, public_id: str) -> AccreditationCase | None:
    """The case with this id if it is about `user`."""
    return case_permissions.own_cases(user).filter(public_id=public_id).select_related(*_WITH_PEOPLE).first()


def my_cases(user: User) -> QuerySet[AccreditationCase]:
    """All cases about `user`, the latest first."""
    return case_permissions.own_cases(user).select_related(*_WITH_PEOPLE)


def decision_of_round(file: Dossier) -> PanelOutcome | None:
    """What the panel came to in this round, if it did."""
    if file.decision and file.decision.round == file.case.round:
        return PanelOutcome(file.decision.outcome)
    return None


def may_propose(file: Dossier) -> bool:
    """Whether a notice of proposal can be written now."""
    place = file.place
    return (
        place.state == CaseState.BEFORE_PANEL
        and not place.held
        and not place.review
        and not place.notice_ripe
    )


def wants_notice(file: Dossier) -> bool:
    """Whether the panel asked for a notice of proposal that is not written yet."""
    return may_propose(file) and decision_of_round(file) == PanelOutcome.PROPOSE


def may_close(file: Dossier, viewer: User) -> bool:
    """Whether it is the chair's move, and `viewer` chairs."""
    chair = file.chair
    return (
        chair is not None
        and chair.person.user_id == viewer.pk
        and file.case.state == CaseState.BEFORE_PANEL
        and not file.holds
        and not file.waiting_seats
        and not file.unheard
        and decision_of_round(file) is None
    )


def working_days_so_far(case: AccreditationCase) -> int:
    """Working days since the case began, with the bank holidays of the person's nation.

    Days on hold do not count: a hold stops the clock.
    """
    nation = case.person.nation
    end = localdate(case.closed_at) if case.closed_at else clock.today()
    total = working_days.between(localdate(case.opened_at), end, nation)
    for placed, lifted in Hold.objects.filter(
        subject_kind=SUBJECT_KIND, subject_id=case.public_id
    ).values_list("placed_at", "lifted_at"):
        total -= working_days.between(localdate(placed), localdate(lifted) if lifted else end, nation)
    return max(total, 0)
