"""Whose caption a live form field has: what stands before it on its line, else right over it."""

from __future__ import annotations

from collections.abc import Sequence

from casework.reading import Box, FormValue, Source, Word
from nlp.layout import Sheet
from nlp.segments import Segment

_BEFORE = 90.0  # points between a caption and the field behind it
_OVER = 2.6  # heights between a caption and the field under it


def is_asked_by(sheet: Sheet, segment: Segment, words: Sequence[Word]) -> bool:
    """Whether words are the whole of one live field and a segment is that field's caption."""
    if not words or any(word.source is not Source.FORM_FIELD for word in words):
        return False
    form = next((one for one in sheet.page.form_values if one.box.holds(*words[0].box.middle)), None)
    return form is not None and _is_whole(form, words) and _caption_of(sheet, form.box) is segment


def _is_whole(form: FormValue, words: Sequence[Word]) -> bool:
    return " ".join(word.text for word in words).split() == form.value.split()


def _caption_of(sheet: Sheet, box: Box) -> Segment | None:
    printed = [s for s in sheet.segments if s.words[-1].source is not Source.FORM_FIELD]
    fields = [form.box for form in sheet.page.form_values]
    y = box.middle[1]
    before = max(
        (s for s in printed if s.box.x1 <= box.x0 + 4 and box.y0 - 2 <= s.box.middle[1] <= box.y1 + 2),
        key=lambda s: s.box.x1,
        default=None,
    )
    if before is not None and box.x0 - before.box.x1 < _BEFORE:
        between = (f for f in fields if f.holds(f.middle[0], y) and before.box.x1 - 2 <= f.x0 < box.x0 - 2)
        if not any(between):
            return before
    over = [
        s
        for s in printed
        if s.box.y1 <= box.y0 + 4
        and box.y0 - s.box.y1 < _OVER * s.height
        and s.box.x0 < box.x1
        and s.box.x1 > box.x0 - 4
    ]
    return max(over, key=lambda s: (round(s.box.y1), -abs(s.box.x0 - box.x0)), default=None)
