"""The roles of the programme and what follows from holding one. Pure; no ORM.

Source: domain reference, section 7.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoleName(TextChoices):
    """Least privilege: nobody holds a role by being staff."""

    TRAINEE = "trainee", _("Trainee")
    ADVOCATE = "advocate", _("Advocate")
    CONSULTANT = "consultant", _("Consultant")
    EDITOR = "editor", _("Content editor")
    CO_PRODUCTION_LEAD = "co_production_lead", _("Co-production lead")
    ASSESSOR = "assessor", _("Assessor")
    QUALITY_ASSURER = "quality_assurer", _("Quality assurer")
    LEAD_QUALITY_ASSURER = "lead_quality_assurer", _("Lead quality assurer")
    EXTERNAL_QUALITY_ASSURER = "external_quality_assurer", _("External quality assurer")
    PANEL_MEMBER = "panel_member", _("Panel member")
    REGISTRAR = "registrar", _("Registrar")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    EMPLOYER_VERIFIER = "employer_verifier", _("Employer verifier")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Scope(TextChoices):
    """How far a role reaches."""

    WHOLE = "whole", _("The whole programme")
    ORGANISATION = "organisation", _("One organisation")
    COHORT = "cohort", _("One cohort")
    QUALIFICATION = "qualification", _("One qualification")


#: Roles whose holders see only what is their own; every other role is staff and
#: needs a second factor and the short idle limit.
OWN_DATA_ONLY = frozenset({RoleName.TRAINEE, RoleName.ADVOCATE, RoleName.CONSULTANT})
STAFF = frozenset(set(RoleName) - OWN_DATA_ONLY)

#: Roles that decide about people, or see hidden ones: two people grant them.
DECIDING = frozenset(
    {
        RoleName.ASSESSOR,
        RoleName.QUALITY_ASSURER,
        RoleName.LEAD_QUALITY_ASSURER,
        RoleName.PANEL_MEMBER,
        RoleName.REGISTRAR,
        RoleName.SAFEGUARDING_LEAD,
    }
)

#: Roles that two administrators give together; the administrator's own is one of
#: them, or one person could make the second granter.
TWO_GRANTERS = DECIDING | {RoleName.ADMINISTRATOR}

#: Who holds this role is itself a disclosure: the co-production lead gives it, and it
#: stands in no other list, export or picker (domain reference, section 5).
UNLISTED = frozenset({RoleName.CONSULTANT})

#: Parts of the product that an operator runs from the console; they may give any role.
CONSOLE = frozenset({"establish", "demonstration"})

#: Roles that work in Wagtail's admin.
CONTENT = frozenset({RoleName.EDITOR, RoleName.ADMINISTRATOR})
