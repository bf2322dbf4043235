"""Every page of the journey and every role's own screens, on the served demonstration.

One list, which the audit, the screenshots and the page weights share. A page is found
as its reader finds it: from a start, by links. So nothing here knows a random id, and
a page that cannot be reached by links fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demonstration.cast import read_cast
from tests.pages.visitor import Visitors

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

ID = r"[^/?]+"


@dataclass(frozen=True)
class Page:
    """One page as one person sees it; `name` is what its screenshot is called.

    `who` is a key of the cast, or nobody. `links` are followed from `start`, the first
    that matches each in turn. `act` brings an open page into a state (errors, an answer).
    """

    name: str
    who: str
    start: str
    links: tuple[str, ...] = ()
    status: int = 200
    act: Callable[[Tab], None] | None = None

    def address(self, visitors: Visitors) -> str:
        """Where it is today; found once in a run."""
        known = visitors.found
        key = (self.who, self.start, self.links)
        if key not in known:
            known[key] = visitors[self.who].finds(self.start, *self.links)
        return known[key]

    @property
    def is_for_learners_or_public(self) -> bool:
        """Whether a trainee, an advocate or anybody without an account sees it."""
        cast = read_cast()
        return not self.who or any(self.who == part.key for part in (*cast.trainees, *cast.advocates))


def press(name: str) -> Callable[[Tab], None]:
    """Press the first button of these words in the page's own part and wait for the answer."""

    def act(tab: Tab) -> None:
        button = tab.locator("main").get_by_role("button", name=re.compile(name)).first
        with tab.expect_navigation():
            button.click()

    return act


def three_reasons(tab: Tab) -> None:
    """Write what an interim suspension needs, and go on to the page that checks it."""
    for question in ("What is the risk?", "Why now?", "Why is less not enough?"):
        tab.get_by_label(question).fill("An example of a reason")
    press("^Check before you record")(tab)


def unfold(tab: Tab) -> None:
    """Open everything on the page that can be opened."""
    for closed in tab.locator("main details:not([open]) > summary").all():
        if closed.is_visible():
            closed.click()


def menu(tab: Tab) -> None:
    """Open the bar's menus: the one behind “Menu” on a phone, the person's own."""
    for summary in tab.locator(".bar summary").all():
        if summary.is_visible():
            summary.click()
            return


def wrong_password(tab: Tab) -> None:
    tab.get_by_label("Email address").fill("nobody@imsa.example")
    tab.get_by_label("Password", exact=True).fill("not the lamp")
    press("^Sign in$")(tab)


PUBLIC = [
    Page("01-home", "", "/"),
    Page("01-home-cy", "", "/cy/"),
    Page("01-home-menu", "", "/", act=menu),
    Page("02a-check", "", "/check/"),
    Page("02b-check-accredited", "", "/check/?q=Amina+Karim"),
    Page("02c-check-suspended", "", "/check/?q=Daniel+Okoro"),
    Page("02d-check-no-match", "", "/check/?q=Jon+Smyth"),
    Page("02e-check-conditions", "", "/check/?q=Catherine+Lloyd-Hughes"),
    Page("02f-check-lapsed", "", "/check/?q=Fraser+Buchanan"),
    Page("02g-check-removed", "", "/check/?q=Warren+Castlebury"),
    Page("02h-check-left", "", "/check/?q=Charlotte+Pryce-Bellamy"),
    Page("02i-check-several", "", "/check/?q=Agnieszka+Wojcik"),
    Page("02j-check-errors", "", "/check/?name=Amina+Karim&number=&code=abc"),
    Page("02k-check-together", "", "/demo/", (r"/check/\?name=.+",)),
    Page("02l-check-scanned", "", "/demo/", (r"/check/[^?]+/",)),
    Page("02m-register", "", "/register/"),
    Page("02n-register-names", "", "/register/?q=Harpreet"),
    Page("02o-register-entry", "", "/register/?q=Llyr+Emrys", (r"/register/[^?]+/",)),
    Page("11b-error", "", "/register/IMSA-0000-000/", status=404),
    Page("11b-not-found", "", "/nothing/here/", status=404),
    Page("11a-sign-in", "", "/account/login/"),
    Page("11a-sign-in-errors", "", "/account/login/", act=wrong_password),
    Page("11d-sign-in-code", "", "/account/login/code/"),
    Page("11e-password-reset", "", "/account/password/reset/"),
    Page("14b-safety", "", "/safety/"),
    Page("21-demo", "", "/demo/"),
    Page("21-demo-people", "", "/demo/people/"),
    Page("21-demo-mail", "", "/demo/mail/"),
    Page("23-gwirio", "", "/cy/check/"),
    Page("23-gwirio-achrededig", "", "/cy/check/?q=Amina+Karim"),
    Page("23-gwirio-wedi-atal", "", "/cy/check/?q=Daniel+Okoro"),
    Page("23-gwirio-dim", "", "/cy/check/?q=Jon+Smyth"),
    Page("23-cofrestr", "", "/cy/register/"),
    Page("23-diogelwch", "", "/cy/safety/"),
    Page("24-support", "", "/support/"),
    Page("25-accessibility", "", "/accessibility/"),
    Page("25-privacy", "", "/privacy/"),
    Page("26-programme", "", "/programme/"),
    Page("26-module-public", "", "/programme/", (r"/programme/[^/]+/",)),
    Page("27-styleguide", "", "/styleguide/"),
    Page("28-reading-settings", "", "/account/reading/"),
]

