"""What a service says when it will not do a thing."""

from django.core.exceptions import PermissionDenied, ValidationError


class Refused(ValidationError):
    """The act is understood and not possible now; the message says what to do next."""


class TransitionRefused(Refused):
    """The event does not lead anywhere from the present state."""


class NotAllowed(PermissionDenied):
    """This person may see the thing and may not do this to it."""
