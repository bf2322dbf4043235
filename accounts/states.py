"""The states of a request for a role that two administrators grant. Pure; no ORM."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    """Where a request for a role stands."""

    WAITING = "waiting", _("Waits for a second administrator")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


class RequestEvent(TextChoices):
    """What can happen to it."""

    CONFIRM = "confirm", _("Confirm")
    DECLINE = "decline", _("Decline")
    WITHDRAW = "withdraw", _("Take back")


TABLE: dict[RequestEvent, tuple[frozenset[RequestState], RequestState]] = {
    RequestEvent.CONFIRM: (frozenset({RequestState.WAITING}), RequestState.CONFIRMED),
    RequestEvent.DECLINE: (frozenset({RequestState.WAITING}), RequestState.DECLINED),
    RequestEvent.WITHDRAW: (frozenset({RequestState.WAITING}), RequestState.WITHDRAWN),
}
