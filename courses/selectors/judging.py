"""What would happen to each line of a list, without doing any of it."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Organisation
from courses.lines import Row
from courses.models import Cohort, Enrolment, Invitation
from courses.states import LEARNING, Verdict, Why
from foundation import clock

LONGEST_NAME = 120
AT_ONCE = 500


@dataclass(frozen=True)
class Judgement:
    """What would happen to one row, why, and the organisation that its third cell names."""

    verdict: Verdict
    why: Why | str = ""
    details: dict[str, Any] = field(default_factory=dict)
    organisation_id: int | None = None


def fold(text: str) -> str:
    """A name without case, accents and double spaces, for comparing only."""
    plain = unicodedata.normalize("NFKD", text.translate(_STROKES)).encode("ascii", "ignore").decode()
    return " ".join(plain.casefold().split())


_STROKES = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE"}
)


def judge(cohort: Cohort, rows: Sequence[Row]) -> list[Judgement]:
    """A judgement for each row, in the rows' order, in a number of queries that is nearly constant.

    Known people and invitations are looked up 500 addresses at a time.
    """
    return _Judge(cohort, rows).all()


class _Judge:
    """What is known about a cohort and a list, read once."""

    def __init__(self, cohort: Cohort, rows: Sequence[Row]) -> None:
        self.cohort = cohort
        self.rows = rows
        addresses = {row.email.lower() for row in rows if row.email}
        self.organisations = {fold(name): pk for pk, name in Organisation.objects.values_list("pk", "name")}
        self.organisation_names = dict(Organisation.objects.values_list("pk", "name"))
        self.invitations = {
            invitation.email.lower(): invitation
            for invitation in Invitation.objects.filter(cohort=cohort, revoked_at__isnull=True)
        }
        self.enrolments = _enrolments_by_address(addresses)
        self.names = _enrolled_names() if any(row.name for row in rows) else {}
        self.domains = Counter(
            address.partition("@")[2] for address in addresses if "." in address.partition("@")[2]
        )

    def all(self) -> list[Judgement]:
        seen: dict[str, int] = {}
        judgements = []
        for row in self.rows:
            address = row.email.lower()
            if address and address in seen:
                judgements.append(Judgement(Verdict.LEFT_OUT, Why.DUPLICATE, {"line": seen[address]}))
                continue
            seen.setdefault(address, row.number)
            judgements.append(self._one(row, address))
        return judgements

    def _one(self, row: Row, address: str) -> Judgement:
        return (
            self._mend(row, address)
            or self._already(address)
            or self._by_eye(row, address)
            or self._invite(row, address)
        )

    def _mend(self, row: Row, address: str) -> Judgement | None:
        if not address:
            return Judgement(Verdict.MEND, Why.NO_ADDRESS)
        try:
            validate_email(address)
        except ValidationError:
            local, at, domain = address.partition("@")
            if local and at and domain and "." not in domain and " " not in address:
                return Judgement(Verdict.MEND, Why.NO_ENDING, self._ending(local, domain))
            return Judgement(Verdict.MEND, Why.MALFORMED, _mended(address))
        if len(row.name) > LONGEST_NAME:
            return Judgement(Verdict.MEND, Why.NAME_TOO_LONG)
        return None

    def _ending(self, local: str, domain: str) -> dict[str, str]:
        for known, _count in self.domains.most_common():
            if known.startswith(f"{domain}."):
                return {"suggestion": f"{local}@{known}"}
        return {}

    def _already(self, address: str) -> Judgement | None:
        enrolment = self.enrolments.get(address)
        if enrolment is not None and (enrolment.state in LEARNING or enrolment.cohort_id == self.cohort.pk):
            return Judgement(Verdict.LEFT_OUT, Why.ENROLLED, {"cohort": enrolment.cohort.title})
        invitation = self.invitations.get(address)
        if invitation is not None and (invitation.accepted_at or invitation.expires_at > clock.now()):
            return Judgement(Verdict.LEFT_OUT, Why.INVITED, {"on": _day(invitation.invited_at)})
        return None

    def _by_eye(self, row: Row, address: str) -> Judgement | None:
        organisation_id = self.organisations.get(fold(row.organisation)) if row.organisation else None
        enrolment = self.enrolments.get(address)
        if enrolment is not None:
            return Judgement(
                Verdict.DECIDE, Why.WAS_HERE, {"cohort": enrolment.cohort.title}, organisation_id
            )
        twin = self._twin(row.name)
        if twin is not None:
            return Judgement(
                Verdict.DECIDE, Why.SAME_NAME, {"name": twin[0], "cohort": twin[1]}, organisation_id
            )
        if row.organisation and organisation_id is None:
            close = difflib.get_close_matches(fold(row.organisation), self.organisations, n=1, cutoff=0.75)
            details = {"written": row.organisation}
            if close:
                details["suggestion"] = self.organisation_names[self.organisations[close[0]]]
            return Judgement(Verdict.DECIDE, Why.ORGANISATION, details)
        return None

    def _twin(self, name: str) -> tuple[str, str] | None:
        """An enrolled person with the same name, or with one that differs by an initial only."""
        folded = fold(name)
        return self.names.get(folded) or self.names.get(_by_initial(folded, only_initials=True))

    def _invite(self, row: Row, address: str) -> Judgement:
        organisation_id = self.organisations.get(fold(row.organisation)) if row.organisation else None
        old = self.invitations.get(address)
        if old is not None:
            return Judgement(Verdict.INVITE, Why.RAN_OUT, {"on": _day(old.expires_at)}, organisation_id)
        return Judgement(Verdict.INVITE, organisation_id=organisation_id)


def _day(moment: Any) -> str:
    return timezone.localdate(moment).isoformat()


def _mended(address: str) -> dict[str, str]:
    """The slip that is easiest to make: spaces, a comma for a full stop, a stop at the end."""
    tried = address.replace(" ", "").replace(",", ".").strip(".;<>\"'").replace("..", ".")
    try:
        validate_email(tried)
    except ValidationError:
        return {}
    return {"suggestion": tried}


def _enrolments_by_address(addresses: Iterable[str]) -> dict[str, Enrolment]:
    """For each known address the enrolment that says most: one on the way before an older one."""
    found: dict[str, Enrolment] = {}
    wanted = sorted(addresses)
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        owners = dict(
            EmailAddress.objects.annotate(folded=Lower("email"))
            .filter(folded__in=part)
            .values_list("folded", "user_id")
        )
        enrolments = Enrolment.objects.select_related("cohort", "person__user").filter(
            person__user_id__in=set(owners.values())
        ) | Enrolment.objects.select_related("cohort", "person__user").filter(person__user__email__in=part)
        by_user: dict[int, Enrolment] = {}
        for enrolment in sorted(enrolments, key=lambda item: item.state in LEARNING):
            assert enrolment.person.user is not None
            by_user[enrolment.person.user_id] = enrolment
            found[enrolment.person.user.email.lower()] = enrolment
        found.update({address: by_user[user] for address, user in owners.items() if user in by_user})
    return found


def _enrolled_names() -> dict[str, tuple[str, str]]:
    names: dict[str, tuple[str, str]] = {}
    for name, cohort in Enrolment.objects.order_by("pk").values_list(
        "person__practising_name", "cohort__title"
    ):
        folded = fold(name)
        if folded:
            names[folded] = (name, cohort)
            names.setdefault(_by_initial(folded), (name, cohort))
    return names


def _by_initial(folded: str, *, only_initials: bool = False) -> str:
    """`t okafor` for `tunde okafor`; with `only_initials`, for `t. okafor` alone."""
    words = folded.replace(".", "").split()
    if len(words) < 2 or (only_initials and len(words[0]) > 1):  # noqa: PLR2004 - a first name and a last
        return ""
    return f"\0{words[0][0]} {words[-1]}"
