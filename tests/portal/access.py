"""Who may open the portal's addresses."""

from accounts.roles import RoleName
from tests import people
from tests.access import SIGN_IN, Row, World


def build() -> World:
    trainee = people.person("Maryam Haddad", RoleName.TRAINEE)
    people.enrolment(trainee)
    return {
        "trainee": trainee,
        "registrar": people.person("Rhys Morgan", RoleName.REGISTRAR),
        "officer": people.person("Ffion Parry", RoleName.DATA_PROTECTION_OFFICER),
        "assessor": people.person("Idris Rahman", RoleName.ASSESSOR),
        "consultant": people.person("Rosa", RoleName.CONSULTANT),
        "nobody_now": people.person("Tomos Price"),
    }


ROWS = [
    Row(
        "portal:home",
        nobody=SIGN_IN,
        wrong=None,
        right=("trainee", 200),
        right_also=(("officer", 200), ("nobody_now", 200), ("assessor", 302), ("consultant", 302)),
    ),
    Row(
        "portal:standards",
        nobody=SIGN_IN,
        wrong=("consultant", 404),
        right=("assessor", 200),
        right_also=(("trainee", 200),),
    ),
    Row("portal:tables", nobody=SIGN_IN, wrong=("trainee", 404), right=("officer", 200)),
]
