"""What fonts tell by their names: signs that are set as letters, and a name that is signed in a hand of its own."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

import pypdfium2.raw as pdfium_c

from bots.reading import pdf_calls
from casework.reading import Box, Word

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
_PRINT, _NAME = 25, 4  # words of a page with print on it, and the most of a name that is signed
_NAMED = re.compile(r"(?=.*[^\W\d_]{2})[^\W\d_][^\W\d_.'’ -]*(?:[. '’-]+[^\W\d_.'’ -]+)*\.?")
_NAMELESS = re.compile(r"(?:cidfont|font|f|tt|ft)?\W*f?\d*")  # as some programs call every font
_STYLES = re.compile(
    r"(?:[-, ]|(?<=[a-z]))?(?:regular|roman|bold|italic|oblique|medium|light|book|semi|demi|extra|black|condensed|cond"
    r"|narrow|mt|ps|std|pro|[, -])+$",
    re.IGNORECASE,
)


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


def signatures(textpage: Any, spelled: Sequence[tuple[int, Word]]) -> list[Box]:
    """Where a few words without figures are set in a font that nothing else on the page is set in, as a hand's is."""
    if len(spelled) < _PRINT:
        return []
    raw = pdf_calls.handle(textpage.raw)
    fonts: dict[int | None, list[tuple[int, Word]]] = defaultdict(list)
    for start, word in spelled:
        fonts[pdf_calls.object_font(pdf_calls.letter_object(raw, start))].append((start, word))
    families: dict[str, list[Word]] = defaultdict(list)
    for words in fonts.values():
        families[_family(_font_at(textpage, words[0][0]))] += [word for _, word in words]
    named = [words for family, words in families.items() if not _NAMELESS.fullmatch(family)]
    return [around for words in named if len(words) <= _NAME for around in _signed(words)]


def _signed(words: Sequence[Word]) -> Iterator[Box]:
    """The place of each line of what may be names."""
    if not _NAMED.fullmatch(" ".join(word.text for word in words)):
        return
    lines: list[list[Word]] = []
    for word in words:
        if lines and abs(word.box.middle[1] - lines[-1][0].box.middle[1]) < word.box.height / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    yield from (reduce(Box.union, [word.box for word in line]) for line in lines)


def _family(font: str) -> str:
    """A font's name without the letters of its subset, and without what its weight and slope are called."""
    plain = font.partition("+")[2] or font
    return _STYLES.sub("", plain).casefold()


def _font_at(textpage: Any, index: int) -> str:
    name, flags = ctypes.create_string_buffer(_LONGEST), ctypes.c_int()
    size = pdfium_c.FPDFText_GetFontInfo(textpage, index, name, _LONGEST, flags)
    return name.value.decode("utf-8", "replace") if 0 < size <= _LONGEST else ""
