"""Two cohorts: people are invited, join by the link in their mail, and take their place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from accounts.models import User
from courses.imports import Row
from courses.models import Cohort, Enrolment, Invitation
from courses.services import invitations, joining, learning
from demonstration.cast import CohortPlan, Trainee
from demonstration.content_files import CONTENT, load_yaml
from demonstration.history import at
from demonstration.lives import Life, live
from demonstration.loader.people import WITHOUT_ACCOUNT
from demonstration.loader.world import World
from foundation import clock, outbox, sealed

LASTS_MONTHS = 18
#: Somebody who is an advocate today and learnt in the first cohort; she had an account before.
FORMER = ("rowan", "solomiia")
#: Days before the day of loading on which somebody who has not joined yet was invited.
INVITED_DAYS_AGO = {"sioned": 9, "marek": 2}
_TOKEN = re.compile(r"/invitations/([^/\s]+)/")


def load_cohorts(world: World) -> None:
    """The cohorts, their invitations, and everybody who has taken their place."""
    lives: list[Life] = []
    for plan in world.cast.cohorts:
        cohort = Cohort.objects.create(
            title=plan.title,
            version=world.qualification_version,
            manager=world.person(plan.programme_manager),
            starts_on=world.calendar.day(months_ago=plan.start_months_ago),
            ends_on=world.calendar.day(months_ago=plan.start_months_ago - LASTS_MONTHS),
        )
        lives.append(_first_list(world, plan, cohort))
        if plan.key == FORMER[0]:
            lives.append(_known_address(world, plan, cohort))
        lives += [
            _invited_later(world, trainee, cohort, world.user(plan.programme_manager))
            for trainee in world.cast.trainees
            if trainee.cohort == plan.key and trainee.stage in WITHOUT_ACCOUNT
        ]
    live(lives, until=world.calendar.loaded_at)
    _list_to_look_at(world)
    world.forget_people()


def _row(world: World, number: int, trainee: Trainee) -> Row:
    return Row(number, trainee.email, trainee.practising_name, world.organisations[trainee.organisation].name)


def _invite(cohort: Cohort, rows: Iterable[Row], by: User) -> None:
    batch = invitations.keep_list(cohort=cohort, rows=list(rows), by=by)
    # Two of the cast share an initial and a surname with somebody; the manager says yes to them.
    for line in batch.lines.filter(verdict="decide"):
        invitations.decide_line(batch_id=batch.pk, number=line.number, invite=True, by=by)
    invitations.invite(batch_id=batch.pk, by=by)


def _first_list(world: World, plan: CohortPlan, cohort: Cohort) -> Life:
    """Everybody who has joined was invited in one list, and joined within some days."""
    people = [t for t in world.cast.trainees if t.cohort == plan.key and t.stage not in WITHOUT_ACCOUNT]
    yield world.calendar.moment(months_ago=plan.start_months_ago, days_ago=12)
    _invite(
        cohort,
        [_row(world, number, trainee) for number, trainee in enumerate(people, start=1)],
        world.user(plan.programme_manager),
    )
    for trainee in people:
        yield clock.now() + dt.timedelta(hours=7)
        _join(world, cohort, trainee)


def _join(world: World, cohort: Cohort, trainee: Trainee) -> None:
    user = joining.join(
        token=token_of(Invitation.objects.get(cohort=cohort, email=trainee.email)),
        known_as=trainee.known_as,
        practising_name=trainee.practising_name,
        nation=trainee.nation,
    )
    user.password = world.password
    user.save(update_fields=["password"])
    if trainee.stage != "joined":
        enrolment = Enrolment.objects.get(person__user=user, cohort=cohort)
        learning.explain_exit(enrolment_id=enrolment.pk, by=user, by_shift=True)


def _known_address(world: World, plan: CohortPlan, cohort: Cohort) -> Life:
    """An address that has an account takes its place by signing in."""
    user, person = world.user(FORMER[1]), world.person(FORMER[1])
    yield world.calendar.moment(months_ago=plan.start_months_ago, days_ago=11)
    employer = person.employments.get().organisation.name
    rows = [Row(1, user.email, person.practising_name, employer)]
    _invite(cohort, rows, world.user(plan.programme_manager))
    yield clock.now() + dt.timedelta(hours=5)
    joining.join_signed_in(token=token_of(Invitation.objects.get(cohort=cohort, email=user.email)), user=user)
    enrolment = Enrolment.objects.get(person=person, cohort=cohort)
    learning.explain_exit(enrolment_id=enrolment.pk, by=user, by_shift=True)


def token_of(invitation: Invitation) -> str:
    """The link's token, read where its owner would: in the mail that waits to be sent."""
    assert invitation.message is not None
    body = sealed.open_sealed(invitation.message.sealed_body, place=outbox.PLACE)
    found = _TOKEN.search(body)
    assert found is not None
    return found.group(1)


def _invited_later(world: World, trainee: Trainee, cohort: Cohort, manager: User) -> Life:
    yield world.calendar.moment(days_ago=INVITED_DAYS_AGO[trainee.key], hour=15)
    _invite(cohort, [_row(world, 1, trainee)], manager)


def _list_to_look_at(world: World) -> None:
    """A list that Beth has typed and not sent: six people, some lines to mend or decide."""
    rows = [
        Row(row["line"], row["email"], row["name"], row["organisation"])
        for row in load_yaml(CONTENT / "list-to-invite.yaml")
    ]
    with at(world.calendar.loaded_at):
        cohort = Cohort.objects.get(title=next(c.title for c in world.cast.cohorts if c.key == "alder"))
        invitations.keep_list(cohort=cohort, rows=rows, by=world.user("beth"), file_name="next-people.csv")
