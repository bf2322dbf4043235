"""The homes that are lists of what to do: a heading, groups, and one link for each thing."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Employment, User
from cms.selectors.editors import editor_tasks
from register.selectors.case_dossier import is_approved
from register.selectors.cases import lines, open_cases


@dataclass(frozen=True)
class Task:
    """One thing to do or to read: its words, where, and a line beside it."""

    words: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Things of a kind; `nothing` stands there when there are none."""

    heading: str
    tasks: list[Task]
    nothing: str = ""


@dataclass(frozen=True)
class Home:
    """A role's home: what it is for in one sentence, then groups."""

    lead: str
    groups: list[Group] = field(default_factory=list)


def _standards() -> Task:
    return Task(_("Units and criteria"), reverse("portal:standards"), _("What is assessed, word for word"))


def _programme() -> Task:
    return Task(_("The programme"), "/programme/", _("Modules as trainees see them"))


def registrar(user: User) -> Home:
    """Cases whose next move is the registrar's, then the register itself."""
    mine = [line for line in lines(open_cases(user), user) if line.standing.is_mine]
    return Home(
        _("What you record is public at once. This is what waits for you."),
        [
            Group(
                _("Your move"),
                [
                    Task(
                        f"{line.case.person.practising_name}, {line.case.reference}",
                        reverse("register:case", args=[line.case.public_id]),
                        f"{line.standing.stage}. {line.standing.mine[0].what}",
                    )
                    for line in mine
                ],
                _("No case waits for you."),
            ),
            Group(
                _("The register"),
                [
                    Task(_("All entries"), reverse("register:staff_register")),
                    Task(_("All cases"), reverse("register:cases")),
                ],
            ),
        ],
    )


def editor(user: User) -> Home:
    """What co-production asks of editors, then the way into the editing rooms."""
    return Home(
        _("Write with people, not about them. What they decided stands first."),
        [
            Group(
                _("To do"),
                [
                    Task(
                        waiting.task.get_kind_display(),
                        waiting.url or reverse("wagtailadmin_home"),
                        waiting.task.title,
                    )
                    for waiting in editor_tasks(user)
                ],
                _("Nothing waits for you."),
            ),
            Group(
                _("Pages"),
                [
                    Task(
                        _("Edit modules and pages"),
                        reverse("wagtailadmin_home"),
                        _("Write, and ask for sign-off"),
                    ),
                    _programme(),
                ],
            ),
        ],
    )


def external_quality_assurer(user: User) -> Home:
    """What an external quality assurer may read now."""
    return Home(
        _("You read, and change nothing. This is what is open to you now."),
        [Group(_("To read"), [_standards(), _programme()])],
    )


def employer_verifier(user: User) -> Home:
    """What an employer's verifier may read now: their organisation, and what is asked of it."""
    return Home(
        _("You speak for your organisation. This is what the programme holds about it."),
        [
            Group(
                _("Your organisation"),
                [Task(name, "/for-employers/", words) for name, words in _employers(user)],
                _("No organisation is joined to your account yet. Write to the programme team."),
            ),
            Group(
                _("To read"),
                [
                    Task(_("What is asked of an employer"), "/for-employers/"),
                    Task(_("Check an advocate"), reverse("register:check")),
                ],
            ),
        ],
    )


def _employers(user: User) -> list[tuple[str, str]]:
    """The organisations that `user` works for, and whether each is approved to employ advocates."""
    found = []
    for employment in (
        Employment.objects.current().filter(person__user=user).select_related("organisation").order_by("pk")
    ):
        words = (
            _("Approved to employ advocates")
            if is_approved(employment.organisation)
            else _("Not approved to employ advocates today")
        )
        found.append((employment.organisation.name, words))
    return found


def safeguarding_lead(user: User) -> Home:
    """The way to the worries that were raised; opening one is written down."""
    return Home(
        _("When somebody is worried, they tell you. Opening a worry is written down, with your name."),
        [
            Group(_("Worries"), [Task(_("Worries that were raised"), reverse("assessments:worries"))]),
            Group(_("To read"), [Task(_("Support and help lines"), "/support/"), _programme()]),
        ],
    )


def data_protection_officer(user: User) -> Home:
    """What the site keeps, why and for how long."""
    return Home(
        _("What is kept about people, why, and for how long."),
        [
            Group(
                _("To read"),
                [
                    Task(_("Every table: purpose, lawful basis, how long"), reverse("portal:tables")),
                    Task(_("The privacy page as people read it"), "/privacy/"),
                ],
            )
        ],
    )


def administrator(user: User) -> Home:
    """Roles: who holds which, and who granted it. An administrator decides about nobody."""
    return Home(
        _("You give and end roles. Roles that decide about people need a second administrator."),
        [Group(_("People and roles"), [Task(_("People and their roles"), reverse("accounts:people"))])],
    )


def nothing(user: User) -> Home:
    """Somebody who holds no role today."""
    return Home(
        _("You hold no role just now, so nothing waits for you here."),
        [
            Group(
                _("Still yours"),
                [
                    Task(_("Your account"), reverse("accounts:overview")),
                    Task(_("What is kept about you"), reverse("accounts:kept")),
                    Task(_("Support and help lines"), "/support/"),
                ],
            )
        ],
    )