OF_A_CASE = r"/cases/(?!mine|open|sittings|decided|organisations)[^/?]+/"

TRAINEES = [
    Page("03-home", "maryam", "/home/"),
    Page("03-home-menu", "maryam", "/home/", act=menu),
    Page("03-home-first-day", "ewa", "/home/"),
    Page("03-home-paused", "thu-ha", "/home/"),
    Page("03-home-case", "morag", "/home/"),
    Page("03-modules", "maryam", "/home/modules/"),
    Page("03-messages", "maryam", "/home/messages/"),
    Page("03-messages-empty", "ewa", "/home/messages/"),
    Page("03-more-time", "maryam", "/home/more-time/"),
    Page("04-module", "maryam", "/programme/trauma-informed-practice/"),
    Page("04-module-summary", "maryam", "/home/modules/trauma-informed-practice/summary/"),
    Page("04-module-alternative", "maryam", "/home/modules/trauma-informed-practice/alternative/"),
    Page("05-section", "maryam", "/home/", (r"/programme/trauma-informed-practice/[^/]+/",)),
    Page("05-section-first", "aled", "/programme/the-advocates-role/", (r"/programme/[^/]+/[^/]+/",)),
    Page(
        "05-section-open", "aled", "/programme/the-advocates-role/", (r"/programme/[^/]+/[^/]+/",), act=unfold
    ),
    Page("06-units", "maryam", "/units/"),
    Page("06-unit", "chidi", "/home/", (rf"/units/{ID}/",)),
    Page("06-unit-begin", "ewa", "/units/", (rf"/units/{ID}/",)),
    Page("06-unit-errors", "chidi", "/home/", (rf"/units/{ID}/",), act=press("^Check before you send")),
    Page("06-result-met", "ffion", "/units/", (rf"/units/{ID}/",)),
    Page("06-result-not-yet-met", "samuel", "/units/", (rf"/units/{ID}/",)),
    Page("06-resubmission", "anjali", "/home/", (rf"/units/{ID}/",)),
    Page("13b-sent", "farah", "/home/", (rf"/units/{ID}/",)),
    Page("14a-exit", "ewa", "/home/exit-first/"),
    Page("18d-own-case", "tomos", "/cases/mine/"),
    Page("18d-own-name", "tomos", "/cases/mine/", (r"/cases/mine/[^/]+/name/",)),
    Page("18d-own-proposal", "olena", "/cases/mine/", (r"/cases/mine/[^/]+/proposal/",)),
    Page("18d-own-information", "gareth", "/cases/mine/", (r"/cases/mine/[^/]+/information/",)),
    Page("18d-own-refused", "nadia", "/cases/mine/", (r"/cases/mine/[^/]+/decision/",)),
    Page(
        "18d-own-review",
        "nadia",
        "/cases/mine/",
        (r"/cases/mine/[^/]+/decision/", r"/cases/mine/[^/]+/review/"),
    ),
    Page("28-account", "maryam", "/account/"),
    Page("28-details", "maryam", "/account/details/"),
    Page("28-kept", "maryam", "/account/kept/"),
    Page("28-reading", "maryam", "/account/reading/"),
    Page("28-second-step", "maryam", "/account/2fa/"),
    Page("28-email", "maryam", "/account/email/"),
    Page("28-password", "maryam", "/account/password/change/"),
    Page("28-sessions", "maryam", "/account/sessions/"),
]

