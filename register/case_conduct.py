"""The code of conduct that an advocate signs, by version. Pure; no ORM.

The programme's own text until the partners decide; no screen presents it as theirs.
Source of its content: domain reference, section 1 (the role and its boundary).
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: The version that is signed now. A new text is a new version, and is signed anew.
CONDUCT_VERSION: Final = "2026-1"

#: What is promised, one sentence each.
CONDUCT: Final[tuple[Promise, ...]] = (
    _(
        "I work for the person beside me. They decide which parts of their life I help with, and for how long."
    ),
    _(
        "I stay independent. I say so when my employer, or anybody else, wants something that is not in their interest."
    ),
    _("I give no immigration advice unless I am registered for it. I help people to reach somebody who is."),
    _("I do not ask people to tell their account again. I read what is there, with their agreement."),
    _(
        "I keep what I learn to myself, and I say beforehand when I would have to act because somebody is in danger."
    ),
    _("I do not hold money or documents for people, and I take no gifts."),
    _("I know the limits of what I can do. I use supervision, and I ask when I am not sure."),
    _(
        "I tell the register when something changes that it must know, and I help when somebody raises a concern."
    ),
)
