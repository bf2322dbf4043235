"""The question about one submission and the list that means the same always agree."""

from __future__ import annotations

import pytest

from accounts.models import Role
from accounts.roles import RoleName, Scope
from assessments import permissions
from assessments.models import Submission
from tests import people
from tests.assessments import access, making

pytestmark = pytest.mark.django_db

PAIRS = [
    (permissions.own, permissions.can_write),
    (permissions.marked_by, permissions.can_mark),
    (permissions.allocates, permissions.may_allocate),
    (permissions.allocatable, permissions.can_allocate),
    (permissions.reviewable, permissions.can_review),
    (permissions.releases, permissions.may_release),
    (permissions.releasable, permissions.can_release),
    (permissions.reopenable, permissions.can_open_resubmission),
    (permissions.readable, permissions.can_read),
]
PEOPLE = (
    "maryam", "other_trainee", "assessor", "other_assessor", "quality", "lead", "colleague", "manager", "external",
    "safeguarding",
)  # fmt: skip


def scoped(name, scope, **where):
    someone = people.person("Scoped Person")
    Role.objects.create(user=someone.user, name=name, scope=scope, **where)
    return someone


def test_the_list_and_the_question_agree_for_everybody():
    world = access.build()
    enrolment = world["draft"].enrolment
    everybody = [world[key] for key in PEOPLE]
    everybody += [
        scoped(name, Scope.COHORT, scope_id=enrolment.cohort.public_id)
        for name in (RoleName.PROGRAMME_MANAGER, RoleName.LEAD_QUALITY_ASSURER, RoleName.QUALITY_ASSURER)
    ]
    everybody += [
        scoped(RoleName.LEAD_QUALITY_ASSURER, Scope.COHORT, scope_id="another"),
        scoped(
            RoleName.QUALITY_ASSURER,
            Scope.QUALIFICATION,
            scope_id=enrolment.version.qualification.public_id,
        ),
        scoped(
            RoleName.PROGRAMME_MANAGER,
            Scope.ORGANISATION,
            organisation=world["maryam"].employments.get().organisation,
        ),
    ]
    yes = 0
    for someone in everybody:
        for listed, question in PAIRS:
            names = set(listed(someone.user).values_list("pk", flat=True))
            for submission in Submission.objects.all():
                answer = question(someone.user, submission)
                assert answer == (submission.pk in names), (someone, question.__name__, submission.state)
                yes += answer
    assert yes > 30


def test_nobody_and_a_user_without_a_person_may_do_nothing():
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    making.decided(making.cast())
    alone = User.objects.create_user("alone@example.org")
    Role.objects.create(user=alone, name=RoleName.ASSESSOR)
    for user in (None, AnonymousUser(), alone):
        for listed, question in PAIRS:
            assert not listed(user).exists()
            assert not any(question(user, submission) for submission in Submission.objects.all())