ADVOCATES = [
    Page("10-certificate", "amina", "/home/", (r"/certificates/[^/.]+/",)),
    Page("29-my-entry", "amina", "/home/"),
    Page("29-my-entry-suspended", "daniel", "/home/"),
    Page("29-my-entry-hidden", "hodan", "/home/"),
    Page("29-visibility", "amina", "/my-entry/visibility/"),
    Page("29-leave", "amina", "/my-entry/leave/"),
    Page("29-my-case", "amina", "/cases/mine/"),
    Page("29-my-concern", "daniel", "/cases/mine/"),
]

CONSULTANTS = [
    Page("12-consultant", "rosa", "/home/"),
    Page("12-consultant-reader", "june", "/home/"),
    Page("12-give", "rosa", "/home/words/new/"),
    Page("12-give-errors", "rosa", "/home/words/new/", act=press("^Give this")),
    Page("12-consent", "rosa", "/home/", (r"/home/words/[^/]+/consent/",)),
    Page("12-receipt", "rosa", "/home/", (r"/home/words/receipts/[^/]+/",)),
    Page("12-payments", "rosa", "/home/words/payments/"),
    Page("16-to-read", "june", "/home/words/to-read/"),
    Page("16-sign-off", "june", "/home/words/to-read/", (r"/home/words/to-read/[^/]+/",)),
]

ASSESSORS = [
    Page("19a-queue", "idris", "/marking/"),
    Page("19a-queue-pool", "paulina", "/marking/"),
    Page("07-marking", "idris", "/marking/", (rf"/marking/(?!done|next){ID}/",)),
    Page(
        "07-marking-errors",
        "idris",
        "/marking/",
        (rf"/marking/(?!done|next){ID}/",),
        act=press("^Check before you decide"),
    ),
    Page("07-worry", "idris", "/marking/", (rf"/marking/(?!done|next){ID}/", r"/marking/[^/]+/worry/")),
    Page(
        "07-give-back", "idris", "/marking/", (rf"/marking/(?!done|next){ID}/", r"/marking/[^/]+/give-back/")
    ),
    Page("07-tie", "idris", "/marking/", (rf"/marking/(?!done|next){ID}/", r"/marking/[^/]+/tie/")),
    Page("19c-done", "idris", "/marking/done/"),
    Page("19c-standards", "idris", "/home/standards/"),
]

QUALITY = [
    Page("08a-sampling", "anneliese", "/quality/sampling/"),
    Page("08e-competence", "anneliese", "/quality/competence/"),
    Page("08e-competence-of", "anneliese", "/quality/competence/", (rf"/quality/competence/{ID}/",)),
    Page(
        "08e-competence-errors",
        "anneliese",
        "/quality/competence/",
        (rf"/quality/competence/{ID}/",),
        act=press("^Record it"),
    ),
    Page("08b-to-review", "carys", "/quality/review/"),
    Page("08b-verdict", "anneliese", "/quality/review/", (r"/quality/review/[^/]+/",)),
    Page(
        "08b-verdict-errors",
        "anneliese",
        "/quality/review/",
        (r"/quality/review/[^/]+/",),
        act=press("^Agree and clear"),
    ),
    Page(
        "08b-evidence",
        "anneliese",
        "/quality/review/",
        (r"/quality/review/[^/]+/", r"/quality/review/[^/]+/[^/]+/"),
    ),
    Page("08c-to-release", "carys", "/quality/release/"),
    Page("08c-release", "carys", "/quality/release/", (r"/quality/release/[^/]+/",)),
    Page("08d-choose", "carys", "/quality/sampling/choose/"),
]

