"""Step 6: what is still missing, the panel's views, the chair's close."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

from playwright.sync_api import expect

from foundation import clock
from tests.journey.actors import Somebody

#: A new browser for somebody of the cast, signed in.
Be = Callable[[str], AbstractContextManager[Somebody]]

GRANTED = "Everything that is needed is there. Two references speak of a steady practice."
REFUSED = "The panel read the answer with care. It finds the facts established, and a way to come back."


def opens_case(someone: Somebody, name: str) -> None:
    """From the list of cases to the case of `name`."""
    someone.opens("/cases/")
    someone.clicks(name)
    someone.heading(name)


def answers_as_referee(stranger: Somebody, email: str) -> None:
    """By the link in the mail, without an account; what was left out is asked for, the rest stays."""
    stranger.opens_mail(email, re.compile("."))
    stranger.follows_the_link_of_the_mail()
    stranger.heading(re.compile("^Three questions for you"))
    answers = stranger.page.locator("main textarea")
    for number in range(answers.count() - 1):
        answers.nth(number).fill(f"Answer {number + 1}: steady, clear, and says when something is too much.")
    stranger.clicks("Send my answers")
    stranger.is_told_of("Answer each question.")
    answers.last.fill("I would choose this person for my own sister.")
    stranger.clicks("Send my answers")
    stranger.heading("Thank you. Your answers are with us.")


def completes_the_references(registrar: Somebody, name: str) -> None:
    """Who answered is verified, then the answers are read; only then a reference counts."""
    opens_case(registrar, name)
    registrar.clicks("Reference 2")
    registrar.fills("How you made sure", "Rang the switchboard on a number from the organisation's website.")
    registrar.clicks("It did; record how I know")
    registrar.clicks("I have read it")
    registrar.sees("The reference counts now.")


def puts_before_the_panel(registrar: Somebody, name: str, members: list[str]) -> None:
    """Seat the members; the first of them chairs."""
    opens_case(registrar, name)
    registrar.clicks("Put it before the panel")
    day = clock.today() + timedelta(days=12)
    fills_date(registrar, "Day of the sitting", day)
    sits = registrar.page.get_by_role("group", name="Who sits")
    for member in members:
        sits.get_by_label(member, exact=True).check()
    registrar.page.get_by_role("group", name="Who chairs").get_by_label(members[0], exact=True).check()
    registrar.clicks("Put it before the panel")
    registrar.sees("The members are told.")


def fills_date(someone: Somebody, group: str, day: date) -> None:
    """A date of three fields."""
    fields = someone.page.get_by_role("group", name=group)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        fields.get_by_label(label, exact=True).fill(str(value))


def gives_a_view(member: Somebody, name: str, *, step: str = "Grant") -> None:
    """Facts one by one, practice, the least step; checked on one page, then recorded."""
    opens_case(member, name)
    member.clicks("Give your view")
    adverse = step != "Grant"
    for fact in member.page.get_by_role("group", name=re.compile("^Fact ")).all():
        fact.get_by_role("radio", name="More likely than not").check()
    member.fills("Why, for each fact", "The papers agree with each other.")
    practice = member.page.get_by_role("group", name="Is practice affected?")
    practice.get_by_role("radio", name="Yes" if adverse else "No").check()
    member.page.get_by_label("Why", exact=True).fill("The references describe the daily work.")
    least = member.page.get_by_role("group", name="The least step that protects")
    least.get_by_role("radio", name=re.compile(f"^{step}")).check()
    member.fills("Why a lesser step would not protect", "A lesser step would not be watched by anybody.")
    member.clicks("Check before you record")
    member.heading("Check before you record")
    member.clicks("Record my view")
    member.sees("Your view is recorded.")


def closes(chair: Somebody, name: str, *, reasons: str = GRANTED) -> None:
    """At quorum, with reasons; a second press of the button decides nothing twice."""
    opens_case(chair, name)
    chair.clicks("Close the case")
    chair.fills("The panel’s reasons", reasons)
    chair.clicks("Check before you close")
    chair.heading("Check before you close")
    chair.control("Close the case").dblclick()
    chair.sees("The decision is recorded")


def panel_decides(be: Be, members: dict[str, str], name: str, *, step: str = "Grant") -> None:
    """Every member of the panel (known as: name) records a view, then the first closes."""
    chair_is, *others = members
    with be(chair_is) as chair:
        gives_a_view(chair, name, step=step)
        for known_as in others:
            with be(known_as) as member:
                gives_a_view(member, name, step=step)
        closes(chair, name, reasons=GRANTED if step == "Grant" else REFUSED)


def answers_the_proposal(applicant: Somebody) -> None:
    """The notice is opened by the person's own act; it says that nothing is decided, and can be answered."""
    applicant.opens("/cases/mine/")
    applicant.clicks("Go to the notice")
    applicant.heading("There is a notice for you to read")
    applicant.clicks("Open it now")
    applicant.heading("We propose not to accredit you. Nothing is decided yet.")
    applicant.clicks("Answer in writing")
    applicant.fills("What the panel should know", "I handed the notebook in, and keep no other.")
    applicant.clicks("Send my answer")
    applicant.sees("It is with us.")


def reads_the_refusal(applicant: Somebody) -> None:
    """The decision with its reasons, and the way to people who took no part."""
    applicant.opens("/cases/mine/")
    applicant.clicks("Read the decision")
    applicant.sees(REFUSED)
    expect(applicant.control("Ask for a review")).to_be_visible()
