"""How a whole letter is written down: its head, its ways, its values and the words that tell them.

    %%% P01 ca email legal
    From: {applicant_name} <{applicant_email}>

    <Els escric/Vos escric> per [[card_kind=new|la targeta, que no n'he tingut mai]] del meu {vehicle_model}.

`{field}` is a value, `{other.person}` one that is somebody else's and states nothing, `[[field=value|words]]` tells a
value in words, `[[field|words]]` is a value as it is written, and one of the ways in `<one/other>` is taken each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_HEAD = re.compile(r"^%%% *(?P<head>.+)$", re.MULTILINE)
_WAYS = re.compile(r"<([^<>]*/[^<>]*)>")
_MARK = re.compile(r"\[\[(?P<name>\w+)(?:=(?P<value>[^|\]]*))?\|(?P<words>.*?)\]\]", re.DOTALL)
_SLOT = re.compile(r"\{([\w.]+)\}")
PARTS_OF_A_NAME: Mapping[str, Callable[[str], str]] = {
    "given": lambda name: name.split()[0],
    "surnames": lambda name: " ".join(name.split()[1:]) or name,
    "initials": lambda name: "".join(f"{word[0]}." for word in name.split() if word[0].isupper()),
}


@dataclass(frozen=True)
class Template:
    """A whole letter: `form` is letter, email or sheet; `legal` asks for a company or an association as applicant."""

    name: str
    kind: str
    language: str
    form: str
    legal: bool
    text: str

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the letter may tell."""
        slots = {name for name in _SLOT.findall(self.text) if "." not in name and name not in PARTS_OF_A_NAME}
        return frozenset(slots | {mark["name"] for mark in _MARK.finditer(self.text)})

    def worded(self, pick: Callable[[list[str]], str]) -> str:
        """The text with one way taken wherever there are several."""
        text, count = self.text, 1
        while count:
            text, count = _WAYS.subn(lambda ways: pick(ways[1].split("/")), text)
        return text


@dataclass(frozen=True)
class Piece:
    """Words, or the slot of a value; `told` is the field that `whole` tells, as `value` where there is one."""

    words: str = ""
    slot: str = ""
    told: str = ""
    value: str | None = None
    whole: tuple[Piece, ...] = ()


def pieces(text: str) -> Iterator[Piece]:
    """The text taken apart; what a mark holds is in its `whole`."""
    end = 0
    for mark in _MARK.finditer(text):
        yield from _slots(text[end : mark.start()])
        yield Piece(told=mark["name"], value=mark["value"], whole=tuple(_slots(mark["words"])))
        end = mark.end()
    yield from _slots(text[end:])


def _slots(text: str) -> Iterator[Piece]:
    for place, part in enumerate(_SLOT.split(text)):
        if part:
            yield Piece(slot=part) if place % 2 else Piece(words=part)


@cache
def templates() -> tuple[Template, ...]:
    """Every letter of every hand, in the order of the files."""
    return tuple(one for path in sorted(_HERE.glob("*.txt")) for one in _in(path))


def _in(path: Path) -> Iterator[Template]:
    text = path.read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for number, (head, end) in enumerate(zip(heads, ends, strict=True)):
        kind, language, form, *more = head["head"].split()
        yield Template(
            name=f"whole-{path.stem}-{number:03d}",
            kind=kind,
            language=language,
            form=form,
            legal="legal" in more,
            text=text[head.end() : end].strip("\n"),
        )
