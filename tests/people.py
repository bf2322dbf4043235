"""People and things that tests need, made with one call each."""

from __future__ import annotations

import itertools
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import Employment, Nation, Organisation, Person, Role, RoleGrant, User
from accounts.roles import RoleName
from courses.models import (
    Cohort,
    Criterion,
    Enrolment,
    LearningOutcome,
    Qualification,
    QualificationVersion,
    Unit,
)
from foundation import clock

_numbers = itertools.count(1)


def organisation(name: str = "", **fields: Any) -> Organisation:
    """An employing organisation in England, unless told otherwise."""
    return Organisation.objects.create(
        name=name or f"Organisation {next(_numbers)}", **{"nation": Nation.ENGLAND, **fields}
    )


def person(name: str = "", *roles: RoleName, employer: Organisation | None = None, **fields: Any) -> Person:
    """A person with a user, verified address, roles, and an employer if one is given."""
    number = next(_numbers)
    name = name or f"Person {number}"
    user = User.objects.create_user(
        email=f"person{number}@example.org", password="correct horse battery", known_as=name.split()[0]
    )
    user.welcomed_at = clock.now()
    user.save(update_fields=["welcomed_at"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    someone = Person.objects.create(user=user, practising_name=name, **{"nation": Nation.ENGLAND, **fields})
    for role_name in roles:
        role = Role.objects.create(user=user, name=role_name)
        RoleGrant.objects.create(role=role, by_system="tests")
    if employer:
        Employment.objects.create(person=someone, organisation=employer)
    return someone


def client(someone: Person | User | None = None, *, second_factor: bool = True) -> Client:
    """A client signed in as `someone`, with both factors in the session unless told otherwise."""
    browser = Client()
    if someone is None:
        return browser
    user = someone.user if isinstance(someone, Person) else someone
    assert user is not None
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    methods: list[dict[str, Any]] = [
        {"method": "password", "at": clock.now().timestamp(), "email": user.email}
    ]
    if second_factor:
        methods.append({"method": "mfa", "at": clock.now().timestamp(), "type": "totp"})
    session[AUTHENTICATION_METHODS_SESSION_KEY] = methods
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(
        user
    )  # records count for this user alone
    session.save()
    return browser


def qualification_version(units: int = 1, criteria: int = 2) -> QualificationVersion:
    """A qualification with `units` units of one outcome and `criteria` criteria each."""
    qualification = Qualification.objects.create(
        code=f"Q{next(_numbers)}", title="Independent modern slavery advocacy", awarding_body="A university"
    )
    version = QualificationVersion.objects.create(
        qualification=qualification, number="1", since=clock.today()
    )
    for number in range(1, units + 1):
        unit = Unit.objects.create(
            version=version,
            code=f"IMSA{number}",
            number=number,
            title=f"Unit title {number}",
            evidence_kinds=["reflective_account", "case_study", "work_product"],
            module_numbers=[number],
        )
        outcome = LearningOutcome.objects.create(unit=unit, code=f"{number}.1", title="Understand the role")
        for index in range(1, criteria + 1):
            Criterion.objects.create(
                outcome=outcome, code=f"{number}.1.{index}", text=f"Explain the matter numbered {index}"
            )
    return version


def cohort(version: QualificationVersion | None = None, **fields: Any) -> Cohort:
    """A cohort that began today."""
    return Cohort.objects.create(
        version=version or qualification_version(),
        **{"title": f"Cohort {next(_numbers)}", "starts_on": clock.today(), **fields},
    )


def enrolment(someone: Person, in_cohort: Cohort | None = None, **fields: Any) -> Enrolment:
    """A live enrolment of `someone`."""
    in_cohort = in_cohort or cohort()
    return Enrolment.objects.create(person=someone, cohort=in_cohort, version=in_cohort.version, **fields)
