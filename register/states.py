"""The register's own words: event kinds, statuses, visibilities. Pure; no ORM.

Source: domain reference, section 3.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventKind(TextChoices):
    """What can be added to an entry. Nothing is ever taken away; VOID only cancels."""

    ACCREDITED = "accredited", _("Accredited")
    RENEWAL_ASKED = "renewal_asked", _("Renewal asked for")
    RENEWED = "renewed", _("Renewed")
    RENEWAL_CLOSED = "renewal_closed", _("Renewal closed without a new period")
    CONDITIONS_IMPOSED = "conditions_imposed", _("Conditions imposed")
    CONDITIONS_LIFTED = "conditions_lifted", _("Conditions lifted")
    INTERIM_SUSPENDED = "interim_suspended", _("Suspended by an interim order")
    INTERIM_CONFIRMED = "interim_confirmed", _("Interim order confirmed")
    INTERIM_LIFTED = "interim_lifted", _("Interim order lifted")
    SUSPENDED = "suspended", _("Suspended")
    SUSPENSION_LIFTED = "suspension_lifted", _("Suspension lifted")
    VOLUNTARILY_REMOVED = "voluntarily_removed", _("Left the register by their own choice")
    REMOVED = "removed", _("Removed by a decision")
    RESTORED = "restored", _("Restored to the register")
    NAME_CHANGED = "name_changed", _("Name changed")
    NUMBER_CHANGED = "number_changed", _("Number changed")
    EMPLOYER_SHOWN = "employer_shown", _("Employer shown")
    EMPLOYER_HIDDEN = "employer_hidden", _("Employer no longer shown")
    VOID = "void", _("An earlier event was cancelled")


class StatusCode(TextChoices):
    """The public statuses. What each means stands in `register.wording`."""

    ACCREDITED = "accredited", _("Accredited")
    CONDITIONS = "conditions", _("Accredited with conditions")
    SUSPENDED = "suspended", _("Suspended")
    LAPSED = "lapsed", _("Lapsed")
    VOLUNTARILY_REMOVED = "voluntarily_removed", _("Voluntarily removed")
    REMOVED = "removed", _("Removed")


class Renewal(TextChoices):
    """What is said beside a status about the next period."""

    NONE = "none", ""
    DUE = "due", _("renewal due")
    BEING_DECIDED = "being_decided", _("renewal being decided")


class Visibility(TextChoices):
    """Who finds an entry. Advocates can be in danger from exploiters."""

    PUBLIC = "public", _("Visible to the public")
    VERIFY_ONLY = "verify_only", _("Only by number or code")
    PROTECTED = "protected", _("Only by name, number and code together")


#: How much each visibility protects; more needs no more than a request, less needs
#: the advocate's own act.
PROTECTION = {Visibility.PUBLIC: 0, Visibility.VERIFY_ONLY: 1, Visibility.PROTECTED: 2}


class ActKind(TextChoices):
    """One act has a person, a reason, and all the events that it caused."""

    AWARD = "award", _("Award")
    RENEWAL = "renewal", _("Renewal")
    INTERIM_SUSPENSION = "interim_suspension", _("Interim suspension")
    INTERIM_LIFT = "interim_lift", _("Interim suspension lifted")
    DECISION = "decision", _("Decision of a panel")
    VOLUNTARY_REMOVAL = "voluntary_removal", _("Voluntary removal")
    VISIBILITY = "visibility", _("Change of visibility")
    EMPLOYER = "employer", _("Employer shown or not")
    NAME_CHANGE = "name_change", _("Change of name")
    NUMBER_CHANGE = "number_change", _("Change of number")
    CORRECTION = "correction", _("Correction")
