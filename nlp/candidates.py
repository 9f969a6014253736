"""What may be the value of a field, from whatever source, with everything the resolver wants to know about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casework.procedure import FieldSpec, FieldType
from casework.reading import Box, Word
from nlp.layout import Sheet
from nlp.normalise import is_place, normalise
from nlp.tokens import around, is_ocr
from nlp.values.places import mended_floor
from nlp.values.towns import mended_town
from nlp.values.value import Value

SOURCES = (
    "form",
    "inline",
    "cell",
    "right",
    "below",
    "pattern",
    "tagger",
    "prose",
    "mark",
    "joined",
    "paragraph",
    "signature",
)

READERS = frozenset({"tagger", "prose"})  # sources that read running text
_PICKED = frozenset({FieldType.DATE, FieldType.ADDRESS})  # taken out of whatever stands around them
GUESSED = READERS | {"pattern"}  # sources that see words and not what encloses or names them


@dataclass(frozen=True)
class Candidate:
    """One possible value of one field.

    `sheet` counts the pages of all readings from 0; `words` are the ids of the words it was read from; `source` is one
    of SOURCES; `likeness` is how well its label matched (0..1, 1 where there is none); `role` is 1 where the section or
    the caption names the field's role, -1 where it names another's, else 0; `size` is the height of the
    value's letters against its caption's, 1 where there is none.
    """

    field: str
    value: str
    raw: str
    sheet: int
    box: Box
    source: str
    likeness: float = 1.0
    role: float = 0.0
    colon: bool = False
    certainty: float = 1.0
    ocr: float = 1.0
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    words: frozenset[int] = frozenset()
    size: float = 1.0


def candidate(  # noqa: PLR0913 - the one place where a candidate is made
    spec: FieldSpec,
    sheet: Sheet,
    words: Sequence[Word],
    source: str,
    *,
    raw: str = "",
    likeness: float = 1.0,
    role: float = 0.0,
    colon: bool = False,
    certainty: float = 1.0,
    size: float = 1.0,
) -> Candidate | None:
    """The candidate that some words make for a field; None where they state no value of its type."""
    if not words:
        return None
    raw = raw or " ".join(word.text for word in words)
    stated = normalise(spec, raw)
    if stated is None:
        return None
    value = _mended(spec, stated) if is_ocr(words) else stated
    if spec.type in _PICKED:
        words = _needed(spec, stated, words)
    return Candidate(
        field=spec.name,
        value=value.text,
        raw=raw,
        sheet=sheet.number,
        box=around(words),
        source=source,
        likeness=likeness,
        role=role,
        colon=colon,
        certainty=certainty,
        ocr=min(word.own_score for word in words) if is_ocr(words) else 1.0,
        passed=value.passed,
        failed=value.failed,
        words=frozenset(map(id, words)),
        size=size,
    )


def _mended(spec: FieldSpec, value: Value) -> Value:
    """What a reader of pictures left to be put right: a town misread by a letter, a floor without its sign."""
    if is_place(spec):
        return mended_town(value)
    return replace(value, text=mended_floor(value.text)) if spec.type is FieldType.ADDRESS else value


def _needed(spec: FieldSpec, value: Value, words: Sequence[Word]) -> Sequence[Word]:
    """The words without which it would be another value: "14/10/2026 - Alicante" leaves the town to another field."""
    while len(words) > 1 and normalise(spec, " ".join(word.text for word in words[:-1])) == value:
        words = words[:-1]
    while len(words) > 1 and normalise(spec, " ".join(word.text for word in words[1:])) == value:
        words = words[1:]
    return words
