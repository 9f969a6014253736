"""Where another application begins in a file that holds several, and what each of its pages is.

The clues hold on any council's forms: a page number that begins anew, another procedure's title over a page that is
surely of that kind, an applicant again with another NIF, what stands between two papers. One clue alone is none: forms
of several pages repeat their title, and name several people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from casework.fields import ANOTHER_APPLICATION, BLANK, SEPARATOR, Part
from casework.identifiers import is_tax_id
from casework.procedure import FieldType, Procedure
from casework.reading import Page
from nlp.asking import Asking
from nlp.labels import Lexicon, lexicon_of
from nlp.layout import Sheet
from nlp.prose import EXAMPLE_TAX_IDS, PATTERNS
from nlp.sections import OTHERS, PEOPLE, Heading, Outline, outline
from nlp.sheets import Sheets
from nlp.telling import is_told
from nlp.text import fold
from nlp.values.identifiers import clean

_HEAD, _MARGIN = 0.34, 0.13  # shares of a page's height: where a title stands, and a page's number
_TITLED, _SURE = 0.8, 0.9
_NUMBER = re.compile(r"\b(?:pag|pagina|pagines|paginas|hoja|full|fulla) (\d{1,3})(?: (?:de |d )?(\d{1,3}))?\b")
_BARE_NUMBER = re.compile(r"(\d{1,2})\s?(?:/|de|d')\s?(\d{1,2})")
_SIGNED = re.compile(r"\b(?:firma|firmado|signatura|signat|fdo|sgt)\b")
_SEPARATES = re.compile(
    r"\b(?:separador|separadora|separator|hoja de separacion|full de separacio|patch code|patch t)\b"
)
_SIGNED_WORDS, _SEPARATING_WORDS = 8, 25
_DATED = re.compile(r"\b\d{1,2} (?:de |d )?[a-z]{4,10} (?:de |del )?20\d\d\b")
_ONE_MORE = frozenset(
    "segundo segunda segon segona tercer tercera tercero otro otra otros otras altre altra altres 2 3 ii iii cotitular"
    " cosolicitante demas resto resta".split()
)
_CORPORATION = "P"  # a town hall's own NIF
_OTHER_PEOPLE = PEOPLE | {OTHERS, "office"}
_ENOUGH = 4


@dataclass(frozen=True)
class Clues:
    """What a page shows of a beginning and an end.

    `kind` is its likeliest kind where that is sure, `title` the procedure its head names, `number` the printed page
    number with the count (0 where none is printed); `applicants` are the NIFs of the applicant's section, `people` all.
    """

    kind: str = ""
    title: str = ""
    number: tuple[int, int] | None = None
    applicants: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    opens: bool = False
    signed: bool = False


@dataclass(frozen=True)
class Bundles:
    """Knows the procedures by their titles and captions; several threads may share it."""

    procedures: Mapping[str, Procedure]
    asking: Asking

    @cached_property
    def _lexicon(self) -> Lexicon:
        return lexicon_of(self.procedures.values())

    def others(
        self, pages: Sequence[tuple[str, Page]], labels: Sequence[str], table: np.ndarray, sheets: Sheets
    ) -> frozenset[int]:
        """The places of the pages that seem to ask in an application that is not the first of its document.

        `table` has the labels' probabilities, one row a page. Pages that come along with one are not among them.
        """
        asking = [
            n for n, (_, page) in enumerate(pages) if _asks(page, labels[int(table[n].argmax())], self.procedures)
        ]
        found: set[int] = set()
        for document in dict.fromkeys(document for document, _ in pages):
            own = [n for n in asking if pages[n][0] == document]
            if len(own) > 1:
                found.update(self._from_the_second(pages, own, labels, table, sheets))
        return frozenset(found)

    def _from_the_second(
        self,
        pages: Sequence[tuple[str, Page]],
        own: Sequence[int],
        labels: Sequence[str],
        table: np.ndarray,
        sheets: Sheets,
    ) -> Sequence[int]:
        first: list[Clues] = []
        for at, place in enumerate(own):
            clues = self.clues(sheets.of(pages[place][1]), labels, table[place])
            between = [page for _, page in pages[own[at - 1] + 1 : place]] if first else []
            if first and _weight(clues, first, between) >= _ENOUGH:
                return own[at:]
            first.append(clues)
        return ()

    def clues(self, sheet: Sheet, labels: Sequence[str], row: np.ndarray) -> Clues:
        """What one page shows, with the probability of each label for it."""
        people = frozenset(number for _, number in _numbers(sheet))
        applicants, opens = self._applicants(sheet, outline([sheet], self._lexicon))
        best = int(row.argmax())
        return Clues(
            kind=labels[best] if row[best] >= _SURE else "",
            title=self._title(sheet.page),
            number=_number(sheet),
            applicants=applicants,
            people=people,
            opens=opens,
            signed=any(_signs(segment.text) for segment in sheet.segments),
        )

    def _title(self, page: Page) -> str:
        head = replace(page, words=tuple(w for w in page.words if w.box.y1 < _HEAD * page.height))
        likeness, key = max(((share, key) for key, share in self.asking.titles(head).items()), default=(0.0, ""))
        return key if likeness >= _TITLED else ""

    def _applicants(self, sheet: Sheet, plan: Outline) -> tuple[frozenset[str], bool]:
        """The NIFs in the applicant's section, and whether there is one: a letter's writer has it in the first line."""
        numbers = list(_numbers(sheet))
        heads = [one for one in plan.headings if one.section == "applicant" and not _names_one_more(sheet, one)]
        if heads:
            held = [(number, plan.section_of(sheet.number, sheet.segments[at].box)) for at, number in numbers]
            within = frozenset(number for number, section in held if section == "applicant")
            return within or frozenset(number for number, section in held if section not in _OTHER_PEOPLE), True
        if is_told(sheet) and numbers:
            return frozenset({numbers[0][1]}), True
        return frozenset(), False


def parts_of(pages: Sequence[tuple[str, Page]], kinds: Sequence[str], others: frozenset[int]) -> tuple[Part, ...]:
    """Every page once, those of one kind that follow each other together; `others` are another application's."""
    parts: list[Part] = []
    for place, ((document, page), kind) in enumerate(zip(pages, kinds, strict=True)):
        own = ANOTHER_APPLICATION if place in others else _page_type(page) or kind
        last = parts[-1] if parts else None
        if last is not None and last.document == document and last.kind == own:
            parts[-1] = Part(document=document, pages=(*last.pages, page.number), kind=own)
        else:
            parts.append(Part(document=document, pages=(page.number,), kind=own))
    return tuple(parts)


