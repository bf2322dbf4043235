"""News that travels up from reading: a learner opened a section."""

from django.dispatch import Signal

#: Sent with `enrolment` and `section` (a served `SectionPage`). A page may not write; a receiver does.
section_opened = Signal()
