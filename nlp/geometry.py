"""From a caption to its value: behind it, below it in its cell, to its right, or under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Word
from nlp.candidates import Candidate, candidate
from nlp.labels import ADDRESS_PARTS, CONCEPTS, NAME_PARTS, Caption, role_of
from nlp.layout import Segment, Sheet
from nlp.sections import MUTE, OTHERS, PEOPLE, Outline
from nlp.text import content
from nlp.values.places import is_way, joined_address

_LONG = frozenset({FieldType.TEXT, FieldType.ADDRESS, FieldType.PERSON})
_TELLING = ("surname1", "surname2", "surnames", "given", "street", "floor", "number", "way", "block", "stair", "door")
_INDENT = 6.0  # points by which a value may begin before its caption
_LINE_REACH = 2.6  # heights between a caption and the line under it
_PLACES = frozenset({"supply", "works", "premises", "dwelling"})


@dataclass(frozen=True)
class Found:
    """A page with its captions and the indexes of the segments that are headings."""

    sheet: Sheet
    captions: Mapping[int, tuple[Caption, ...]]
    headings: frozenset[int]

    def is_label(self, segment: Segment) -> bool:
        """Whether a segment begins with a caption or is a heading: it is nobody's value."""
        if segment.index in self.headings:
            return True
        if len(segment.words) == 1 and is_way(segment.text):
            return False
        captions = self.captions.get(segment.index, ())
        return bool(captions) and captions[0].start <= 1 and (captions[0].colon or _mostly_caption(segment, captions))


def _mostly_caption(segment: Segment, captions: Sequence[Caption]) -> bool:
    covered = sum(caption.end - caption.start for caption in captions)
    return covered >= 0.6 * len(segment.words)


@dataclass(frozen=True)
class Option:
    """Words that may be the value of a caption, how they lie to it, and the share of the caption that was known."""

    source: str
    words: tuple[Word, ...]
    fit: float = 1.0


def options(found: Found, segment: Segment, caption: Caption, following: Caption | None) -> Iterator[Option]:
    """The places where the value of a caption may stand, nearest first."""
    rest = segment.words[caption.end : following.start if following else len(segment.words)]
    if rest:
        yield Option("inline", _continued(found, segment, rest))
    if following is not None:
        return
    # Where the value stands elsewhere, the rest of the segment belongs to the caption and was not understood.
    known = len(content(" ".join(word.text for word in segment.words[: caption.end])))
    fit = known / (known + len(content(" ".join(word.text for word in rest)))) if rest else 1.0
    inside = _inside(found, segment)
    if inside:
        yield Option("cell", inside, fit)
    elif not rest or not caption.colon:
        yield from _beside(found, segment, fit)


def _beside(found: Found, segment: Segment, fit: float) -> Iterator[Option]:
    right = _right(found, segment)
    if right is not None:
        yield Option("right", _continued(found, right, right.words), fit)
    below = _below(found, segment)
    if below is not None:
        yield Option("below", _continued(found, below, below.words), fit)


def _inside(found: Found, segment: Segment) -> tuple[Word, ...]:
    """The words of the caption's own cell that stand after it and are no caption."""
    if segment.cell is None or segment.cell.height > 260:
        return ()
    others = [o for o in found.sheet.segments if o.cell == segment.cell and o is not segment]
    after = [
        o
        for o in others
        if o.box.middle[1] > segment.box.y1 - 1 or (o.line == segment.line and o.box.x0 > segment.box.x1)
    ]
    words: list[Word] = []
    for other in after:
        if found.is_label(other):
            break
        words.extend(other.words)
    return tuple(words)


def _right(found: Found, segment: Segment) -> Segment | None:
    line = found.sheet.lines_of(segment)
    after = [other for other in line if other.box.x0 >= segment.box.x1 - 1]
    return after[0] if after and not found.is_label(after[0]) else None


