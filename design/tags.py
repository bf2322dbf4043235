"""Words, tones and glyphs of the states that pages show as tags. Pure but for translation.

State is shape, word and colour together (design guide, "Tokens" and "Identity").
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Face:
    """How a state looks: `tone` is a class of the kit, `icon` a name in `design.icons`."""

    tone: str
    icon: str
    words: str | Promise


#: The state's code, as the apps' `states.py` writes it, to how it looks.
FACES: dict[str, Face] = {
    # Entries on the register.
    "accredited": Face("good", "door-tick", _("Accredited")),
    "conditions": Face("cond", "door-bars", _("Accredited with conditions")),
    "suspended": Face("halt", "door-shut", _("Suspended")),
    "lapsed": Face("idle", "door-clock", _("Lapsed")),
    "removed": Face("halt", "door-cross", _("Removed")),
    "voluntarily_removed": Face("idle", "door-outline", _("Voluntarily removed")),
    # Work.
    "met": Face("plain", "disc-tick", _("Met")),
    "not_yet_met": Face("open", "ring", _("Not yet met")),
    "done": Face("plain", "disc-tick", _("Done")),
    "ready": Face("plain", "disc-tick", _("Ready")),
    "waiting": Face("open", "ring", _("Waiting")),
    "decide": Face("cond", "half", _("You decide")),
    "soon": Face("cond", "door-clock", _("Ends soon")),
    "held": Face("halt", "pause", _("On hold")),
    "left_out": Face("idle", "minus", _("Left out")),
    "closed": Face("idle", "minus", _("Closed")),
    "mend": Face("err", "warning", _("Mend")),
}
FACES["accredited_with_conditions"] = FACES["conditions"]


def face(state: str) -> Face:
    """The face of a state; one without a face of its own gets a ring and its code as words."""
    return FACES.get(state) or Face("idle", "ring", state.replace("_", " ").capitalize())
