"""The house's glyphs as drawings on a 24 × 24 ground. Pure; no template, no ORM.

Doors say what a register entry is, discs and rings say what work is (design guide,
"Identity"). Lines take the colour of the text around them. Class `f` fills with that
colour; class `h` is a hole that takes the ground's colour.
"""

from __future__ import annotations

_ARCH = "M5 21V10.5a7 7 0 0 1 14 0V21"

#: Name of a glyph to the drawing inside its `<svg>`.
ICONS: dict[str, str] = {
    # Doors: the state of an entry.
    "door-tick": f'<path d="{_ARCH}M8.6 13.2l2.6 2.6 4.6-5"/>',
    "door-bars": f'<path d="{_ARCH}M9 11.5h6M9 15.5h6"/>',
    "door-shut": (
        '<path class="f" d="M5 21V10.5a7 7 0 0 1 14 0V21z"/><path class="h" d="M10 11.5v5M14 11.5v5"/>'
    ),
    "door-clock": f'<path stroke-dasharray="2.6 2.9" d="{_ARCH}"/><path d="M12 10v3.5l2.2 1.6"/>',
    "door-cross": f'<path d="{_ARCH}zM9.4 11.4l5.2 5.2M14.6 11.4l-5.2 5.2"/>',
    "door-outline": f'<path d="{_ARCH}z"/>',
    # Work: what was found.
    "disc-tick": '<circle class="f" cx="12" cy="12" r="8"/><path class="h" d="M8.4 12.2l2.5 2.5 4.7-5"/>',
    "ring": '<path d="M9.4 4.5A8 8 0 1 0 14.6 4.4"/>',
    "half": '<circle cx="12" cy="12" r="8"/><path class="f" d="M12 4a8 8 0 0 0 0 16z"/>',
    "minus": '<circle cx="12" cy="12" r="8"/><path d="M8.5 12h7"/>',
    "warning": '<path d="M12 4.2 2.9 19.8h18.2zM12 10.2v4.2M12 17v.1"/>',
    "tick": '<path d="M4.5 12.8l4.8 4.7L19.5 6.8"/>',
    "cross": '<path d="M6 6l12 12M18 6 6 18"/>',
    # Things to do and to find.
    "exit": '<path d="M10 4H5v16h5M10 12h10M16 8l4 4-4 4"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h10"/>',
    "down": '<path d="M5.5 9l6.5 6.5L18.5 9"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5 21 21"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17.5H4V9h16v8.5h-3M7 14.5h10v6H7z"/>',
    "right": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "left": '<path d="M20 12H5M11 6l-6 6 6 6"/>',
    "page": '<path d="M6 3.5h8l4 4v13H6zM14 3.5v4h4"/>',
    "branch": '<path d="M3.5 12h5L14 6h6M8.5 12l5.5 6h6M17 3l3 3-3 3M17 15l3 3-3 3"/>',
    "pause": '<path stroke-width="3" d="M8.5 6v12M15.5 6v12"/>',
    "play": '<path class="f" d="M7.5 5l11 7-11 7z"/>',
    "lock": '<path d="M5.5 10.5h13v9.5h-13zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>',
    "sound": '<path d="M4 10v4h3.5l4.5 4V6l-4.5 4zM15.5 9.2a4 4 0 0 1 0 5.6M18 6.5a8 8 0 0 1 0 11"/>',
    "picture": '<path d="M4 5h16v14H4zM4 16l4.5-4.5 3.5 3.5 3-3 5 5M15 9v.1"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15"/>',
    "upload": '<path d="M12 15.5V4.5M7 9l5-5 5 5M4.5 20h15"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8 3.5V6M16 3.5V6"/>',
    "clock": '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
    "letter": '<path d="M3.5 6h17v12.5h-17zM3.5 7l8.5 6 8.5-6"/>',
    "phone": (
        '<path d="M6 3.5h3.2l1.6 4.3-2.2 1.7a12 12 0 0 0 5.9 5.9l1.7-2.2 4.3 1.6V18'
        'a2.5 2.5 0 0 1-2.7 2.5C10.5 20 4 13.5 3.5 6.2A2.5 2.5 0 0 1 6 3.5z"/>'
    ),
    "people": (
        '<circle cx="9" cy="8" r="3.5"/><path d="M3 20v-1a6 6 0 0 1 12 0v1M16 4.700a3.5 3.5 0 0 1 0 6.6'
        'M18 14.200a6 6 0 0 1 3 4.800v1"/>'
    ),
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.1"/>',
}
