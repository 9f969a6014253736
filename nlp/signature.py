"""Whether an application is signed: ink at the signature's label, a typed name under "Firmado", a signed form field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from casework.procedure import Procedure
from casework.reading import SIGNED, Box, Source, Stamp, Word
from nlp.candidates import Candidate
from nlp.layout import Sheet
from nlp.segments import Segment
from nlp.text import fold
from nlp.values.dates import MONTH_NAMES, find_dates
from nlp.values.people import COMPANY_MARK

_LABEL = re.compile(r"\b(?:firma|firmas|firmado|signatura|signat|fdo)\b")
_TYPED = re.compile(
    r"(?:firmado|fdo|signat)\b[\s.:]*(?:por|per|digitalmente por|digitalment per)?[\s.:]*(.*)$", re.IGNORECASE
)
_BY_CERTIFICATE = re.compile(
    r"^(?:firmado|firmat|signat|signado) (?:digital|electronica)(?:mente|ment)\b|^digitally signed\b"
)
_STAMPED_TIME = re.compile(r"\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}:\d{2}")
_ROLE = re.compile(  # who is to sign: "Fdo.: el/la interesado/a"
    r"(?:(?:el|la|l|els|les|los|las|a|o)\b ?)*(?:persona|interesad|interessad|solicitant|sol ?licitant|declarant"
    r"|titular|represent|firmant|signant|propietari|presentador|comparecient|ciudadan|ciutad|contribuy|contribuent|denunciad)"
)
_CLOSING = re.compile(
    r"^(?:atentamente|atentament|un saludo|saludos|salutacions|cordialmente|cordialment"
    r"|un cordial saludo|reciba un (?:cordial )?saludo|gracias|gracies|una salutacio)\b"
)
_OFFICE = re.compile(r"ayuntamiento|ajuntament|alcald|registr|entrada|unidad|excm|ilm|servicio|servei")
_REGISTER = re.compile(r"regist|entrad|salida|eixida|recibid|rebut|compuls|cotej|correos|correus")
_BY_HAND = re.compile(
    r"^en (?:(?:\w+ ){1,4}a \w|.*(?:de|del) ?20\d\d$)"
)  # "En Alicante, a ...", "En Alicante 2 de ... de 2026"
_TO_THE_YEAR = re.compile(rf"\d{{1,2}} ?(?:de |d )?(?:{'|'.join(sorted(MONTH_NAMES))}) ?(?:de|del|d)$")
_DATE_WORDS, _NAME_WORDS = 14, 7
_SIGNED_WORDS = 4
_BESIDE, _UNDER, _WIDEST = 25.0, 60.0, 260.0  # points about a label's middle, and the width of what is signed there
_REACH = 95.0  # points around the label in which a signature is written
_READ, _DIGITS, _WORDS = 5, 4, 3  # signs of a word, digits, and words by which strokes are writing that was read
_MISREAD = 1  # digits among the letters of a name by hand: "I." is read as "1."
_MOST = 0.5  # of a word
_INKED = 0.7  # the certainty of ink at a letter's end
_BESIDE_INK = 60.0  # points
_INITIAL, _TALL = 3, 2.5  # signs of a name's first letter; heights of usual print
_FOOT, _FLAT = 0.92, 14.0  # share of a page's height, and points: flat ink below is small print
_LINE = 15  # heights: wider ink is a line of print that a bad copy made unreadable
_SPACE = 1.2  # heights of a word in a hand from one to the next
_SEAL = 6  # heights of the first line of a signature's appearance, in which its time stands
_MARGIN = 35.0  # points that a stamp's place reaches beyond its ink, so that the whole of it is taken


def signed(
    sheets: Sequence[Sheet], procedure: Procedure, messages: Collection[str] = frozenset()
) -> Iterator[Candidate]:
    """At most one candidate a page: signed, or a place for the signature that is empty.

    A message has no such place (`messages` are the hashes of those documents): it says neither.
    """
    if "signed" not in procedure.fields:
        return
    by_certificate = {sheet.document: sheet for sheet in reversed(sheets) if SIGNED in sheet.page.notes}
    for sheet in sheets:
        if sheet.document in messages:
            continue
        if sheet.document in by_certificate:  # it signs the whole file, whatever its pages show
            found = _certified(sheet) if sheet is by_certificate[sheet.document] else None
        else:
            found = _on_page(sheet)
        if found is not None:
            yield found


def _certified(sheet: Sheet) -> Candidate:
    label = next((segment.box for segment in reversed(sheet.segments) if _is_label(segment)), None)
    return _candidate(sheet, label or Box(0, 0, sheet.page.width, sheet.page.height), "true", 1.0, "")


def _on_page(sheet: Sheet) -> Candidate | None:
    filled = ((form.box, form.value) for form in sheet.page.form_values if _LABEL.search(fold(form.name)))
    sealed = ((segment.box, segment.text) for segment in sheet.segments if _is_seal(segment, sheet))
    proof = next((one for one in (*filled, *sealed) if one[1].strip()), None)
    if proof is not None:
        return _candidate(sheet, proof[0], "true", 1.0, proof[1])
    labels, strokes = [segment for segment in sheet.segments if _is_label(segment)], _strokes(sheet)
    for label in labels:
        ink = next((box for box in strokes if _near(box, label.box) or _in_its_row(box, label, labels)), None)
        if ink is not None:
            return _candidate(sheet, label.box.union(ink), "true", 0.95, label.text)
        name = _typed_name(sheet, label)
        if name:
            return _candidate(sheet, label.box, "true", 0.85, name)
    closing = next((s for s in sheet.segments if _CLOSING.match(fold(s.text)) and len(s.words) < 8), None)
    if closing is not None:
        return _after_closing(sheet, closing)
    if labels:
        ended = _at_the_end(sheet)
        written = ended is not None and ended.value == "true" and ended.certainty >= _INKED
        return ended if written else _candidate(sheet, labels[-1].box, "false", 0.9, labels[-1].text)
    return _at_the_end(sheet)


def _is_seal(segment: Segment, sheet: Sheet) -> bool:
    """Whether a signature's appearance begins here: "Firmado digitalmente por", with the time under it.

    Where the signature itself was lost, as in what was printed and scanned, this is what shows it.
    """
    if not _BY_CERTIFICATE.match(fold(segment.text)):
        return False
    reach = segment.box.y1 + _SEAL * segment.box.height
    under = [one for one in sheet.segments if segment.box.y0 <= one.box.y0 < reach and _overlap(one.box, segment.box)]
    return any(_STAMPED_TIME.search(one.text) for one in under)


def _overlap(one: Box, other: Box) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _strokes(sheet: Sheet) -> list[Box]:
    """The page's ink that may be a signature: not a date or small print that was read from the picture after all.

    What a file says in letters of its own may stand over a signature, as of a certificate. A register's stamp is none,
    wherever it was put; on a company's its hand may have signed.
    """
    read = [word for word in sheet.page.words if word.source is Source.OCR and not _LABEL.search(fold(word.text))]
    foot = _FOOT * sheet.page.height
    ink = (
        box
        for box in sheet.page.ink
        if not (_was_read(box, _written(box, read), read) or _is_year(box, read))
        and (box.y0 < foot or box.height > _FLAT)
        and (not read or box.width <= _LINE * box.height)
    )
    return _outside([*ink, *_tall(read)], [one for one in sheet.page.stamps if _REGISTER.search(fold(one.text))])


def _tall(read: Sequence[Word]) -> Iterator[Box]:
    """Words by hand that are far taller than print: nobody fills a form in so."""
    heights = sorted(word.box.height for word in read)
    usual = heights[len(heights) // 2] if heights else 0.0
    return (w.box for w in read if w.handwritten and w.box.height > _TALL * usual and not any(map(str.isdigit, w.text)))


def _unstamped(sheet: Sheet) -> list[Box]:
    """The strokes that are none of a stamp's: where no label asks for a signature, a stamp must not pass for one.

    What was taken for a stamp and says no more than a name in small letters is somebody's hand in colour.
    """
    return _outside(_strokes(sheet), [one for one in sheet.page.stamps if not _is_own_hand(one)])


def _is_own_hand(stamp: Stamp) -> bool:
    words = stamp.text.split()
    small = any(len(word) > _INITIAL and word[0].isupper() and word[1:].islower() for word in words)
    plain = not any(map(str.isdigit, stamp.text)) and not COMPANY_MARK.search(stamp.text)
    return small and plain and len(words) <= _SIGNED_WORDS and not _OFFICE.search(fold(stamp.text))


def _outside(ink: Iterable[Box], stamps: Iterable[Stamp]) -> list[Box]:
    cores = [
        Box(box.x0 + _MARGIN, box.y0 + _MARGIN, box.x1 - _MARGIN, box.y1 - _MARGIN)
        for box in (stamp.box for stamp in stamps)
    ]
    return [box for box in ink if not any(core.holds(*box.middle) for core in cores)]


def _written(ink: Box, read: Sequence[Word]) -> list[Word]:
    """The words that were read in some ink, with those of the same hand that they go on from and lead to in their row.

    A date by hand comes as several pieces of ink, of which the year alone may be read as "20W".
    """
    row = [word for word in read if _covers(ink, word.box)]
    by_hand = [word for word in read if word.handwritten and word not in row]
    for one in row if all(word.handwritten for word in row) else ():
        near = [word for word in by_hand if _goes_on(one.box, word.box)]
        by_hand = [word for word in by_hand if word not in near]
        row += near  # whose neighbours are looked for in their turn
    return row


def _is_year(ink: Box, read: Sequence[Word]) -> bool:
    """Whether the words before some ink in its row are a day and a month: "a 14 de marzo de"."""
    row = sorted(
        (word for word in read if word.box.y0 < ink.middle[1] < word.box.y1 and word.box.x1 < ink.middle[0]),
        key=lambda word: word.box.x1,
    )
    beside = bool(row) and ink.x0 - row[-1].box.x1 < _SPACE * row[-1].box.height
    return beside and bool(_TO_THE_YEAR.search(fold(" ".join(word.text for word in row))))


def _goes_on(one: Box, other: Box) -> bool:
    gap = max(one.x0, other.x0) - min(one.x1, other.x1)
    return gap < _SPACE * min(one.height, other.height) and other.y0 < one.middle[1] < other.y1


def _was_read(ink: Box, words: Sequence[Word], read: Sequence[Word]) -> bool:
    """Whether words make sense; of a signature a reader makes "mRMA" or "2M", or a name where it is legible.

    A place or a date that was written by hand stands among the words of its row.
    """
    signs = [sum(map(str.isalnum, word.text)) for word in words]
    digits = [sum(map(str.isdigit, word.text)) for word in words]
    name = all(word.handwritten or len(word.text) <= _INITIAL for word in words) and sum(digits) <= _MISREAD
    if name and _stands_alone(ink, words, read):
        return False
    return len(words) >= _WORDS or max(digits, default=0) >= _DIGITS or max(signs, default=0) >= _READ


def _stands_alone(ink: Box, words: Sequence[Word], read: Sequence[Word]) -> bool:
    """Whether nothing else was read in the row of some ink, near it."""
    row = (word for word in read if word.box.y0 < ink.middle[1] < word.box.y1 and word not in words)
    return all(max(word.box.x0 - ink.x1, ink.x0 - word.box.x1) > _BESIDE_INK for word in row)


def _covers(ink: Box, word: Box) -> bool:
    across = min(ink.x1, word.x1) - max(ink.x0, word.x0)
    return across > _MOST * word.width and min(ink.y1, word.y1) - max(ink.y0, word.y0) > _MOST * word.height


def _after_closing(sheet: Sheet, closing: Segment) -> Candidate:
    """What follows the greeting that ends a letter: ink, a name, or nothing; a message is not signed by either."""
    ink = next((box for box in _unstamped(sheet) if box.y1 > closing.box.y0), None)
    if ink is not None:
        return _candidate(sheet, closing.box.union(ink), "true", 0.8, closing.text)
    if _is_message(sheet):
        return _candidate(sheet, closing.box, "false", 0.8, closing.text)
    after = [s for s in sheet.segments[closing.index + 1 :] if _is_name(s.text)]
    return _candidate(sheet, closing.box, "true" if after else "false", 0.6 if after else 0.3, closing.text)


def _at_the_end(sheet: Sheet) -> Candidate | None:
    """Letters without a word for it: a stroke of ink, or a name alone, after the date that ends them."""
    dated = [s for s in sheet.segments if _is_dated(s.text) or _is_dated_by_hand(s)]
    # A date in blanks of its own ends a form, where a name that follows is no signature.
    in_blanks = [line[0] for line in sheet.lines if _is_dated(" ".join(one.text for one in line))]
    if not dated and not in_blanks:
        return None
    last = (dated or in_blanks)[-1]
    ink = next((box for box in _unstamped(sheet) if box.y1 > last.box.y0), None)
    if ink is not None:
        return _candidate(sheet, last.box.union(ink), "true", 0.7, last.text)
    names = [s for s in sheet.segments[last.index + 1 :] if _is_name(s.text)] if dated else []
    if names:
        message = _is_message(sheet)
        return _candidate(sheet, names[0].box, "false" if message else "true", 0.8 if message else 0.5, names[0].text)
    return _candidate(sheet, last.box, "false", 0.4, last.text)


def _is_dated(text: str) -> bool:
    return len(text.split()) <= _DATE_WORDS and len(find_dates(text)) == 1


def _is_dated_by_hand(segment: Segment) -> bool:
    """Whether a place is followed by what a hand wrote there: a date, read or not."""
    words = segment.words
    return (
        len(words) <= _DATE_WORDS
        and words[-1].handwritten
        and words[-1].text.lower() != "a"
        and bool(_BY_HAND.match(fold(segment.text)))
    )


def _is_message(sheet: Sheet) -> bool:
    """Whether a page is nothing but typed text, as of an e-mail: a name at its end is no signature (art. 10 Ley 39)."""
    page = sheet.page
    return page.source is Source.TEXT_LAYER and not (page.rules or page.marks or page.ink or page.form_values)


def _is_name(text: str) -> bool:
    words = text.split()
    if _OFFICE.search(fold(text)) or any(char.isdigit() for char in text):
        return False
    return 2 <= len(words) <= _NAME_WORDS and all(word[0].isupper() or len(word) <= 3 for word in words)


def _is_label(segment: Segment) -> bool:
    return len(segment.words) <= 12 and bool(_LABEL.search(fold(segment.text)))


def _near(ink: Box, label: Box) -> bool:
    x, y = ink.middle
    return label.x0 - _REACH <= x <= label.x1 + 1.6 * _REACH and label.y0 - _REACH <= y <= label.y1 + _REACH


def _in_its_row(ink: Box, label: Segment, labels: Sequence[Segment]) -> bool:
    """Whether a signature stands somewhere to the right of a label, beside it or right under it, and of no other's."""
    x, y = ink.middle
    if x < label.box.x0 or not -_BESIDE <= y - label.box.middle[1] <= _UNDER or ink.width > _WIDEST:
        return False
    return not any(label.box.x1 < o.box.x0 <= x and abs(o.box.y0 - label.box.y0) < _UNDER for o in labels)


def _typed_name(sheet: Sheet, label: Segment) -> str:
    match = _TYPED.search(label.text)
    if match is None:
        return ""
    if sum(char.isalpha() for char in match[1]) > 4 and not _ROLE.match(fold(match[1])):
        return match[1]
    beside = [o for o in sheet.segments if o is not label and _follows(label, o)]
    return beside[0].text if beside else ""


def _follows(label: Segment, other: Segment) -> bool:
    below = 0 < other.box.y0 - label.box.y0 < 3 * label.height and abs(other.box.x0 - label.box.x0) < 80
    right = other.line == label.line and 0 < other.box.x0 - label.box.x1 < 60
    return (below or right) and _is_name(other.text)


def _candidate(sheet: Sheet, box: Box, value: str, certainty: float, raw: str) -> Candidate:
    return Candidate(
        field="signed", value=value, raw=raw, sheet=sheet.number, box=box, source="signature", certainty=certainty
    )
