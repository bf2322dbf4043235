"""States of an enrolment and of a list of invitations, as tables. Pure; no ORM."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnrolmentState(TextChoices):
    """Where one person stands in one cohort."""

    LIVE = "live", _("Learning")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EnrolmentEvent(TextChoices):
    """What can happen to an enrolment."""

    PAUSE = "pause", _("Pause")
    RESUME = "resume", _("Go on")
    COMPLETE = "complete", _("Complete")
    WITHDRAW = "withdraw", _("Withdraw")
    RETURN = "return", _("Return")


#: A pause has no penalty and no end date; whoever withdrew can be taken back.
ENROLMENT: Mapping[EnrolmentEvent, tuple[frozenset[EnrolmentState], EnrolmentState]] = {
    EnrolmentEvent.PAUSE: (frozenset({EnrolmentState.LIVE}), EnrolmentState.PAUSED),
    EnrolmentEvent.RESUME: (frozenset({EnrolmentState.PAUSED}), EnrolmentState.LIVE),
    EnrolmentEvent.COMPLETE: (
        frozenset({EnrolmentState.LIVE, EnrolmentState.PAUSED}),
        EnrolmentState.COMPLETED,
    ),
    EnrolmentEvent.WITHDRAW: (
        frozenset({EnrolmentState.LIVE, EnrolmentState.PAUSED}),
        EnrolmentState.WITHDRAWN,
    ),
    EnrolmentEvent.RETURN: (frozenset({EnrolmentState.WITHDRAWN}), EnrolmentState.LIVE),
}

#: States in which somebody may read the sections: what was learned stays readable.
READING = frozenset({EnrolmentState.LIVE, EnrolmentState.PAUSED, EnrolmentState.COMPLETED})

#: States in which somebody is on the way.
LEARNING = frozenset({EnrolmentState.LIVE, EnrolmentState.PAUSED})


class BatchState(TextChoices):
    """Where a list of people to invite stands."""

    READY = "ready", _("Waiting for you")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")


class BatchEvent(TextChoices):
    """What can happen to a list of people to invite."""

    START = "start", _("Start")
    FINISH = "finish", _("Finish")
    STOP = "stop", _("Stop")


BATCH: Mapping[BatchEvent, tuple[frozenset[BatchState], BatchState]] = {
    BatchEvent.START: (frozenset({BatchState.READY}), BatchState.SENDING),
    BatchEvent.FINISH: (frozenset({BatchState.SENDING}), BatchState.SENT),
    BatchEvent.STOP: (frozenset({BatchState.SENDING}), BatchState.READY),
}


class Verdict(TextChoices):
    """What will happen with one line of a list."""

    INVITE = "invite", _("Will be invited")
    MEND = "mend", _("Mend")
    DECIDE = "decide", _("You decide")
    LEFT_OUT = "left_out", _("Left out")


class Why(TextChoices):
    """The reason for a verdict; `courses.verdicts` puts it into words."""

    NO_ADDRESS = "no_address"
    MALFORMED = "malformed"
    NO_ENDING = "no_ending"
    NAME_TOO_LONG = "name_too_long"
    ORGANISATION = "organisation"
    DUPLICATE = "duplicate"
    INVITED = "invited"
    ENROLLED = "enrolled"
    WAS_HERE = "was_here"
    SAME_NAME = "same_name"
    RAN_OUT = "ran_out"