def _page_type(page: Page) -> str:
    """Whether a page is empty or only keeps two papers apart; empty for any other."""
    if "blank" in page.notes:
        return BLANK
    if len(page.words) <= _SEPARATING_WORDS and _SEPARATES.search(fold(page.text)):
        return SEPARATOR
    return ""


def _asks(page: Page, label: str, procedures: Mapping[str, Procedure]) -> bool:
    return label in procedures and not _page_type(page)


def _weight(page: Clues, first: Sequence[Clues], between: Sequence[Page]) -> int:
    """How much speaks for a beginning after the pages of an application, from which on see `_ENOUGH`."""
    if page.number is not None and page.number[0] > 1:
        return 0
    kinds, titles = {one.kind for one in first}, {one.title for one in first}
    numbered = 0 if page.number is None else 2 if any(one.number is not None for one in first) else 1
    named = page.title != "" and page.title == page.kind and page.title not in titles | kinds
    known = any(one.title or one.opens for one in first)
    begins = named and known and (page.opens or numbered > 1)
    weight = numbered + (4 if begins else _of_people(page, first))
    weight += page.kind != "" and first[0].kind != "" and page.kind not in kinds
    weight += numbered > 1 and page.title in titles - {""}
    weight += any(one.signed for one in first)
    return weight + max((_between(one) for one in between), default=0)


def _of_people(page: Clues, first: Sequence[Clues]) -> int:
    """Another applicant speaks for a beginning; one who was there already speaks against it."""
    before = frozenset[str]().union(*(one.applicants for one in first))
    if not page.applicants or not before:
        return 0
    everyone = frozenset[str]().union(*(one.people for one in first))
    return 3 if page.applicants.isdisjoint(everyone) and before.isdisjoint(page.people) else -3


def _between(page: Page) -> int:
    return 2 if _page_type(page) == SEPARATOR else 1


def _names_one_more(sheet: Sheet, heading: Heading) -> bool:
    """Whether a heading is about one more applicant of the same application."""
    texts = (fold(segment.text) for segment in sheet.segments if segment.box in heading.boxes)
    return any(not _ONE_MORE.isdisjoint(text.split()) for text in texts)


def _signs(text: str) -> bool:
    """Whether a line asks for the signature, or has the place and date that stand over it."""
    plain = fold(text)
    return (bool(_SIGNED.search(plain)) and len(plain.split()) <= _SIGNED_WORDS) or bool(_DATED.search(plain))


def _numbers(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """The valid NIFs of a page's citizens, each with the index of its segment."""
    for segment in sheet.segments:
        for match in PATTERNS[FieldType.TAX_ID].finditer(segment.text.upper()):
            number = clean(match[0])
            if is_tax_id(number) and number[0] != _CORPORATION and number not in EXAMPLE_TAX_IDS:
                yield segment.index, number


def _number(sheet: Sheet) -> tuple[int, int] | None:
    """The number of a page and of how many, as it is printed at its head or foot; None where none is."""
    height = sheet.page.height
    for segment in sheet.segments:
        if _MARGIN * height < segment.box.middle[1] < (1 - _MARGIN) * height:
            continue
        match = _NUMBER.search(fold(segment.text)) or _BARE_NUMBER.fullmatch(segment.text.strip())
        if match is not None:
            number, count = int(match[1]), int(match[2] or 0)
            if number > 0 and (count == 0 or number <= count):
                return number, count
    return None
