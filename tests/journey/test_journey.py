"""The journey of a module, a trainee and an advocate, as each person in turn, slips and all."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journey import accrediting, checking, co_writing, joining, judging, learning, sending
from tests.journey.actors import Newcomer, Somebody, a_pdf, not_a_pdf, somebody
from tests.running_site import RunningSite

pytestmark = pytest.mark.browser

EXAMPLE = "Example text. A consultant's own words stand here"
SEATS = {"Gwen": "Gwen Tudor", "Siobhán": "Siobhán McAteer", "Yewande": "Yewande Fálànà"}
HANNAH = "hannah.osei@imsa.example"


def _be(chromium: Browser, site: RunningSite, known_as: str) -> AbstractContextManager[Somebody]:
    return somebody(chromium, site, known_as=known_as)


def test_the_whole_journey(chromium: Browser, site: RunningSite, tmp_path: Path) -> None:
    """Steps 0 to 8 in one run, in new people's shoes.

    One person does not walk all of it: a unit can be sent after a section or two, but
    a case opens only after four released units, which would be this test four times
    over. So from step 6 on Tomos, whose units are met and who lacks one reference,
    stands in for the trainee of steps 1 to 5.
    """

    be = partial(_be, chromium, site)
    ada = Newcomer("Ada", "Saltlock Advocates", "Scotland")
    sentence = f"{ada.surname} is a word that stood here for the first time today."

    # 0. Co-author: nothing goes live before the last yes, and withdrawn words are gone at once.
    with be("Helen") as editor:
        co_writing.edits_a_section(editor, sentence)
        co_writing.cannot_publish_alone(editor)
        co_writing.asks_for_sign_off(editor)
    with be("Maryam") as reader, be("Rosa") as rosa, be("June") as june:
        co_writing.signs_off(rosa, sentence)
        reader.opens(co_writing.SECTION)
        reader.does_not_see(sentence)
        co_writing.signs_off(june, sentence)
        reader.opens(co_writing.SECTION)
        reader.sees(sentence)
        reader.sees(EXAMPLE)
        co_writing.withdraws(rosa, co_writing.SECTION)
        reader.opens(co_writing.SECTION)
        reader.does_not_see(EXAMPLE)
        co_writing.brings_back(rosa)

    # 1. Join
    with be("Beth") as manager:
        joining.invites_by_list(manager, ada, folder=tmp_path)
    with somebody(chromium, site) as trainee:
        joining.joins(trainee, ada)

        # 2. Learn, here and on another device
        learning.reads_a_content_note(trainee)
        learning.finds_the_way_out(trainee)
        trainee.sees(sentence)
        place = learning.learns_two_sections(trainee)
        with somebody(chromium, site) as elsewhere:
            learning.comes_back(elsewhere, ada.email, to=place)
            learning.writes_a_private_note(elsewhere)

        # 3. Submit, with every slip
        sending.opens_unit(trainee, 1)
        sending.account(trainee).fill(sending.ACCOUNT)
        sending.says_what_it_covers(trainee)
        sending.is_refused_a_file(trainee, not_a_pdf(tmp_path))
        sending.attaches(trainee, a_pdf(tmp_path))
        sending.declares(trainee, all_but_the_last=True)
        sending.is_asked_for_what_is_missing(trainee)
        sending.is_signed_out_and_carries_on(trainee, ada.email)
        sending.declares(trainee)
        piece = sending.sends_with_a_double_click_and_goes_back(trainee, 1)

        # 4. Allocate and mark: two assessors at once never get the same piece.
        with be("Idris") as idris, be("Paulina") as paulina, be("Carys") as carys, be("Anneliese") as lead:
            first, second = judging.take_the_next_at_once(idris, paulina)
            assert first != second
            with be("Beth") as manager:
                judging.gets_it_to(manager, piece, "Idris Rahman", has={idris: first, paulina: second})
            judging.marks(idris, piece, not_yet=[0])

            # 5. Quality: returned once, agreed, released; one resubmission of one criterion.
            judging.returns(carys, piece, note="Say in the comment what you looked for.")
            judging.marks(idris, piece, not_yet=[0])
            judging.agrees(carys, piece)
            judging.releases(lead, piece)
            judging.opens_the_update(trainee)
            trainee.sees("Some of it is met, some not yet")
            trainee.sees(judging.ACTION)
            judging.opens_a_resubmission(lead, piece)
            sending.resubmits_one_criterion(trainee, 1, piece)
            with be("Beth") as manager:
                judging.allocates(manager, piece, to="Idris Rahman")
            judging.marks(idris, piece)
            judging.agrees(carys, piece)
            judging.releases(lead, piece)
            judging.opens_the_update(trainee)
            trainee.sees("Every criterion is met")

    # 6. Accredit
    name = "Tomos Rhys"
    with be("Hannah") as registrar, somebody(chromium, site) as stranger, be("Maryam") as other:
        accrediting.answers_as_referee(stranger, "simon.achterberg@partner.example")
        accrediting.completes_the_references(registrar, name)
        accrediting.puts_before_the_panel(registrar, name, list(SEATS.values()))
        accrediting.panel_decides(be, SEATS, name)

        # 7. Certificate
        with be("Tomos") as advocate:
            papers = checking.takes_the_certificate(advocate, name)
        checking.cannot_open(other, papers)
        checking.cannot_open(stranger, papers)

        # 8. Check
        with somebody(chromium, site) as anybody:
            checking.checks(anybody, papers, checking.ACCREDITED)
            checking.suspends(registrar, papers, HANNAH)
            checking.checks(anybody, papers, checking.SUSPENDED)
            checking.lifts(registrar, papers)
            checking.checks(anybody, papers, checking.ACCREDITED, ways="number")


def test_a_refusal_goes_by_way_of_a_proposal_and_the_persons_answer(
    chromium: Browser, site: RunningSite
) -> None:
    """Olena, to whom a refusal was proposed, answers; only then the panel can decide so."""
    be = partial(_be, chromium, site)
    with be("Olena") as olena:
        accrediting.answers_the_proposal(olena)
        seats = {"Gwen": "Gwen Tudor", "Alasdair": "Alasdair Munro", "Duncan": "Duncan Farquhar"}
        accrediting.panel_decides(be, seats, "Olena Bondarenko", step="Refuse")
        accrediting.reads_the_refusal(olena)
    with somebody(chromium, site) as stranger:
        stranger.opens("/check/?q=Olena+Bondarenko")
        stranger.heading(re.compile("No match|not find|matches", re.IGNORECASE))


def test_a_list_of_typed_addresses_is_looked_at_first(chromium: Browser, site: RunningSite) -> None:
    """Addresses can be typed as well as uploaded; nothing is sent before the one act."""
    with somebody(chromium, site, known_as="Beth") as manager:
        joining.invites_typed(manager, Newcomer("Bo", "Saltlock Advocates", "Scotland"))


def test_the_public_checks_and_the_register_answers_live(chromium: Browser, site: RunningSite) -> None:
    """A name in small letters, a number, a slip in swapped names, nobody: no cookie is left."""
    with somebody(chromium, site) as stranger:
        stranger.opens("/")
        stranger.fills("Name, number or certificate code", "amina karim")
        stranger.clicks("Check")
        stranger.heading("Amina Karim is an accredited advocate. No restrictions.")
        stranger.opens("/check/?q=IMSA-7K3Q-XMC")
        stranger.sees("Amina Karim")
        stranger.opens("/check/?q=Karim+Amena")
        stranger.sees("Amina Karim")
        stranger.opens("/check/?q=Zzyzx+Nobody")
        stranger.heading(re.compile("No match|not find|matches", re.IGNORECASE))
        assert stranger.context.cookies() == []
