"""The door of a printed certificate: lines, light and ground, as a one-page PDF.

An SVG is refused as a page background; a one-page PDF made of it is accepted
(credentials reference, section 2). All measures in millimetres from the top left.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

PAGE = (297, 210)
#: Where the ground, the mist band at the foot, begins.
BAND = 156
TARN, DAWN, MIST, SAND2 = "#0c4e56", "#e2955c", "#e8f1ef", "#f4d9bd"
#: Raise it when the drawing changes.
DRAWING = 3

DOOR = f"""<svg xmlns="http://www.w3.org/2000/svg" width="297mm" height="210mm" viewBox="0 0 297 210">
<path fill="{SAND2}" d="M195 149A13 13 0 0 0 208 136V101A26 26 0 0 1 260 101V{BAND}H195Z"/>
<g fill="none" stroke-width="2.8">
<path stroke="{TARN}" d="M-4 143.6H195A7.6 7.6 0 0 0 202.6 136V101A31.4 31.4 0 0 1 265.4 101V{BAND}"/>
<path stroke="{DAWN}" d="M-4 149H195A13 13 0 0 0 208 136V101A26 26 0 0 1 260 101V{BAND}"/>
</g>
<rect x="0" y="{BAND}" width="297" height="{210 - BAND}" fill="{MIST}"/>
<g fill="none" stroke-width="1.3" transform="translate(30 29.2)">
<path stroke="{TARN}" d="M0.4 9.1H2A1.2 1.2 0 0 0 3.2 7.9V5.4A4.4 4.4 0 0 1 12 5.4V11.95"/>
<path stroke="{DAWN}" d="M0.4 11.3H2A3.4 3.4 0 0 0 5.4 7.9V5.4A2.2 2.2 0 0 1 9.8 5.4V11.95"/>
</g>
</svg>"""


def ensure(folder: Path) -> Path:
    """The background as a PDF in `folder`, drawn once."""
    path = folder / f"door-{DRAWING}.pdf"
    if not path.exists():
        from reportlab.graphics import renderPDF
        from svglib.svglib import svg2rlg

        with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".svg", delete=False) as source:
            source.write(DOOR)
        drawing = svg2rlg(source.name)
        Path(source.name).unlink()
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
            part.write(renderPDF.drawToString(drawing))
        Path(part.name).replace(path)
    return path
