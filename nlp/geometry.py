"""From a caption to its value: every candidate that the captions of a page give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Word
from nlp.beside import Option, options
from nlp.candidates import Candidate, candidate
from nlp.labels import Caption, Target, role_of, words_of
from nlp.live import is_asked_by
from nlp.meaning import fields_of, of_role
from nlp.names import NAME
from nlp.neighbours import Found, mostly_caption
from nlp.normalise import normalise
from nlp.parts import Parts, joined
from nlp.sections import MUTE, Outline
from nlp.segments import Segment
from nlp.text import fold
from nlp.together import share_of
from nlp.values.people import BY_CERTIFICATE, surnames_first
from nlp.values.places import is_way

_LONG = frozenset({FieldType.TEXT, FieldType.ADDRESS, FieldType.PERSON})
_TOWN, _DATE = Target("concept", "municipality"), Target("field", "signature_date")
_CHECKED = frozenset(FieldType) - {
    FieldType.TEXT,
    FieldType.PERSON,
    FieldType.ADDRESS,
    FieldType.CODE,
    FieldType.CHOICE,
    FieldType.CHECKBOX,
}
_TICKED = frozenset({FieldType.CHOICE, FieldType.CHECKBOX})
_INDENT, _NEXT_LINE = 6.0, 30.0  # points
_SAME_LINE = 0.6  # heights
_SURNAMES, _NAME = frozenset({"apellidos", "cognoms"}), frozenset({"nombre", "nom"})
_LONG_CAPTION, _UNHEARD = 5, 0.3  # words; the likeness of a caption that is none of the known
_VOTES = 2  # how many more values must stand over their captions than under them before a page is read that way


def linked(found: Found, procedure: Procedure, outline: Outline) -> Iterator[Candidate]:
    """Every candidate that captions of a page give for a procedure's fields."""
    parts, turned = Parts(), turned_up(found, procedure, outline)
    for segment in found.sheet.segments:
        captions = found.captions.get(segment.index, ())
        begins = any(row.box == segment.box and row.page == found.sheet.number for row in outline.rows)
        if segment.index in found.headings and not begins and not _asks_too(segment, captions, procedure):
            continue
        section = outline.section_of(found.sheet.number, segment.box)
        if section in MUTE:
            continue
        for place, caption in enumerate(captions):
            following = captions[place + 1] if place + 1 < len(captions) else None
            offered = list(options(found, segment, caption, following, above=turned))
            for option in offered:
                yield from _candidates(found, procedure, segment, caption, section, option)
            if not _is_way_value(found, segment):
                # Without a colon what goes on behind a caption is rather more of the caption.
                spans = sorted(offered, key=lambda option: option.source == "inline" and not caption.colon)
                parts.keep(segment, caption, section, [_first_line(option.words) for option in spans])
    yield from joined(found.sheet, procedure, parts, of_role)
    yield from _unheard(found, procedure, outline)


def _unheard(found: Found, procedure: Procedure, outline: Outline) -> Iterator[Candidate]:
    """Names behind captions that nobody has heard of, "Hermano mayor: Máximo Gadea Llopis": who asks may be one."""
    spec = procedure.fields.get("applicant_name")
    for segment in found.sheet.segments if spec is not None else ():
        colon = next((place for place, word in enumerate(segment.words) if word.text.endswith(":")), _LONG_CAPTION)
        words = segment.words[colon + 1 :]
        if colon >= _LONG_CAPTION or not words or segment.index in found.captions:
            continue
        named = NAME.fullmatch(" ".join(word.text for word in words).rstrip("."))
        section = outline.section_of(found.sheet.number, segment.box)
        if named is None or spec is None or section in MUTE:
            continue
        made = candidate(spec, found.sheet, words, "inline", raw=named[0], likeness=_UNHEARD, colon=True)
        if made is not None:
            yield made


def _asks_too(segment: Segment, captions: Sequence[Caption], procedure: Procedure) -> bool:
    """Whether what is set as a heading is the caption of a field as well, as "EXPONE" is over its box.

    What names a person opens that person's section and asks for nothing.
    """
    if any(caption.colon for caption in captions):
        return True
    names = {target.name for caption in captions for target in caption.targets if target.sort == "field"}
    asked = (procedure.fields[name] for name in names & procedure.fields.keys() if role_of(name) is None)
    return mostly_caption(segment, captions) and any(spec.type not in _TICKED for spec in asked)


