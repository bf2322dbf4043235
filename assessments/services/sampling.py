"""The draw for quality assurance, from a seed that nobody can foresee and anybody can check.

Source: domain reference, section 4 ("Internal quality assurance"). To recompute a draw
after the period closed: HMAC-SHA256 with the published seed's 16 bytes as the key and
the submission's public id as the message; its first 64 bits, as a fraction of 2^64, lie
under the period's percentage when the piece was chosen at random.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from accounts.permissions import require_role
from accounts.roles import RoleName
from assessments.models import (
    DecisionAct,
    DrawReason,
    SamplingDraw,
    SamplingPeriod,
    Submission,
    SubmissionVersion,
)
from casework.selectors import policy
from courses.models import EvidenceKind
from foundation import clock, sealed
from foundation.exceptions import Refused

SEED_BYTES = 16
PERIOD_DAYS = 92
FULL = 2**64
YEAR = dt.timedelta(days=365)


def number_of(seed: bytes, submission_id: str) -> int:
    """The draw's number: the first 64 bits of the keyed hash of a submission's public id."""
    return int.from_bytes(hmac.new(seed, submission_id.encode(), hashlib.sha256).digest()[:8], "big")


def is_drawn(number: int, percent: int) -> bool:
    """Whether a number lies in the lowest `percent` per cent of all numbers."""
    return number * 100 < percent * FULL


def _new_period(title: str, closes_on: dt.date, by: User | None) -> SamplingPeriod:
    seed = secrets.token_bytes(SEED_BYTES)
    return SamplingPeriod.objects.create(
        title=title,
        closes_on=closes_on,
        sealed_seed=sealed.seal(seed.hex(), place=SamplingPeriod.PLACE),
        seed_sha256=hashlib.sha256(seed).hexdigest(),
        random_percent=policy("sampling.random_percent"),
        opened_by=by,
    )


def _publish(period: SamplingPeriod) -> None:
    period.seed = sealed.open_sealed(period.sealed_seed, place=SamplingPeriod.PLACE)
    period.closed_at = clock.now()
    period.save(update_fields=["seed", "closed_at"])


def _season(day: dt.date) -> str:
    seasons = [(3, _("spring")), (6, _("summer")), (9, _("autumn")), (12, _("winter"))]
    name = next((name for month, name in reversed(seasons) if day.month >= month), _("winter"))
    return _("%(season)s %(year)s") % {"season": name, "year": day.year}


def current_period() -> SamplingPeriod:
    """The open period; one that is over is closed and the next one opened by rule.

    Deciding never waits for somebody to open a period. Call it inside a transaction.
    """
    period = SamplingPeriod.objects.filter(closed_at__isnull=True).first()
    if period and period.closes_on >= clock.today():
        return period
    if period:
        period = SamplingPeriod.objects.select_for_update().get(pk=period.pk)
        if period.closed_at is None:
            _publish(period)
    today = clock.today()
    try:
        with transaction.atomic():
            return _new_period(_season(today), today + dt.timedelta(days=PERIOD_DAYS), None)
    except IntegrityError:
        # Somebody who decided at the same moment opened it.
        return SamplingPeriod.objects.get(closed_at__isnull=True)


@transaction.atomic
def open_period(*, title: str, closes_on: dt.date, by: User) -> SamplingPeriod:
    """Open a period with a new sealed seed. Raises Refused while another one is open."""
    require_role(by, RoleName.LEAD_QUALITY_ASSURER)
    if closes_on < clock.today():
        raise Refused(_("A period ends today or later."))
    if SamplingPeriod.objects.filter(closed_at__isnull=True).exists():
        raise Refused(_("A period is open. Close it first."))
    period = _new_period(title.strip(), closes_on, by)
    audit.record(action="sampling.open", by=by, subject_kind="sampling_period", subject_id=period.public_id)
    return period


@transaction.atomic
def close_period(*, period_id: int, by: User) -> SamplingPeriod:
    """Close a period and publish its seed; closing again changes nothing."""
    require_role(by, RoleName.LEAD_QUALITY_ASSURER)
    period = SamplingPeriod.objects.select_for_update().get(pk=period_id)
    if period.closed_at is None:
        _publish(period)
        audit.record(
            action="sampling.close", by=by, subject_kind="sampling_period", subject_id=period.public_id
        )
    return period


def _rule(submission: Submission, version: SubmissionVersion, act: DecisionAct) -> DrawReason | None:
    """The first rule that chooses the piece whatever chance says; None where chance decides."""
    if act.number > 1:
        return DrawReason.RETURNED
    if version.attempt > 1:
        return DrawReason.RESUBMISSION
    if version.evidence.filter(kind=EvidenceKind.PRIOR_LEARNING).exists():
        return DrawReason.PRIOR_LEARNING
    before = DecisionAct.objects.filter(assessor_id=act.assessor_id, number=1).exclude(pk=act.pk)
    first = policy("sampling.new_assessor_first")
    if len(before.order_by()[:first].values_list("pk")) < first:
        return DrawReason.NEW_ASSESSOR
    if not before.filter(at__gte=act.at - YEAR, version__submission__unit_id=submission.unit_id).exists():
        return DrawReason.FIRST_IN_UNIT
    return None


def draw(*, submission: Submission, version: SubmissionVersion, act: DecisionAct) -> SamplingDraw:
    """Draw for one act of deciding, inside the transaction that decides."""
    period = current_period()
    seed = bytes.fromhex(sealed.open_sealed(period.sealed_seed, place=SamplingPeriod.PLACE))
    number = number_of(seed, submission.public_id)
    by_chance = DrawReason.RANDOM if is_drawn(number, period.random_percent) else DrawReason.NOT_DRAWN
    return SamplingDraw.objects.create(
        act=act,
        period=period,
        submission=submission,
        assessor_id=act.assessor_id,
        unit_id=submission.unit_id,
        reason=_rule(submission, version, act) or by_chance,
        number=f"{number:016x}",
        percent=period.random_percent,
    )