def _below(found: Found, segment: Segment) -> Segment | None:
    reach = segment.box.y1 + _LINE_REACH * max(segment.height, 9)
    under = [
        other
        for other in found.sheet.segments
        if segment.box.y1 - 2 < other.box.y1
        and segment.box.y0 + 2 < other.box.y0 < reach
        and other.box.x0 < max(segment.box.x1, segment.box.x0 + 60)
        and other.box.x1 > segment.box.x0 - 4
        and other.line != segment.line
        and _own_column(found, segment, other)
    ]
    first = min(under, key=lambda other: (round(other.box.y0), abs(other.box.x0 - segment.box.x0)), default=None)
    return None if first is None or found.is_label(first) else first


def _own_column(found: Found, segment: Segment, other: Segment) -> bool:
    """Whether what stands under a row of captions is this one's: an empty cell takes no value of its neighbour's."""
    row = found.sheet.lines_of(segment)
    owner = max((s for s in row if s.box.x0 <= other.box.x0 + _INDENT), key=lambda s: s.box.x0, default=segment)
    return owner is segment


def _continued(found: Found, segment: Segment, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with the lines they run on over, as long as nothing else begins there."""
    taken = list(words)
    start, last = words[0].box.x0, segment
    own_cell = segment.cell is not None and words[0] is segment.words[0]
    for other in found.sheet.segments[segment.index + 1 :]:
        if other.box.y0 - last.box.y0 > 1.9 * last.height:
            break
        if other.line == last.line or not _runs_on(found, other, segment, start, own_cell=own_cell):
            continue
        if found.is_label(other):
            break
        taken.extend(other.words)
        last = other
    return tuple(taken)


def _runs_on(found: Found, other: Segment, segment: Segment, start: float, *, own_cell: bool) -> bool:
    """Whether a later segment may go on with a value: in its cell, under its beginning, or from the left margin."""
    if other.cell != segment.cell:
        return False
    if own_cell:
        return True
    if abs(other.box.x0 - start) < 4:
        return True
    full = segment.box.x1 > 0.72 * found.sheet.page.width and len(found.sheet.lines_of(other)) == 1
    return full and other.box.x0 < start


def linked(found: Found, procedure: Procedure, outline: Outline) -> Iterator[Candidate]:
    """Every candidate that captions of a page give for a procedure's fields."""
    parts: dict[tuple[str, str], dict[str, Option]] = {}
    for segment in found.sheet.segments:
        captions = found.captions.get(segment.index, ())
        if segment.index in found.headings and not any(caption.colon for caption in captions):
            continue
        section = outline.section_of(found.sheet.number, segment.box)
        if section in MUTE:
            continue
        for place, caption in enumerate(captions):
            following = captions[place + 1] if place + 1 < len(captions) else None
            for option in options(found, segment, caption, following):
                yield from _candidates(found.sheet, procedure, segment, caption, section, option)
                _keep_part(parts, caption, section, option)
    yield from _joined(found.sheet, procedure, parts)


def _size(words: Sequence[Word], segment: Segment, caption: Caption) -> float:
    """How tall a value's letters are against its caption's; what is written is seldom smaller than what is printed."""
    said = segment.words[caption.start : caption.end] or segment.words
    return _height(words) / max(_height(said), 1.0)


def _height(words: Sequence[Word]) -> float:
    heights = sorted(word.box.height for word in words)
    return heights[len(heights) // 2]


def _candidates(
    sheet: Sheet, procedure: Procedure, segment: Segment, caption: Caption, section: str, option: Option
) -> Iterator[Candidate]:
    for name, likeness, role in fields_of(procedure, caption, section):
        spec = procedure.fields[name]
        first = _first_line(option.words)
        # What stands under a name or a street may go on with it, or be the next thing on the form: both are possible.
        spans = [option.words, first] if spec.type in _LONG and len(first) < len(option.words) else [first]
        for words in spans:
            made = candidate(
                spec,
                sheet,
                words,
                option.source,
                likeness=likeness * option.fit,
                role=role,
                colon=caption.colon,
                size=_size(words, segment, caption),
            )
            if made is not None:
                yield made


def _first_line(words: Sequence[Word]) -> tuple[Word, ...]:
    first = words[0].box
    return tuple(word for word in words if abs(word.box.middle[1] - first.middle[1]) < max(first.height, 5))


def fields_of(procedure: Procedure, caption: Caption, section: str) -> Iterator[tuple[str, float, float]]:
    """The fields a caption may mean in its section: name, likeness, agreement of roles."""
    best: dict[str, tuple[float, float]] = {}
    for target, likeness in caption.targets.items():
        for name, role in _meant(procedure, target.sort, target.name, caption.role, section):
            if name in procedure.fields:
                best[name] = max(best.get(name, (0.0, -9.0)), (likeness, role))
    yield from ((name, likeness, role) for name, (likeness, role) in best.items())


def _meant(procedure: Procedure, sort: str, name: str, caption_role: str, section: str) -> Iterator[tuple[str, float]]:
    if sort == "field":
        own = role_of(name)
        said = caption_role or (section if section in PEOPLE | _PLACES else "")
        if section == OTHERS and not caption_role:
            yield name, -1.0
            return
        yield name, 0.0 if not own or not said else (1.0 if own[0] == said else -1.0)
    elif sort == "concept" and name in CONCEPTS:
        yield from _by_role(procedure, name, caption_role or section, named=bool(caption_role))
    elif sort == "role":
        yield f"{name}_name", 0.5


def _by_role(procedure: Procedure, concept: str, role: str, *, named: bool) -> Iterator[tuple[str, float]]:
    own = f"{role}_{concept}"
    if own in procedure.fields:
        yield own, 1.0
        return
    elsewhere = role in (PEOPLE | {OTHERS}) - {"applicant"} or (
        role in _PLACES and concept in {"address", "postal_code", "municipality", "province"}
    )
    if not elsewhere:
        yield f"applicant_{concept}", 1.0 if role in {"applicant", "notification"} else 0.0
    elif not named:
        # The heading may have been taken for a section it does not open: possible, but to be doubted.
        yield f"applicant_{concept}", -1.0


def _keep_part(parts: dict[tuple[str, str], dict[str, Option]], caption: Caption, section: str, option: Option) -> None:
    said = {target.name for target in caption.targets if target.sort == "concept"}
    for whole, names in (("name", NAME_PARTS), ("address", ADDRESS_PARTS)):
        # "Esc., piso y puerta" over one cell is one part: the most telling one.
        part = next((name for name in _TELLING if name in said and name in names), None)
        if part is not None:
            parts.setdefault((caption.role or section, whole), {}).setdefault(part, option)


def _joined(
    sheet: Sheet, procedure: Procedure, parts: Mapping[tuple[str, str], Mapping[str, Option]]
) -> Iterator[Candidate]:
    """Names and addresses that forms take in several cells."""
    for (role, concept), cells in parts.items():
        texts = {name: " ".join(w.text for w in _first_line(option.words)) for name, option in cells.items()}
        raw = _joined_name(texts) if concept == "name" else (joined_address(texts) if "street" in texts else None)
        if not raw:
            continue
        words = [word for option in cells.values() for word in _first_line(option.words)]
        for name, agreement in _by_role(procedure, concept, role, named=False):
            spec: FieldSpec | None = procedure.fields.get(name)
            made = None if spec is None else candidate(spec, sheet, words, "joined", raw=raw, role=agreement)
            if made is not None:
                yield made


def _joined_name(texts: Mapping[str, str]) -> str | None:
    surnames = texts.get("surnames") or " ".join(filter(None, (texts.get("surname1"), texts.get("surname2"))))
    given = texts.get("given", "")
    return f"{given} {surnames}" if given and surnames else None


def heading_indexes(sheet: Sheet, outline: Outline) -> frozenset[int]:
    boxes = {heading.box for heading in outline.headings if heading.page == sheet.number}
    return frozenset(segment.index for segment in sheet.segments if segment.box in boxes)
