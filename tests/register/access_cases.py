"""Every address of cases × nobody, the wrong person, the right person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.roles import RoleName
from foundation import clock
from register.panel_rules import PanelStep
from register.services import case_proposals as proposals, cases
from tests import people
from tests.access import SIGN_IN, Row, World
from tests.register import case_making as making


def build() -> World:
    """Cases at every place, each with its own people; the names say whose they are."""
    opened = making.ready(name="Tomos Rhys")
    waiting, token = making.asked(making.opened(name="Olena Kravets"), 1)
    received_world = making.opened(name="Sorcha Quinn")
    received, received_token = making.asked(received_world, 1)
    making.requirements.answer_reference(token=received_token, answers=["a", "b", "c"])
    verified_world = making.opened(name="Ngozi Okafor")
    verified, verified_token = making.asked(verified_world, 1)
    making.requirements.answer_reference(token=verified_token, answers=["a", "b", "c"])
    making.requirements.verify_reference(
        request_id=verified.pk, by=verified_world.registrar.user, how="Rang them"
    )
    before = making.before_panel(making.ready(name="Morag Sinclair"))
    all_in = making.viewed(making.before_panel(making.ready(name="Huw Griffiths")))
    noticed, _notice = making.proposed(making.before_panel(making.ready(name="Ana Popescu")))
    proposals.open_notice(proposal_id=noticed.case.proposals.get().pk, by=noticed.applicant.user)
    more = _asks_twice_for_time()
    speaking, arranged = _speaking(arranged=False), _speaking(arranged=True)
    asked_world = making.viewed(making.before_panel(making.ready(name="Ifeoma Eze")), PanelStep.ASK)
    making.close(asked_world, questions=["Since when?"])
    refused = making.refused(making.before_panel(making.ready(name="Daniel Osei")))
    held = making.ready(name="Kirsty Baird")
    hold = cases.hold(case_id=held.case.pk, reason="A letter is awaited", by=held.registrar.user)
    unopened = people.enrolment(people.person("Zofia Wójcik", RoleName.TRAINEE))
    return {
        "stranger": people.person("Somebody Else", RoleName.TRAINEE),
        "other_member": people.person("Duncan Farquhar", RoleName.PANEL_MEMBER),
        "registrar": opened.registrar,
        "chair": before.chair,
        "member": before.members[0],
        "applicant": before.applicant,
        "opened": opened,
        "open_applicant": opened.applicant,
        "waiting": waiting,
        "token": token,
        "received": received_world,
        "received_request": received,
        "verified": verified_world,
        "verified_request": verified,
        "before": before,
        "all_in": all_in,
        "closing_chair": all_in.chair,
        "closing_member": all_in.members[0],
        "noticed": noticed,
        "noticed_applicant": noticed.applicant,
        "noticed_chair": noticed.chair,
        "more": more,
        "speaking": speaking,
        "arranged": arranged,
        "arranged_chair": arranged["world"].chair,
        "arranged_member": arranged["world"].members[0],
        "asked": asked_world,
        "asked_applicant": asked_world.applicant,
        "refused": refused,
        "refused_applicant": refused.applicant,
        "refused_chair": refused.chair,
        "held": held,
        "hold": hold,
        "unopened": unopened,
    }


def _asks_twice_for_time() -> dict[str, Any]:
    world, proposal = making.proposed(making.before_panel(making.ready(name="Rhodri Prys")))
    proposals.answer(proposal_id=proposal.pk, kind="more_time", by=world.applicant.user)
    second = proposals.answer(
        proposal_id=proposal.pk, kind="more_time", by=world.applicant.user, text="My representative is ill"
    )
    return {"world": world, "answer": second}


def _speaking(*, arranged: bool) -> dict[str, Any]:
    world, proposal = making.proposed(making.before_panel(making.ready(name="Leila Haddad")))
    answer = proposals.answer(proposal_id=proposal.pk, kind="speak", by=world.applicant.user, text="By video")
    if arranged:
        proposals.arrange_hearing(
            answer_id=answer.pk, held_on=clock.today(), how="14:00 by video", by=world.registrar.user
        )
    return {"world": world, "answer": answer}


def case(key: str, **more: Any):
    """The public id of the case under `key`, and further arguments."""

    def kwargs(world: World) -> dict[str, Any]:
        thing = world[key]
        found = (thing["world"] if isinstance(thing, dict) else thing).case
        return {"public_id": found.public_id, **{name: get(world) for name, get in more.items()}}

    return kwargs


def date(name: str, day: dt.date) -> dict[str, Any]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def check_data(_world: World) -> dict[str, Any]:
    today = clock.today()
    return {
        "number": "00123",
        "result": "nothing_to_decide",
        **date("dated_on", today),
        **date("valid_until", today + dt.timedelta(days=300)),
    }


def approval_data(_world: World) -> dict[str, Any]:
    today = clock.today()
    return {**date("since", today), **date("until", today + dt.timedelta(days=300))}


def seats_data(world: World) -> dict[str, Any]:
    opened = world["opened"]
    return {
        "version": opened.version,
        "way": "online",
        "members": [someone.public_id for someone in opened.panel],
        "chair": opened.chair.public_id,
        **date("held_on", clock.today()),
    }


def view_data(world: World) -> dict[str, Any]:
    from register.selectors.case_dossier import dossier
    from register.services.panel import material_of

    before = world["before"]
    return {
        "do": "record",
        "material": material_of(dossier(before.fresh())),
        **{f"fact_{fact.pk}": "yes" for fact in before.case.facts.filter(round=before.case.round)},
        "why_facts": "The papers say so",
        "practice": "no",
        "why_practice": "Nothing speaks for it",
        "step": "grant",
        "why_step": "Nothing more is needed",
    }


def close_data(world: World) -> dict[str, Any]:
    return {"version": world["all_in"].version, "reasons": "All is there"}


def propose_data(world: World) -> dict[str, Any]:
    return {
        "do": "send",
        "version": world["before"].version,
        "proposed": "We propose not to accredit you now.",
        "statement_1": "A fact",
        "evidence_1": "Page 3",
        "why_not_less": "Less would not do",
    }


def employer_data(world: World) -> dict[str, Any]:
    return {"organisation": world["opened"].case.employer.public_id}


def seat(world: World) -> str:
    return world["before"].case.seats.get(person=world["member"]).public_id


#: For staff's pages of one case: who is wrong, and with what answer.
STRANGER = ("stranger", 404)
REGISTRAR = ("registrar", 200)
DONE = ("registrar", 302)

ROWS = [
    Row("register:cases", SIGN_IN, STRANGER, REGISTRAR, right_also=(("chair", 200),)),
    Row("register:sittings", SIGN_IN, STRANGER, REGISTRAR, right_also=(("chair", 200),)),
    Row("register:cases_decided", SIGN_IN, STRANGER, REGISTRAR, right_also=(("chair", 200),)),
    Row("register:case_open", SIGN_IN, ("chair", 404), REGISTRAR),
    Row(
        "register:case_open",
        SIGN_IN,
        ("chair", 404),
        DONE,
        method="post",
        data=lambda world: {"enrolment": world["unopened"].public_id},
    ),
    Row(
        "register:organisation_approval",
        SIGN_IN,
        ("chair", 404),
        REGISTRAR,
        lambda world: {"public_id": world["opened"].case.employer.public_id},
    ),
    Row(
        "register:organisation_approval",
        SIGN_IN,
        ("chair", 404),
        DONE,
        lambda world: {"public_id": world["opened"].case.employer.public_id},
        method="post",
        data=approval_data,
    ),
    Row(
        "register:organisation_approval_end",
        SIGN_IN,
        ("chair", 404),
        DONE,
        lambda world: {"public_id": world["opened"].case.employer.public_id},
        method="post",
        data=lambda world: {"reason": "It closed"},
    ),
    # One case, as staff see it: the applicant, a stranger and a member without a seat get the 404.
    *[
        Row(f"register:{name}", SIGN_IN, wrong, REGISTRAR, case("before"), right_also=(("member", 200),))
        for name in ("case", "case_papers")
        for wrong in (STRANGER, ("other_member", 404), ("applicant", 404))
    ],
    # What a registrar does: a member of the panel may see the case and may not do it.
    *[
        Row(f"register:{name}", SIGN_IN, wrong, REGISTRAR, case("before"))
        for name in (
            "case_check",
            "case_employer",
            "case_reference_ask",
            "case_hold",
            "case_go_on",
            "case_seats",
            "case_propose",
        )
        for wrong in (STRANGER, ("member", 403))
    ],
    Row("register:case_check", SIGN_IN, STRANGER, DONE, case("opened"), "post", check_data),
    Row("register:case_employer", SIGN_IN, STRANGER, DONE, case("opened"), "post", employer_data),
    Row(
        "register:case_reference_ask",
        SIGN_IN,
        STRANGER,
        DONE,
        case("received"),
        "post",
        lambda world: {"name": "Ann", "email": "ann@example.org", "role": "Supervisor"},
    ),
    Row(
        "register:case_hold",
        SIGN_IN,
        STRANGER,
        DONE,
        case("opened"),
        "post",
        lambda world: {"kind": "pause", "reason": "A letter is awaited"},
    ),
    Row("register:case_seats", SIGN_IN, STRANGER, DONE, case("opened"), "post", seats_data),
    Row("register:case_propose", SIGN_IN, ("member", 403), DONE, case("before"), "post", propose_data),
    Row(
        "register:case_lift",
        SIGN_IN,
        STRANGER,
        REGISTRAR,
        case("held", hold_id=lambda world: world["hold"].public_id),
    ),
    Row(
        "register:case_lift",
        SIGN_IN,
        STRANGER,
        DONE,
        case("held", hold_id=lambda world: world["hold"].public_id),
        "post",
        lambda world: {"reason": "It came"},
    ),
    Row(
        "register:case_reference",
        SIGN_IN,
        STRANGER,
        REGISTRAR,
        case("received", request_id=lambda world: world["received_request"].public_id),
    ),
    Row(
        "register:case_reference_verify",
        SIGN_IN,
        STRANGER,
        DONE,
        case("received", request_id=lambda world: world["received_request"].public_id),
        "post",
        lambda world: {"how": "Rang the switchboard"},
    ),
    Row(
        "register:case_reference_read",
        SIGN_IN,
        STRANGER,
        DONE,
        case("verified", request_id=lambda world: world["verified_request"].public_id),
        "post",
    ),
    # What a member does: a registrar without a seat may see the case and may not do it.
    *[
        Row("register:case_view", SIGN_IN, wrong, ("member", 200), case("before"))
        for wrong in (STRANGER, ("registrar", 403), ("other_member", 404))
    ],
    Row(
        "register:case_view", SIGN_IN, ("registrar", 403), ("member", 302), case("before"), "post", view_data
    ),
    *[
        Row(
            "register:case_stand_aside",
            SIGN_IN,
            wrong,
            ("member", 200),
            case("before", seat_id=seat),
            right_also=(("registrar", 200),),
        )
        for wrong in (STRANGER, ("chair", 403))
    ],
    Row(
        "register:case_stand_aside",
        SIGN_IN,
        ("chair", 403),
        ("member", 302),
        case("before", seat_id=seat),
        "post",
        lambda world: {"reason": "We were at school together"},
    ),
    *[
        Row("register:case_close", SIGN_IN, wrong, ("closing_chair", 200), case("all_in"))
        for wrong in (STRANGER, ("registrar", 403), ("closing_member", 403))
    ],
    Row(
        "register:case_close",
        SIGN_IN,
        ("closing_member", 403),
        ("closing_chair", 200),
        case("all_in"),
        "post",
        close_data,
    ),
    Row(
        "register:case_closed",
        SIGN_IN,
        STRANGER,
        ("refused_chair", 200),
        case("refused"),
        right_also=(REGISTRAR,),
    ),
    # The notice, as staff see it.
    Row(
        "register:case_notice",
        SIGN_IN,
        ("noticed_applicant", 404),
        ("noticed_chair", 200),
        case("noticed"),
        right_also=(REGISTRAR,),
    ),
    *[
        Row("register:case_serve", SIGN_IN, wrong, REGISTRAR, case("noticed"))
        for wrong in (STRANGER, ("noticed_chair", 403))
    ],
    Row(
        "register:case_serve",
        SIGN_IN,
        STRANGER,
        DONE,
        case("noticed"),
        "post",
        lambda world: {"channel": "letter", "note": "Signed for", **date("served_on", clock.today())},
    ),
    Row(
        "register:case_more_time",
        SIGN_IN,
        STRANGER,
        REGISTRAR,
        case("more", answer_id=lambda world: world["more"]["answer"].public_id),
    ),
    Row(
        "register:case_more_time",
        SIGN_IN,
        STRANGER,
        DONE,
        case("more", answer_id=lambda world: world["more"]["answer"].public_id),
        "post",
        lambda world: {"days": "14"},
    ),
    Row(
        "register:case_hearing",
        SIGN_IN,
        STRANGER,
        REGISTRAR,
        case("speaking", answer_id=lambda world: world["speaking"]["answer"].public_id),
    ),
    Row(
        "register:case_hearing",
        SIGN_IN,
        STRANGER,
        DONE,
        case("speaking", answer_id=lambda world: world["speaking"]["answer"].public_id),
        "post",
        lambda world: {"how": "14:00 by video", **date("held_on", clock.today())},
    ),
    *[
        Row(
            "register:case_heard",
            SIGN_IN,
            wrong,
            ("arranged_chair", 200),
            case("arranged", answer_id=lambda world: world["arranged"]["answer"].public_id),
            right_also=(REGISTRAR,),
        )
        for wrong in (STRANGER, ("arranged_member", 403))
    ],
    Row(
        "register:case_heard",
        SIGN_IN,
        ("arranged_member", 403),
        ("arranged_chair", 302),
        case("arranged", answer_id=lambda world: world["arranged"]["answer"].public_id),
        "post",
        lambda world: {"note": "She explained the dates."},
    ),
    # One's own case: nobody but the person, not even a registrar, has these pages.
    Row(
        "register:my_accreditation",
        SIGN_IN,
        ("registrar", 404),
        ("applicant", 200),
        right_also=(("stranger", 200),),
    ),
    *[
        Row(f"register:{name}", SIGN_IN, wrong, ("open_applicant", 200), case("opened"))
        for name in ("code_of_conduct", "my_name", "my_reference", "my_withdrawal")
        for wrong in (STRANGER, ("registrar", 404))
    ],
    Row(
        "register:my_name",
        SIGN_IN,
        ("registrar", 404),
        ("open_applicant", 302),
        case("opened"),
        "post",
        lambda world: {"name": "Tomos Rhys"},
    ),
    Row(
        "register:code_of_conduct",
        SIGN_IN,
        ("registrar", 404),
        ("open_applicant", 302),
        case("opened"),
        "post",
        lambda world: {"conduct_version": "2026-1", "agree": "on"},
    ),
    Row(
        "register:my_withdrawal", SIGN_IN, ("registrar", 404), ("open_applicant", 302), case("opened"), "post"
    ),
    Row("register:my_information", SIGN_IN, ("registrar", 404), ("asked_applicant", 200), case("asked")),
    Row(
        "register:my_information",
        SIGN_IN,
        ("registrar", 404),
        ("asked_applicant", 302),
        case("asked"),
        "post",
        lambda world: {"answer_1": "Since May"},
    ),
    Row("register:my_proposal", SIGN_IN, ("registrar", 404), ("noticed_applicant", 200), case("noticed")),
    Row("register:my_papers", SIGN_IN, ("registrar", 404), ("noticed_applicant", 200), case("noticed")),
    Row("register:my_papers", SIGN_IN, STRANGER, ("applicant", 404), case("before")),
    Row(
        "register:my_proposal",
        SIGN_IN,
        ("registrar", 404),
        ("noticed_applicant", 302),
        case("noticed"),
        "post",
    ),
    *[
        Row(
            "register:my_answer",
            SIGN_IN,
            ("noticed_chair", 404),
            ("noticed_applicant", 200),
            case("noticed", way=lambda world, way=way: way),
        )
        for way in ("writing", "speak", "time", "agree", "needs")
    ],
    Row(
        "register:my_answer",
        SIGN_IN,
        ("registrar", 404),
        ("noticed_applicant", 302),
        case("noticed", way=lambda world: "writing"),
        "post",
        lambda world: {"text": "I told my supervisor at once."},
    ),
    Row("register:my_review", SIGN_IN, ("registrar", 404), ("refused_applicant", 200), case("refused")),
    Row("register:my_review", SIGN_IN, STRANGER, ("open_applicant", 404), case("opened")),
    Row("register:my_decision", SIGN_IN, ("registrar", 404), ("refused_applicant", 200), case("refused")),
    Row(
        "register:my_review",
        SIGN_IN,
        ("registrar", 404),
        ("refused_applicant", 302),
        case("refused"),
        "post",
        lambda world: {"reason": "Page 18 was not read"},
    ),
    # The referee's link: whoever has it, without an account.
    Row("register:reference", 200, None, ("stranger", 200), lambda world: {"token": world["token"]}),
    Row("register:reference", 404, None, ("stranger", 404), lambda world: {"token": "never-was"}),
    Row(
        "register:reference",
        200,
        None,
        None,
        lambda world: {"token": world["token"]},
        "post",
        lambda world: {"answer_1": "a", "answer_2": "", "answer_3": "c"},
    ),
    Row("register:reference_sent", 200, None, ("stranger", 200)),
]
