"""One life cycle for all that is asked of others. Source: domain reference, section 3."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    """Where an ask stands."""

    REQUESTED = "requested", _("Asked for")
    RECEIVED = "received", _("Received")
    VERIFIED = "verified", _("Verified")
    REVIEWED = "reviewed", _("Looked at")
    EXPIRED = "expired", _("Time ran out")


class RequestEvent(TextChoices):
    """What can happen to an ask."""

    RECEIVE = "receive", _("Receive")
    VERIFY = "verify", _("Verify")
    REVIEW = "review", _("Review")
    EXPIRE = "expire", _("Expire")
    ASK_AGAIN = "ask_again", _("Ask again")


TRANSITIONS: Mapping[RequestEvent, tuple[frozenset[RequestState], RequestState]] = {
    RequestEvent.RECEIVE: (frozenset({RequestState.REQUESTED}), RequestState.RECEIVED),
    RequestEvent.VERIFY: (frozenset({RequestState.RECEIVED}), RequestState.VERIFIED),
    RequestEvent.REVIEW: (frozenset({RequestState.VERIFIED}), RequestState.REVIEWED),
    RequestEvent.EXPIRE: (frozenset({RequestState.REQUESTED}), RequestState.EXPIRED),
    RequestEvent.ASK_AGAIN: (frozenset({RequestState.EXPIRED}), RequestState.REQUESTED),
}
