"""Payments: what was offered, declined and paid; never anybody's status."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from cms import permissions
from cms.models import Payment
from foundation.exceptions import Refused


@transaction.atomic
def record_payment(  # noqa: PLR0913 - a payment is its dates
    *,
    payment: Payment,
    by: User,
    amount: Decimal | None,
    terms_agreed_on: dt.date | None,
    advice_offered_on: dt.date | None,
    declined_on: dt.date | None,
    paid_on: dt.date | None,
) -> Payment:
    """Write down where a payment stands.

    Raises NotAllowed unless `by` leads co-production, Refused when it is both declined
    and paid, or paid without terms or an amount.
    """
    permissions.require(permissions.can_lead_co_production(by))
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if paid_on and (declined_on or not terms_agreed_on or amount is None):
        raise Refused(_("What is paid has terms and an amount, and was not declined."))
    payment.amount = amount
    payment.terms_agreed_on = terms_agreed_on
    payment.advice_offered_on = advice_offered_on
    payment.declined_on = declined_on
    payment.paid_on = paid_on
    audit.record(action="payment.record", by=by, subject_kind="payment", subject_id=payment.public_id)
    payment.save()
    return payment
