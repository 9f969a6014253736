"""The words of a page before they are laid out: cut apart, put together, and told from typed tick boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from casework.reading import Box, Mark, Page, Source, Word
from nlp.text import fold

_TICKED = frozenset({"☒", "☑", "✓", "✔", "✗", "✘", "[x]", "[X]", "(x)", "(X)", "■", ""})
_UNTICKED = frozenset({"☐", "□", "[]", "[_]", "( )", "()", "", "o"}) - {"o"}
_GLUED = re.compile(r"^((?!(?:https?|mailto|ftp):)[^\W\d_][^\W_][\w./ºª()-]*:)([^/\s:].*)$", re.IGNORECASE)
_LABELLED = re.compile(r"^((?:N\.?I\.?[FE]|D\.?N\.?I|C\.?I\.?F|C\.?P|IBAN)[.:]?)((?:[A-Z]{1,2}[-.]?)?\d{4,}.*)$")
_TITLED = re.compile(r"^(D\.?/D\.?[ªa]\.?|D\.?ª|N[º°]|n[º°]|[Nn]úm\.)([A-ZÀ-Ú]{3,}\S*|\d{4,}.*)$")
_TYPED = re.compile(r"^(\[[xX]?\])([^\W\d_].*)$")
_OPENING = {"[": ("x", "X", "]", "X]", "x]"), "(": ("x", "X", ")", "X)", "x)")}
_PARTS, _BRACKETED = 3, 1.5  # words of a typed tick box, and heights between them
_BRACKETS = re.compile(r"\[[xX.]?\]|[\[\]]|[^\[\]]+")  # the parts of a word that was glued to brackets
_BRACES = str.maketrans("{}", "[]")  # brackets of a bad copy
_A_FORM_OF_BRACKETS, _HALF_SEEN = 2, 0.6  # typed boxes of a page where half a one is one too, and how sure that can be
_REMARK = 12  # words of a remark in brackets, at most
_LIKE_NUMBER = frozenset(("No", "N0", "NO", "Na"))  # what readers of pictures take "Nº" for
_ANSWERED = 3.0  # heights between a tick box and its caption
_SPACED = 4  # words of a letter or two that stand for one
_NUMBERED = re.compile(r"^(\d{1,2}[\])|.]?)([A-ZÀ-Ú][^\W\d_A-ZÀ-Ú]{3,}.*)$")
_CAPTIONED_MAIL = re.compile(r"^(electr[oòó]nic[oa]?)([\w.+-]{2,}@.+)$", re.IGNORECASE)
_MAIL = frozenset({"correo", "correu"})
_GLUED_MAIL = re.compile(r"^(e-?mail[.:]?|correo[.:]?|correu[.:]?)([\w.+-]{2,}@.+)$", re.IGNORECASE)
# The last word of a caption and the first of its value, without the space that a narrow gap between them leaves.
_GLUED_VALUE = re.compile(
    r"^(nombre|nom|apellidos|cognoms|domicilio|domicili|fiscal|social|direcci[oó]n|adreça|municipi[o]?|localidad|localitat|poblaci[oó]n?"
    r"|provincia|província|titular|ubicaci[oó]n?|r[oó]tulo|solicitante|representante|representant|lugar|lloc|actividad|activitat)"
    r"(?-i:([A-ZÀ-Ú][a-zà-ú]{2,}.*))$",
    re.IGNORECASE,
)
_BEGUN_MAIL, _MAIL_GAP = re.compile(r"^[a-z\d]+(?:[._-][a-z\d]+)*[._-]$"), 0.8  # and heights
_NEXT_WORD, _NEARLY = re.compile(r"\w(?=[A-ZÀ-Ú][a-zà-ú])|[a-zà-ú](?=[A-ZÀ-Ú])"), 3  # and letters
_TWO_IN_ONE = (_GLUED, _LABELLED, _TITLED, _NUMBERED, _TYPED)


def marks_and_words(page: Page) -> tuple[list[Mark], tuple[Word, ...]]:
    """The page's tick boxes, those that are typed too, and its words without them, what live fields hold among them."""
    words = _with_halves(list(_bracketed(list(_with_mails(list(_unglued(_cut_at_brackets(page.words))))))))
    return _told_apart(replace(page, words=(*words, *_form_words(page))))


def unspaced(line: Sequence[Word]) -> Sequence[Word]:
    """A line with its spaced capitals as one word: "S O L I C I T A", "Por lo cual S O L I C I T A :"."""
    short = all(len(word.text) <= 2 and word.text.isalpha() and word.text.isupper() for word in line)
    if short and len(line) >= _SPACED:
        return [_together(line)]
    told: list[Word] = []
    for is_spaced, words in groupby(line, key=lambda word: len(word.text) == 1 and word.text.isupper()):
        run = list(words)
        told += [_together(run)] if is_spaced and len(run) > _SPACED else run
    return told


