"""Signs over which the network hesitated, settled by what stands around them in the line."""

from __future__ import annotations

import re
from dataclasses import replace

from bots.reading.lines import Spelt

_LIKELY = 0.1  # of a network's second thought that the rest of the line bears out
_BEFORE = re.compile(r"(?<![^\s:])[a-z0-9._+-]*[a-z0-9]$")
_CAPTION = re.compile(r"(?:mail|corre[ou]|electr[oò]nico?|email|e-?m)$")
_SIGNS, _DIGITS = frozenset("._-"), {"1": "l", "0": "o"}
# given names that begin with a capital I before a vowel, where a small l begins no word that stands before a surname
_NAMES = re.compile(
    r"(?<![\w'-])l(?=(?:oan(?:a|is|nis|u)?|on(?:el|ela|u[tțţ]|uț)?|osif|osu|olanda|uli(?:a|an|ana|us)|ustin|uri|urie|"
    r"akov|anire|asmina|an|ago|evgen|elena) (?:[A-ZÀ-Ü]|l[b-df-hjkmnp-tvxz])[a-zà-ü])"
)
# specks between two words: Valencian's l·l, addresses and the endings of names of files are none
_SPECK = re.compile(
    r"(?<![\w.@/:-])(?P<before>[a-zà-ü]{2,})[.·](?!(?:es|com|org|net|cat|eu|gob|pdf|docx?|xlsx?|jpe?g|png|zip)(?!\w))"
    r"(?=[a-zà-ü]{2,}(?![\w@/]|[.]\w))"
)
_SHORT = frozenset("av avd avda pza plza pje ctra urb pda ptda ap apdo núm num tel ext".split())
_DOOR = re.compile(r"(?<=\d[ºª])[.](?=[A-Z]\b)|(?<=,\d\d)[.](?=€)")  # a speck before a door, or before the euros


def settled(line: Spelt) -> Spelt:
    """The line with the signs of e-mail addresses and the first letters of names that it bears out itself."""
    letters = list(_SPECK.sub(_without_speck, _DOOR.sub(" ", _NAMES.sub("I", line.text))))
    at = line.text.find("@")
    if at > 0:
        _before(line, letters, at)
        _after(line, letters, at)
    text = "".join(letters)
    return line if text == line.text else replace(line, text=text)


def _without_speck(match: re.Match[str]) -> str:
    before, twins = match["before"], match.string[match.end() - 2] + match.string[match.end()] == "ll"
    return match[0] if twins or before in _SHORT else f"{before} "


def _before(line: Spelt, letters: list[str], end: int) -> None:
    """In the name before the @ there is no space, and no figure at its head that may be a letter."""
    start = end
    while start > 0 and not line.text[start - 1].isspace():
        start -= 1
    if start > 1 and _is_sign(line, start - 1) and _goes_on(line.text[: start - 1]):
        letters[start - 1] = line.second[start - 1][0]
        _before(line, letters, start - 1)
    sign, likely = line.second[start] if start < end else ("", 0.0)
    if line.text[start + 1 : start + 2].islower() and _DIGITS.get(line.text[start]) == sign and likely >= _LIKELY:
        letters[start] = sign


def _goes_on(text: str) -> bool:
    """Whether what stands before a space may be the beginning of an address: it is no caption."""
    word = _BEFORE.search(text)
    return word is not None and not _CAPTION.search(word[0])


def _after(line: Spelt, letters: list[str], at: int) -> None:
    """In the address after the @ a space that may be a full stop is one."""
    end = at + 1
    while end < len(line.text) and (line.text[end].isalnum() or line.text[end] in ".-"):
        end += 1
    following = line.text[end + 1 : end + 2]
    if end > at + 1 and following.islower() and line.text[end].isspace() and _is_sign(line, end):
        letters[end] = line.second[end][0]


def _is_sign(line: Spelt, place: int) -> bool:
    sign, likely = line.second[place]
    return sign in _SIGNS and likely >= _LIKELY
