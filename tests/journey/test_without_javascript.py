"""Steps 1 to 8 in browsers that run no script: the same steps of the same people."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journey import accrediting, checking, joining, judging, learning, sending
from tests.journey.actors import Newcomer, a_pdf, not_a_pdf, somebody
from tests.running_site import RunningSite

pytestmark = pytest.mark.audit


def test_steps_1_to_8_work_without_javascript(chromium: Browser, site: RunningSite, tmp_path: Path) -> None:
    """From step 6 on Morag, who stands before the panel, takes the trainee's place (see the whole journey)."""
    without = partial(somebody, chromium, site, java_script_enabled=False)
    cal = Newcomer("Cal", "Saltlock Advocates", "Scotland")

    with without(known_as="Beth") as manager, without() as trainee:
        joining.invites_by_list(manager, cal, folder=tmp_path)
        joining.joins(trainee, cal)
        learning.finds_the_way_out(trainee)
        place = learning.learns_two_sections(trainee, scripts=False)
        with without() as elsewhere:
            learning.comes_back(elsewhere, cal.email, to=place)
            learning.writes_a_private_note(elsewhere)

        sending.opens_unit(trainee, 1)
        sending.account(trainee).fill(sending.ACCOUNT)
        sending.says_what_it_covers(trainee)
        sending.is_refused_a_file(trainee, not_a_pdf(tmp_path))
        sending.attaches(trainee, a_pdf(tmp_path))
        sending.declares(trainee, all_but_the_last=True)
        sending.is_asked_for_what_is_missing(trainee)
        sending.is_signed_out_and_carries_on(trainee, cal.email)
        sending.declares(trainee)
        piece = sending.sends_with_a_double_click_and_goes_back(trainee, 1)
        judging.allocates(manager, piece, to="Idris Rahman")
        with without(known_as="Idris") as assessor:
            judging.marks(assessor, piece)
        with without(known_as="Carys") as assurer:
            judging.agrees(assurer, piece)
        with without(known_as="Anneliese") as lead:
            judging.releases(lead, piece)
        judging.opens_the_update(trainee)
        trainee.sees("Every criterion is met")

    name = "Morag Sinclair"
    with without(known_as="Siobhán") as member:
        accrediting.gives_a_view(member, name)
    with without(known_as="Gwen") as chair:
        accrediting.closes(chair, name)
    with without(known_as="Morag") as advocate, without() as stranger:
        papers = checking.takes_the_certificate(advocate, name)
        checking.cannot_open(stranger, papers)
    with without() as anybody, without(known_as="Hannah") as registrar:
        checking.checks(anybody, papers, checking.ACCREDITED)
        checking.suspends(registrar, papers, "hannah.osei@imsa.example")
        checking.checks(anybody, papers, checking.SUSPENDED, ways="name scan")
        checking.lifts(registrar, papers)
        checking.checks(anybody, papers, checking.ACCREDITED, ways="number")