def _together(run: Sequence[Word]) -> Word:
    return replace(run[0], text="".join(word.text for word in run), box=around(run))


def with_number_signs(runs: list[list[Word]], marks: Sequence[Mark]) -> Iterator[list[Word]]:
    """The parts of a line; a lone "No" that answers nothing is the "Nº" that a reader of pictures took for it."""
    if any(fold(word.text) == "si" for run in runs for word in run):
        yield from runs
        return
    for run in runs:
        lone = len(run) == 1 and run[0].text.rstrip(".") in _LIKE_NUMBER and is_ocr(run)
        answers = lone and any(_is_beside(mark, run[0]) for mark in marks)
        yield [replace(run[0], text="Nº")] if lone and not answers else run


def _is_beside(mark: Mark, word: Word) -> bool:
    apart = max(mark.box.x0 - word.box.x1, word.box.x0 - mark.box.x1)
    return mark.box.y0 < word.box.middle[1] < mark.box.y1 and apart < _ANSWERED * word.box.height


def _cut_at_brackets(words: Iterable[Word]) -> Iterator[Word]:
    """The words with those of a picture cut at the brackets of typed tick boxes: "por:[", "]Me", "[]2ª"."""
    for word in words:
        text = word.text.translate(_BRACES) if word.source is Source.OCR else ""
        parts = list(_BRACKETS.finditer(text)) if "[" in text or "]" in text else []
        for part in parts:
            x0, x1 = (word.box.x0 + word.box.width * place / len(text) for place in part.span())
            yield replace(word, text=part[0].replace("[.]", "[]"), box=replace(word.box, x0=x0, x1=x1))
        if not parts:
            yield word


def _with_halves(words: Sequence[Word]) -> Iterator[Word]:
    """The words where, among other typed tick boxes, a bracket before a word is one of which the other was lost."""
    typed = sum(word.text.startswith("[") and word.text.endswith("]") for word in words) >= _A_FORM_OF_BRACKETS
    for place, word in enumerate(words):
        half = typed and word.text in {"[", "]"} and _stands_before_a_caption(words, place)
        yield replace(word.at_most(_HALF_SEEN), text="[]") if half else word


def _stands_before_a_caption(words: Sequence[Word], place: int) -> bool:
    """Whether a lone bracket stands free before a word, and neither opens nor closes a remark: "[see note 3]"."""
    word, before, after = words[place], words[max(0, place - 1) : place], words[place + 1 : place + _REMARK]
    if not after or not after[0].text[0].isalnum() or not _goes_on(word, after[0]):
        return False
    if word.text == "]":
        return not any(_goes_on(other, word) for other in before)
    return not any(other.text == "]" and abs(other.box.y0 - word.box.y0) < word.box.height for other in after)


def _goes_on(word: Word, following: Word) -> bool:
    """Whether a word follows another on its line, as near as the parts of a typed tick box stand."""
    level = abs(following.box.middle[1] - word.box.middle[1]) < word.box.height / 2
    return level and following.box.x0 - word.box.x1 <= _BRACKETED * word.box.height


def _unglued(words: Iterable[Word]) -> Iterable[Word]:
    """The words with those cut in two that hold a caption and its value, or a cell's number and its caption.

    "CONTADOR:19KA204417", "NIFA30511273", "14Presupuesto", "[X]Vados".
    """
    for word in words:
        if word.text.isalpha():
            yield word
            continue
        match = next((found for form in _TWO_IN_ONE if (found := form.match(word.text))), None)
        yield from (word,) if match is None else _cut(word, match)


def _with_mails(words: Sequence[Word]) -> Iterator[Word]:
    """The words where a reader of pictures parted an address of mail, or glued its caption to it or to a value.

    "ramon. perez@correo.es", "Correo electronicoramon@correo.es", "Domicilio fiscalAvenida de Denia".
    """
    place = 0
    while place < len(words):
        word, following = words[place], words[place + 1] if place + 1 < len(words) else None
        place += 1
        if word.source is not Source.OCR:
            yield word
        elif following is not None and _begins_mail(word, following):
            yield replace(
                word.at_most(following.own_score), text=word.text + following.text, box=around((word, following))
            )
            place += 1
        else:
            before = words[place - 2].text if place > 1 else ""
            glued = _glued_to_caption(word.text, before)
            yield from (word,) if glued is None else _cut(word, glued)


def _glued_to_caption(text: str, before: str) -> re.Match[str] | None:
    """The caption and the value that a reader of pictures took for one word; `before` is the word before it."""
    if "@" not in text:
        return _GLUED_VALUE.match(text)
    glued = _CAPTIONED_MAIL.match(text)
    return glued if glued is not None and fold(before) in _MAIL else _GLUED_MAIL.match(text)


