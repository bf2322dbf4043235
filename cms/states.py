"""States of a contribution and of a request for sign-off. Pure; no ORM.

Source: domain reference, section 5.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContributionState(TextChoices):
    """Where somebody's words are. Whether a consent is live is asked of the clock, not stored."""

    HELD = "held", _("With us")
    SEALED = "sealed", _("Withdrawn, sealed")
    DESTROYED = "destroyed", _("Destroyed")


class ContributionEvent(TextChoices):
    """What can happen to a contribution."""

    CONSENT = "consent", _("Give or change a consent")
    WITHDRAW = "withdraw", _("Withdraw")
    BRING_BACK = "bring_back", _("Bring back")
    DESTROY = "destroy", _("Destroy")


CONTRIBUTION: Mapping[ContributionEvent, tuple[frozenset[ContributionState], ContributionState]] = {
    ContributionEvent.CONSENT: (frozenset({ContributionState.HELD}), ContributionState.HELD),
    ContributionEvent.WITHDRAW: (frozenset({ContributionState.HELD}), ContributionState.SEALED),
    ContributionEvent.BRING_BACK: (frozenset({ContributionState.SEALED}), ContributionState.HELD),
    ContributionEvent.DESTROY: (frozenset({ContributionState.SEALED}), ContributionState.DESTROYED),
}


class RequestState(TextChoices):
    """Where a request for sign-off is."""

    OPEN = "open", _("Being read")
    CLEARED = "cleared", _("Signed off")
    CHANGES = "changes", _("Changes asked for")
    VETOED = "vetoed", _("Vetoed")
    REPLACED = "replaced", _("Replaced by a newer request")


class RequestEvent(TextChoices):
    """What can happen to a request for sign-off."""

    CLEAR = "clear", _("The last reader said yes")
    ASK_CHANGES = "ask_changes", _("A reader asked for changes")
    VETO = "veto", _("A reader said no")
    REPLACE = "replace", _("The editors asked again with another revision")


REQUEST: Mapping[RequestEvent, tuple[frozenset[RequestState], RequestState]] = {
    RequestEvent.CLEAR: (frozenset({RequestState.OPEN}), RequestState.CLEARED),
    RequestEvent.ASK_CHANGES: (frozenset({RequestState.OPEN}), RequestState.CHANGES),
    RequestEvent.VETO: (frozenset({RequestState.OPEN}), RequestState.VETOED),
    RequestEvent.REPLACE: (frozenset({RequestState.OPEN}), RequestState.REPLACED),
}


class Answer(TextChoices):
    """What a reader says about exactly one revision."""

    APPROVE = "approve", _("Yes, sign it off")
    CHANGES = "changes", _("Ask for changes")
    VETO = "veto", _("Veto")

    @property
    def given(self) -> str:
        """The answer in words once it is given."""
        return str(
            {
                Answer.APPROVE: _("Signed off"),
                Answer.CHANGES: _("Asked for changes"),
                Answer.VETO: _("Said no"),
            }[self]
        )


class Channel(TextChoices):
    """Where words may stand. Print and export are off unless the person turns them on."""

    WEB_PUBLIC = "web_public", _("Everybody, on public pages")
    WEB_SIGNED_IN = "web_signed_in", _("Trainees and staff who are signed in")
    PRINT = "print", _("Printed copies")
    EXPORT = "export", _("Copies that can be saved, such as an e-book")


class Credit(TextChoices):
    """How somebody is credited: their choice."""

    COLLECTIVE = "collective", _("As part of the group, no name")
    PSEUDONYM = "pseudonym", _("By a name I choose")
    NAME = "name", _("By my name")
    NONE = "none", _("Not at all")


class Edits(TextChoices):
    """Whether the words may be shortened or corrected."""

    ASK_FIRST = "ask_first", _("Ask me first")
    ALLOWED = "allowed", _("Small corrections are fine")
