"""The typefaces that forms are printed in and that people fill them in with, each registered once by its short name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from casework.errors import Unavailable

_ROOT = Path("/usr/share/fonts/truetype")
_FILES = {
    "sans": "liberation2/LiberationSans-Regular.ttf",
    "sans-bold": "liberation2/LiberationSans-Bold.ttf",
    "sans-italic": "liberation2/LiberationSans-Italic.ttf",
    "serif": "liberation2/LiberationSerif-Regular.ttf",
    "serif-bold": "liberation2/LiberationSerif-Bold.ttf",
    "serif-italic": "liberation2/LiberationSerif-Italic.ttf",
    "mono": "liberation2/LiberationMono-Regular.ttf",
    "mono-bold": "liberation2/LiberationMono-Bold.ttf",
    "deja": "dejavu/DejaVuSans.ttf",
    "deja-bold": "dejavu/DejaVuSans-Bold.ttf",
    "noto": "noto/NotoSans-Regular.ttf",
    "noto-bold": "noto/NotoSans-Bold.ttf",
    "noto-italic": "noto/NotoSans-Italic.ttf",
    "hand-dkg": "fifthhorseman/dkg.ttf",
    "hand-breip": "breip/Breip.ttf",
    "hand-femke": "femkeklaver/femkeklaver.ttf",
    "hand-steve": "sjfonts/SteveHand.ttf",
    "script": "kristi/Kristi.ttf",
}
HANDS = ("hand-dkg", "hand-breip", "hand-femke", "hand-steve")
_SLANTED = {"sans": "sans-italic", "serif": "serif-italic", "noto": "noto-italic", "deja": "deja", "mono": "mono"}


@cache
def face(name: str) -> str:
    """The name a typeface is known by to reportlab; raises Unavailable where its Debian package is missing."""
    known = f"office-{name}"
    try:
        pdfmetrics.registerFont(TTFont(known, str(_ROOT / _FILES[name])))
    except TTFError as error:
        remedy = "run scripts/system-packages.sh, which installs the typefaces"
        raise Unavailable(f"typeface {_FILES[name]} is not on this machine", remedy=remedy) from error
    return known


def slanted(name: str) -> str:
    """The italic of a printed face, or itself where it has none."""
    return _SLANTED[name]


@cache
def lacks(name: str) -> frozenset[str]:
    """Of the characters that values use, those a typeface cannot write."""
    font = pdfmetrics.getFont(face(name))
    return frozenset(char for char in "€·ºª@" if ord(char) not in font.face.charToGlyph)


def width(text: str, name: str, size: float) -> float:
    """The width of a text in points."""
    return float(pdfmetrics.stringWidth(text, face(name), size))
