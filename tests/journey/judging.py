"""Steps 4 and 5: allocation, marking, quality assurance, release."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from playwright.sync_api import Locator, expect

from tests.journey.actors import Somebody

MET = "You show this in your own words, and I can see what you did and why."
NOT_YET = "You say that you asked, not what you did with the answer."
ACTION = "Add two sentences on what you did after she had answered."


def take_the_next_at_once(*assessors: Somebody) -> list[str]:
    """Every one presses at the same moment; returns what each of them got."""
    before = []
    for assessor in assessors:
        assessor.opens("/marking/")
        before.append(set(with_me(assessor)))
    for assessor in assessors:
        assessor.page.get_by_role("button", name="Take the next").click(no_wait_after=True)
    taken = []
    for assessor, had in zip(assessors, before, strict=True):
        assessor.sees("is with you now.")
        taken += sorted(set(with_me(assessor)) - had)
    return taken


def with_me(assessor: Somebody) -> list[str]:
    """The references on the assessor's list."""
    return assessor.page.locator("main .rows .code").all_inner_texts()


def gets_it_to(manager: Somebody, reference: str, name: str, *, has: Mapping[Somebody, str]) -> None:
    """What was taken in a race goes back, and then a manager gives it to `name`."""
    for assessor, taken in has.items():
        gives_back(assessor, taken)
    allocates(manager, reference, to=name)


def marks(assessor: Somebody, reference: str, *, not_yet: Collection[int] = ()) -> None:
    """From the list to the decision."""
    begins(assessor, reference)
    judges(assessor, not_yet=not_yet)
    decides(assessor, reference)


def gives_back(assessor: Somebody, reference: str) -> None:
    """Before beginning, no reason is needed."""
    assessor.opens("/marking/")
    assessor.clicks(f"Give {reference} back")
    assessor.clicks(f"Give {reference} back")
    assessor.sees("It is back in the pool.")


def allocates(manager: Somebody, reference: str, *, to: str) -> None:
    """A manager gives a piece to somebody who has no tie to its author."""
    manager.opens("/marking/allocation/")
    manager.clicks(re.compile(f"^{reference}"))
    manager.ticks(to)
    manager.clicks("Give it to the one chosen")


def begins(assessor: Somebody, reference: str) -> None:
    """Open a piece from the list."""
    assessor.opens("/marking/")
    assessor.clicks(re.compile(rf"(Begin|Go on) with {reference}|^{reference}, Unit \d: returned"))


def criteria(assessor: Somebody) -> list[Locator]:
    """The criteria that are to be judged."""
    return assessor.page.locator("[data-criterion]").all()


def judges(assessor: Somebody, *, not_yet: Collection[int] = ()) -> None:
    """Tick the rules of evidence, then decide each criterion; `not_yet` counts from nought."""
    for box in assessor.page.locator("[data-ticks] input[type=checkbox]").all():
        box.check()
    for number, line in enumerate(criteria(assessor)):
        if number in not_yet:
            line.get_by_role("radio", name="Not yet met").check()
            line.get_by_label("Comment for the trainee").fill(NOT_YET)
            line.get_by_label("What to do next").fill(ACTION)
        else:
            line.get_by_role("checkbox").check()
            line.get_by_role("radio", name="Met", exact=True).check()
            line.get_by_label("Comment for the trainee").fill(MET)


def decides(assessor: Somebody, reference: str) -> None:
    """Everything on one page, then decide."""
    assessor.clicks("Check before you decide")
    assessor.heading("Check before you decide")
    assessor.clicks(f"Decide {reference}")
    assessor.sees(f"{reference} is decided.")


def opens_review(assurer: Somebody, reference: str) -> None:
    """A piece that was drawn stands on the list; one that was not, a quality assurer chooses."""
    assurer.opens("/quality/review/")
    chosen = assurer.page.locator("main li", has=assurer.page.locator("a[href*='/quality/review/']"))
    drawn = chosen.filter(has_text=reference)
    if drawn.count():
        assurer.clicks(re.compile(f"^{reference}"), within=drawn)
    else:
        assurer.opens("/quality/sampling/choose/")
        assurer.clicks(f"Review it {reference}")
    assurer.heading(re.compile(f"Check of {reference}"))


def agrees(assurer: Somebody, reference: str) -> None:
    """Agree with every decision, with reasons."""
    opens_review(assurer, reference)
    for row in assurer.page.locator("main .criterion").all():
        row.get_by_role("radio").first.check()
    assurer.fills("Reasons", "I read the account beside each criterion, and come to the same.")
    assurer.clicks("Agree and clear for release")


def returns(assurer: Somebody, reference: str, *, note: str) -> None:
    """Send it back: one decision with the reason, the others agreed."""
    opens_review(assurer, reference)
    rows = assurer.page.locator("main .criterion").all()
    for row in rows[1:]:
        row.get_by_role("radio").first.check()
    rows[0].get_by_role("radio").last.check()
    rows[0].get_by_label("Note for the assessor").fill(note)
    assurer.fills("Reasons", "One comment does not say what was found. Please look at it again.")
    assurer.clicks("Return to the assessor")
    assurer.sees("is back with its assessor, with your notes.")


def releases(someone: Somebody, reference: str) -> None:
    """What will be released, on one page; then release it."""
    someone.opens("/quality/release/")
    someone.clicks(re.compile(f"^{reference}"))
    someone.clicks("Release it")
    someone.sees(f"{reference} is released.")


def opens_a_resubmission(lead: Somebody, reference: str) -> None:
    """One resubmission, of what is not yet met."""
    lead.opens("/quality/review/")
    lead.clicks(f"Open a resubmission {reference}")
    lead.heading(re.compile(f"Open one resubmission of {reference}"))
    expect(lead.page.locator("main .rows li")).to_have_count(1)
    lead.clicks("Open it")
    lead.sees("It is open.")


def opens_the_update(trainee: Somebody) -> None:
    """A notice that says nothing, opened when the trainee likes."""
    trainee.opens("/home/")
    trainee.sees("There is an update")
    trainee.clicks("Open now")
    trainee.does_not_see(re.compile("criterion is met|not yet met", re.IGNORECASE))
    trainee.clicks("Open now")