def _begins_mail(word: Word, following: Word) -> bool:
    near = following.box.x0 - word.box.x1 < _MAIL_GAP * word.box.height
    mail = "@" in following.text[1:] and following.text[0].isalnum()
    return mail and near and _goes_on(word, following) and bool(_BEGUN_MAIL.match(word.text))


def _cut(word: Word, parts: re.Match[str]) -> tuple[Word, Word]:
    """A word cut behind the first of two parts."""
    cut = word.box.x0 + word.box.width * parts.end(1) / len(word.text)
    return (
        replace(word, text=parts[1], box=replace(word.box, x1=cut)),
        replace(word, text=parts[2], box=replace(word.box, x0=cut)),
    )


def _bracketed(words: Sequence[Word]) -> Iterator[Word]:
    """The words with typed tick boxes that a reader of pictures took apart put together: "[" and "]" are "[]"."""
    place = 0
    while place < len(words):
        run = [words[place]]
        while run[0].text in _OPENING and len(run) < _PARTS and place + len(run) < len(words):
            following = words[place + len(run)]
            if following.text not in _OPENING[run[0].text] or not _goes_on(run[-1], following):
                break
            run.append(following)
        joined = "".join(word.text for word in run)
        if len(run) > 1 and (joined in _TICKED or joined in _UNTICKED):
            yield replace(run[0], text=joined, box=around(run))
            place += len(run)
        else:
            yield words[place]
            place += 1


def _form_words(page: Page) -> list[Word]:
    """The values of live form fields as words, where the reader has not put them among the words already.

    What a chosen option button is called inside the file stands nowhere on the page.
    """
    if not page.form_values:
        return []
    words: list[Word] = []
    buttons = {mark.box for mark in page.marks}
    middles = [word.box.middle for word in page.words]
    for form in page.form_values:
        if form.box in buttons or any(form.box.holds(x, y) for x, y in middles):
            continue
        texts = form.value.split()
        step = form.box.width / max(len(form.value) + 1, 1)
        x = form.box.x0 + 2
        for text in texts:
            box = Box(x, form.box.y0 + 1, x + step * len(text), min(form.box.y1 - 1, form.box.y0 + 13))
            words.append(Word(text=text, box=box, confidence=1.0, source=Source.FORM_FIELD))
            x = box.x1 + step
    return words


def _told_apart(page: Page) -> tuple[list[Mark], tuple[Word, ...]]:
    """The page's marks with those that stand in the text as characters, and the words without them."""
    marks, words = list(page.marks), list[Word]()
    for word in page.words:
        if word.text in _TICKED or word.text in _UNTICKED:
            if not any(mark.box.holds(*word.box.middle) for mark in page.marks):
                ticked = word.text in _TICKED
                marks.append(Mark(box=word.box, ticked=ticked, confidence=word.own_score, source=word.source))
        elif not _inside_mark(word, page.marks):
            words += _cut_at_mark(word, page.marks)
    return sorted(marks, key=lambda mark: (mark.box.y0, mark.box.x0)), tuple(words)


def _inside_mark(word: Word, marks: Sequence[Mark]) -> bool:
    # The cross in a box is read as a letter by OCR and by some text layers.
    return len(word.text) <= 2 and any(mark.box.holds(*word.box.middle) for mark in marks)


def _cut_at_mark(word: Word, marks: Sequence[Mark]) -> Iterator[Word]:
    """A word of a picture that reaches over a tick box, cut there: "IBIFem/Basura" are the captions of two boxes."""
    middle, box = word.box.middle[1], word.box
    within = (
        mark.box
        for mark in marks
        if mark.box.y0 < middle < mark.box.y1 and box.x0 + box.height / 2 < mark.box.x0 and mark.box.x1 < box.x1
    )
    over = next(within, None) if word.source is Source.OCR else None
    if over is None:
        yield word
        return
    letters = box.width - over.width
    near = round(len(word.text) * (over.x0 - box.x0) / letters)
    places = [m.end() for m in _NEXT_WORD.finditer(word.text) if abs(m.end() - near) <= _NEARLY]
    cut = min(places, key=lambda place: abs(place - near), default=min(max(near, 1), len(word.text) - 1))
    yield replace(word, text=word.text[:cut], box=replace(box, x1=over.x0))
    yield from _cut_at_mark(replace(word, text=word.text[cut:], box=replace(box, x0=over.x1)), marks)


def around(words: Sequence[Word]) -> Box:
    """The smallest box around some words."""
    boxes = [word.box for word in words]
    if len(boxes) == 1:
        return boxes[0]
    return Box(
        min([box.x0 for box in boxes]),
        min([box.y0 for box in boxes]),
        max([box.x1 for box in boxes]),
        max([box.y1 for box in boxes]),
    )


def is_ocr(words: Iterable[Word]) -> bool:
    """Whether any of some words was read from a picture."""
    return any(word.source is Source.OCR for word in words)