PANEL = [
    Page("18a-cases", "gwen", "/cases/"),
    Page("18a-case", "siobhan", "/cases/", (OF_A_CASE,)),
    Page("18a-papers", "siobhan", "/cases/", (OF_A_CASE, r"/cases/[^/]+/papers/")),
    Page("18b-view", "siobhan", "/cases/", (OF_A_CASE, r"/cases/[^/]+/view/")),
    Page(
        "18b-view-errors",
        "siobhan",
        "/cases/",
        (OF_A_CASE, r"/cases/[^/]+/view/"),
        act=press("^Check before you record"),
    ),
    Page("18b-stand-aside", "siobhan", "/cases/", (OF_A_CASE, r"/cases/[^/]+/seats/[^/]+/aside/")),
    Page("18e-sittings", "gwen", "/cases/sittings/"),
    Page("18e-decided", "gwen", "/cases/decided/"),
]

REGISTRARS = [
    Page("09-home", "hannah", "/home/"),
    Page("09-register", "hannah", "/entries/"),
    Page("09-registrar", "hannah", "/entries/?q=Amina+Karim", (r"/entries/(?!reviews)[^/?]+/",)),
    Page(
        "09-registrar-check",
        "hannah",
        "/entries/?q=Amina+Karim",
        (r"/entries/(?!reviews)[^/?]+/",),
        act=three_reasons,
    ),
    Page("09-registrar-suspended", "hannah", "/entries/?q=Daniel+Okoro", (r"/entries/(?!reviews)[^/?]+/",)),
    Page("09-registrar-hidden", "hannah", "/entries/?q=Hodan+Jimcaale", (r"/entries/(?!reviews)[^/?]+/",)),
    Page("09-reviews", "hannah", "/entries/reviews/"),
    Page(
        "09-safety",
        "hannah",
        "/entries/?q=Amina+Karim",
        (r"/entries/(?!reviews)[^/?]+/", r"/entries/[^/]+/safety/"),
    ),
    Page("18f-case", "hannah", "/cases/", (OF_A_CASE,)),
    Page("18f-cases", "hannah", "/cases/"),
    Page("18f-open", "hannah", "/cases/open/"),
    Page("18f-seats", "hannah", "/cases/", (OF_A_CASE, r"/cases/[^/]+/panel/")),
]

OTHERS = [
    Page("17-invitations", "beth", "/invitations/"),
    Page("17-invitations-list", "beth", "/invitations/", (r"/invitations/lists/[^/]+/",)),
    Page("17-invite", "beth", "/cohorts/", (r"/cohorts/[^/]+/", r"/cohorts/[^/]+/invite/")),
    Page(
        "17-invite-errors",
        "beth",
        "/cohorts/",
        (r"/cohorts/[^/]+/", r"/cohorts/[^/]+/invite/"),
        act=press("^See what would happen"),
    ),
    Page("22-cohorts", "beth", "/cohorts/"),
    Page("22-cohort", "beth", "/cohorts/", (r"/cohorts/[^/]+/",)),
    Page("19b-allocation", "beth", "/marking/allocation/"),
    Page("19b-allocate", "beth", "/marking/allocation/", (r"/marking/allocation/[^/]+/",)),
    Page("30-co-production", "ifeoma", "/home/"),
    Page("30-name-readers", "ifeoma", "/home/words/readers/", (r"/home/words/readers/[^/]+/[a-z]+/",)),
    Page("30-editor", "helen", "/home/"),
    Page("30-external", "elin", "/home/"),
    Page("30-employer", "owain", "/home/"),
    Page("30-safeguarding", "nia", "/home/"),
    Page("30-worries", "nia", "/marking/worries/"),
    Page("30-data-protection", "marguerite", "/home/"),
    Page("30-administrator", "sanjay", "/home/"),
    Page("30-people", "sanjay", "/account/people/"),
    Page("30-people-log", "sanjay", "/account/people/log/"),
]

PAGES = [*PUBLIC, *TRAINEES, *ADVOCATES, *CONSULTANTS, *ASSESSORS, *QUALITY, *PANEL, *REGISTRARS, *OTHERS]
