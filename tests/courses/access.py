"""Who gets what at the addresses of `courses`."""

from accounts.roles import RoleName
from courses.lines import Row as Line
from courses.models import Invitation, ModulePage
from courses.services import invitations, notes
from foundation import clock
from foundation.sealed import lookup_digest
from tests import people
from tests.access import SIGN_IN, Row, World
from tests.courses import programme as made

TOKEN = "t" * 43


def build() -> World:
    made.programme(modules=1, sections=2)
    manager = people.person("Beth Lloyd", RoleName.PROGRAMME_MANAGER)
    trainee = people.person("Maryam Haddad", RoleName.TRAINEE)
    other = people.person("Other Trainee", RoleName.TRAINEE)
    cohort = people.cohort()
    people.enrolment(trainee, cohort, exit_explained_at=clock.now())
    twin = people.enrolment(people.person("Tunde Okafor"), cohort)
    batch = invitations.keep_list(
        cohort=cohort, rows=[Line(1, "a@example.org", "T. Okafor"), Line(2, "b@example.org")], by=manager.user
    )
    sent = invitations.keep_list(cohort=cohort, rows=[Line(1, "c@example.org")], by=manager.user)
    invitations.invite(batch_id=sent.pk, by=manager.user)
    invitation = Invitation.objects.get()
    open_one = Invitation.objects.create(
        cohort=cohort,
        email="new@example.org",
        token_digest=lookup_digest(TOKEN, purpose="invitation"),
        invited_by=manager.user,
        expires_at=clock.end_of_day(clock.today()),
    )
    section = made.sections()[0]
    note = notes.save_note(
        by=trainee.user, section_key=section.translation_key, block_id=made.NOTE, words="Mine"
    )
    return {
        "manager": manager,
        "trainee": trainee,
        "other": other,
        "assessor": people.person("Ada Assessor", RoleName.ASSESSOR),
        "administrator": people.person("Alex Admin", RoleName.ADMINISTRATOR),
        "cohort": cohort,
        "batch": batch,
        "invitation": invitation,
        "open": open_one,
        "section": section,
        "module": ModulePage.objects.get(),
        "note": note,
        "twin": twin,
    }


def _cohort(world: World):
    return {"public_id": world["cohort"].public_id}


def _batch(world: World):
    return {"public_id": world["batch"].public_id}


def _invitation(world: World):
    return {"public_id": world["invitation"].public_id}


def _section(world: World):
    return {"key": world["section"].translation_key}


def _module(world: World):
    return {"slug": world["module"].slug}


def _note(world: World):
    return {"public_id": world["note"].public_id}


_OTHERS = (("administrator", 404), ("assessor", 404))

ROWS = [
    Row("courses:invitations", SIGN_IN, ("trainee", 404), ("manager", 200), right_also=_OTHERS),
    Row("courses:example", SIGN_IN, ("trainee", 404), ("manager", 200), right_also=_OTHERS),
    Row("courses:batch", SIGN_IN, ("trainee", 404), ("manager", 200), kwargs=_batch, right_also=_OTHERS),
    Row("courses:batch_export", SIGN_IN, ("trainee", 404), ("manager", 200), kwargs=_batch),
    Row(
        "courses:batch_line",
        SIGN_IN,
        ("trainee", 404),
        ("manager", 302),
        method="post",
        kwargs=lambda world: {**_batch(world), "number": 1},
        data=lambda world: {"invite": "yes"},
    ),
    Row("courses:batch_invite", SIGN_IN, ("trainee", 404), ("manager", 302), method="post", kwargs=_batch),
    Row(
        "courses:invitation_again",
        SIGN_IN,
        ("trainee", 404),
        ("manager", 302),
        method="post",
        kwargs=_invitation,
    ),
    Row(
        "courses:invitation_take_back",
        SIGN_IN,
        ("trainee", 404),
        ("manager", 302),
        method="post",
        kwargs=_invitation,
    ),
    Row("courses:invite", SIGN_IN, ("trainee", 404), ("manager", 200), kwargs=_cohort, right_also=_OTHERS),
    Row(
        "courses:invite",
        SIGN_IN,
        ("trainee", 404),
        ("manager", 302),
        method="post",
        kwargs=_cohort,
        data=lambda world: {"typed": "d@example.org"},
    ),
    Row("courses:cohorts", SIGN_IN, ("trainee", 404), ("manager", 200), right_also=_OTHERS),
    Row("courses:cohort_new", SIGN_IN, ("trainee", 404), ("manager", 200), right_also=_OTHERS),
    Row(
        "courses:cohort_new",
        SIGN_IN,
        ("trainee", 404),
        ("manager", 302),
        method="post",
        data=lambda world: {
            "title": "Spring 2027",
            "version": world["cohort"].version.pk,
            "starts_on": "2027-03-01",
        },
    ),
    Row("courses:cohort", SIGN_IN, ("trainee", 404), ("manager", 200), kwargs=_cohort, right_also=_OTHERS),
    # Whoever has the link of a new address may make an account; somebody signed in may not take it.
    Row("courses:accept", 200, ("other", 403), None, kwargs=lambda world: {"token": TOKEN}),
    Row("courses:accept", 404, ("other", 404), None, kwargs=lambda world: {"token": "unknown"}),
    Row("courses:modules", SIGN_IN, ("other", 404), ("trainee", 200)),
    Row(
        "courses:summary",
        SIGN_IN,
        ("other", 404),
        ("trainee", 200),
        kwargs=_module,
        right_also=(("assessor", 200),),
    ),
    Row("courses:alternative", SIGN_IN, ("other", 404), ("trainee", 200), kwargs=_module),
    Row(
        "courses:alternative",
        SIGN_IN,
        ("assessor", 404),
        ("trainee", 302),
        method="post",
        kwargs=_module,
        data=lambda world: {"do": "done"},
    ),
    Row(
        "courses:section_save",
        SIGN_IN,
        ("other", 404),
        ("trainee", 302),
        method="post",
        kwargs=_section,
        data=lambda world: {"do": "continue"},
        right_also=(("assessor", 302),),
    ),
    Row(
        "courses:place",
        SIGN_IN,
        ("other", 404),
        ("trainee", 204),
        method="post",
        kwargs=_section,
        right_also=(("assessor", 404),),
    ),
    Row(
        "courses:note_delete",
        SIGN_IN,
        ("other", 404),
        ("trainee", 200),
        kwargs=_note,
        right_also=(("manager", 404),),
    ),
    Row("courses:note_delete", SIGN_IN, ("other", 404), ("trainee", 302), kwargs=_note, method="post"),
    Row("courses:pause", SIGN_IN, ("other", 404), ("trainee", 302), method="post"),
    Row("courses:resume", SIGN_IN, ("other", 404), ("trainee", 302), method="post"),
    Row("courses:extend", SIGN_IN, ("other", 404), ("trainee", 200)),
    Row("courses:exit_first", SIGN_IN, ("other", 404), ("trainee", 200)),
]
