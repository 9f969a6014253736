"""Which of a page's segments are captions: what begins like one may be an answer, or the middle of a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from nlp.acting import caption_of_who_acts
from nlp.labels import Caption, Lexicon, find_captions
from nlp.layout import Sheet
from nlp.segments import Segment

_A_FORM = 6  # captions of a page on which unknown words may caption, too
_NEXT_LINE = 1.8  # heights
_MOST_WORDS = 8  # of a line that is no paragraph's


def captions_of(sheet: Sheet, lexicon: Lexicon) -> dict[int, tuple[Caption, ...]]:
    """The captions of each segment that has any, by the segment's index."""
    found = {segment.index: find_captions(segment, lexicon) for segment in sheet.segments}
    if sum(map(bool, found.values())) >= _A_FORM:
        found |= {s.index: tuple(caption_of_who_acts(s)) for s in sheet.segments if not found[s.index]}
    return {
        index: captions
        for index, captions in found.items()
        if captions and not _answers(sheet, sheet.segments[index], found) and not _runs_on(sheet, sheet.segments[index])
    }


def _answers(sheet: Sheet, segment: Segment, found: Mapping[int, tuple[Caption, ...]]) -> bool:
    """Whether a segment begins like a caption and is its answer: "Pavelló Ciutat Jardí" behind "Instal·lació"."""
    own = found[segment.index]
    if any(caption.colon for caption in own) or own[-1].end >= len(segment.words):
        return False
    names = {target for caption in own for target in caption.targets}
    line = sheet.lines_of(segment)
    place = line.index(segment)
    left = found[line[place - 1].index] if place else ()
    asks = bool(left) and left[-1].end >= len(line[place - 1].words)
    return asks and bool(names & left[-1].targets.keys())


def _runs_on(sheet: Sheet, segment: Segment) -> bool:
    """Whether a line goes on with the sentence of the one above: "hechos." under "... en la fecha de los"."""
    above = sheet.segments[segment.index - 1] if segment.index else None
    if above is None or not segment.text[:1].islower() or ":" in segment.text:
        return False
    close = 0 < segment.box.y0 - above.box.y0 < _NEXT_LINE * above.height and abs(segment.box.x0 - above.box.x0) < 2
    room = max(other.box.x1 for other in sheet.segments) - above.box.x1
    begins = segment.words[0].box.width
    return (
        close
        and len(above.words) > _MOST_WORDS
        and room < begins + above.height
        and not above.text.endswith((".", ":"))
    )
