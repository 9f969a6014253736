"""Fonts of signs instead of letters: what their letters stand for, told by the names of the fonts."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

import pypdfium2.raw as pdfium_c

_DINGBATS = dict(zip("345678lnuopqrm", "✓✔✕✖✗✘●■◆❏❐❑❒❍", strict=True))
_WINGDINGS = dict(zip("üûþý¨oxqnl", "✓✗☑☒☐☐☒❑■●", strict=True))
_WINGDINGS_2 = dict(zip("POQRSTUV£*", "✓✗☒☑☒☒☒☒☐☐", strict=True))
_FONTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("dingbat", _DINGBATS), ("d050000l", _DINGBATS),
    ("wingdings2", _WINGDINGS_2), ("wingdings3", {}), ("wingdings", _WINGDINGS),
)  # fmt: skip
_SIGNS = frozenset("".join(key for _, signs in _FONTS for key in signs))
_PRIVATE = range(0xF000, 0xF100)  # where fonts of signs keep their codes in Unicode
_LONGEST = 80  # letters of a font's name


def sign_at(textpage: Any, index: int, written: str) -> str | None:
    """The sign that the first letter of a token is set as; None for a letter, and where no letter could be one.

    A letter before small ones begins a word: only one that stands alone, or before a capital or a figure, is looked up.
    """
    code = ord(written[0])
    letter = chr(code - 0xF000) if code in _PRIVATE else written[0]
    if letter not in _SIGNS or (len(written) > 1 and not (written[1].isupper() or written[1].isdigit())):
        return None
    return _signs_of(_font_at(textpage, index)).get(letter)


def _signs_of(font: str) -> Mapping[str, str]:
    plain = "".join(sign for sign in font.casefold() if sign.isalnum())
    return next((signs for name, signs in _FONTS if name in plain), {})


def _font_at(textpage: Any, index: int) -> str:
    name, flags = ctypes.create_string_buffer(_LONGEST), ctypes.c_int()
    size = pdfium_c.FPDFText_GetFontInfo(textpage, index, name, _LONGEST, flags)
    return name.value.decode("utf-8", "replace") if 0 < size <= _LONGEST else ""