def turned_up(found: Found, procedure: Procedure, outline: Outline) -> bool:
    """Whether a page has its captions under the lines: told by the values that only one of both sides can be."""
    votes = 0
    for segment in found.sheet.segments:
        captions = found.captions.get(segment.index, ())
        if (
            len(captions) != 1
            or captions[0].colon
            or not mostly_caption(segment, captions)
            or _holds_more(found, segment)
        ):
            continue
        section = outline.section_of(found.sheet.number, segment.box)
        specs = [procedure.fields[name] for name, _, _ in fields_of(procedure, captions[0], section)]
        checked = [spec for spec in specs if spec.type in _CHECKED]
        if not checked:
            continue
        over, below = (_fits(other, checked) for other in (found.over_of(segment), found.below_of(segment)))
        votes += over - below
        votes -= _fits(found.right_of(segment), checked)
    return votes >= _VOTES


def _holds_more(found: Found, segment: Segment) -> bool:
    """Whether a caption's own cell holds anything but captions."""
    if segment.cell is None:
        return False
    return any(not found.is_label(other) for other in found.near.in_cell(segment.cell) if other is not segment)


def _fits(segment: Segment | None, specs: Sequence[FieldSpec]) -> bool:
    return segment is not None and any(normalise(spec, segment.text) is not None for spec in specs)


def _size(words: Sequence[Word], segment: Segment, caption: Caption) -> float:
    """How tall a value's letters are against its caption's; what is written is seldom smaller than what is printed."""
    said = segment.words[caption.start : caption.end] or segment.words
    return _height(words) / max(_height(said), 1.0)


def _height(words: Sequence[Word]) -> float:
    heights = sorted(word.box.height for word in words)
    return heights[len(heights) // 2]


def _candidates(
    found: Found, procedure: Procedure, segment: Segment, caption: Caption, section: str, option: Option
) -> Iterator[Candidate]:
    sheet = found.sheet
    meant = list(fields_of(procedure, caption, section))
    if _beside_the_date(found, segment, caption) and "signature_place" in procedure.fields:
        meant = [(name, likeness, min(role, 0.0)) for name, likeness, role in meant] + [("signature_place", 1.0, 1.0)]
    for name, likeness, role in meant:
        spec = procedure.fields[name]
        first = _first_line(option.words)
        # What stands under a name or a street may go on with it, or be the next thing on the form: both are possible.
        spans = [option.words, first] if spec.type in _LONG and len(first) < len(option.words) else [first]
        if spec.type is FieldType.CODE and first[-1].text.endswith("/"):
            # A code's slash at the end of a cell's line has the rest of the code under it.
            spans = [option.words[: len(first) + 1]]
        turned = spec.type is FieldType.PERSON and _asks_surnames_first(segment, caption)
        for words in spans:
            own = share_of(name, caption, words)
            text = " ".join(word.text for word in own)
            if spec.type is FieldType.PERSON and BY_CERTIFICATE.match(text):
                continue  # who signed is not who the caption of the place for it names
            made = candidate(
                spec,
                sheet,
                own,
                "form" if option.source != "inline" and is_asked_by(sheet, segment, words) else option.source,
                raw=surnames_first(text, given_names()) if turned else text,
                likeness=likeness * option.fit,
                role=role,
                colon=caption.colon,
                size=_size(words, segment, caption),
            )
            if made is not None:
                yield replace(made, raw=text)


def _asks_surnames_first(segment: Segment, caption: Caption) -> bool:
    """Whether a caption asks for the surnames and then for the name: "Apellidos y nombre"."""
    said = [fold(word.text) for word in segment.words[caption.start : caption.end]]
    surnames = next((place for place, word in enumerate(said) if word in _SURNAMES), None)
    name = next((place for place, word in enumerate(said) if word in _NAME), None)
    return surnames is not None and name is not None and surnames < name


@cache
def given_names() -> frozenset[str]:
    """The given names that are known, folded."""
    return frozenset(fold(name) for names in words_of("given").values() for name in names)


def _is_way_value(found: Found, segment: Segment) -> bool:
    """Whether "Calle" is what was written into a cell for the kind of street, with no caption beside it."""
    others = [other for other in found.sheet.lines_of(segment) if other is not segment]
    return is_way(segment.text) and bool(others) and not any(other.index in found.captions for other in others)


def _beside_the_date(found: Found, segment: Segment, caption: Caption) -> bool:
    """Whether a town is asked for next to a date that is nothing but the date: it is where the paper is signed."""
    if _TOWN not in caption.targets:
        return False
    line = [c for other in found.sheet.lines_of(segment) for c in found.captions.get(other.index, ())]
    dated = any(_DATE in other.targets and len(other.targets) == 1 for other in line)
    return dated and len(line) == 2


def _first_line(words: Sequence[Word]) -> tuple[Word, ...]:
    first = words[0].box
    middle, most = first.middle[1], _SAME_LINE * max(first.height, 5)
    return tuple(word for word in words if abs(word.box.middle[1] - middle) < most)
