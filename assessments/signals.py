"""News from assessment that travels up the floors."""

from django.dispatch import Signal

#: Sent inside the releasing transaction with the `release`: a receiver that
#: cannot do its part stops the release, so no outcome is ever half known.
outcome_released = Signal()
