"""Whose data stand where: headings open sections, and each segment belongs to the nearest one above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from casework.reading import Box, Word
from nlp.acting import says_who_acts
from nlp.labels import Lexicon, Target, find_captions, role_of
from nlp.layout import Sheet
from nlp.margins import beside_rows, sideways
from nlp.segments import Segment
from nlp.text import content, fold

_DATA = frozenset("datos dades persona personas identificacion identificacio quien parte entidad".split())
_FILLERS = _DATA | frozenset(
    "apartado apartat relativos relativas bloque seccion caso cas 1 2 3 4 5 6 7 8 9 ii iii iv v b c f g h".split()
)
# A heading names its person with a noun or with a verb: "Datos de quien representa", "Persona que formula".
_STEMS = (
    ("representative", re.compile(r"represent|apoderad|mandatari|actu[ae]")),
    (
        "applicant",
        re.compile(
            r"solicita(?!cio)|sol?licita(?!cio)|interes|declara(?:nt|$)|peticionari|compar[ei]|firma(?:nt|$)|formula"
        ),
    ),
)
_WHO_ASKS = re.compile(  # "Qui declara", "¿Quién propone?"
    r"^(?:[a-z\d] )?(?:qui|quien(?:es)?) (?:ho |lo )?"
    r"(?:declar|propo|sol ?l?icit|demana|pide|firma|signa|present|fa la|hace la)"
)
_FOR_ANOTHER = re.compile(  # "Qui ho sol·licita per ella", "Quién firma en su nombre"
    r"\b(?:por|per) (?:ella|el|ell|ellos|ells|otr[oa]|un altre|una altra"
    r"|(?:la|el|l) (?:persona|interes\w+|titular|entidad|entitat))\b"
    r"|\ben (?:(?:su|mi) nombre|nombre (?:suyo|mio|de)|nom (?:seu|meu|de?)|el (?:seu|meu) nom)\b"
)
_REMARK = re.compile(r"\([^)]*(?:\)|$)")
_TITLES = re.compile(r"\bD\.?\s?/\s?D(?:ª|ñ?a)?\.?ª?|\b(?:En/Na|Sr\.?/Sra\.?|Don/Doña)(?!\w)", re.IGNORECASE)
_ENUMERATED = re.compile(
    r"^\(?(?:\d{1,2}|[IVX]{1,4}|[A-Za-z])\s?[.)\-–:]+\s*(?=[^\W\d])|^(?:\d|[A-H])\s+(?=[A-ZÀ-Ú]{3})"
)
_COMPANY = re.compile(
    r"(?:\bS\s?\.?\s?[AL]\s?\.?\s?[UL]?|\bS\.?\s?Coop|\bC\.\s?B|\bS\.\s?C)\W*$"
)  # "SUMINISTROS AITANA, S.L."
_MARGIN = re.compile(r"^(?:[A-Z]|\d{1,2}|[IVX]{1,4})[.)]?$")
_OPENINGS = frozenset(
    "datos dades medio mitja documentacion documentacio declaracion declaracio consentimiento consentiment oposicion"
    " oposicio informacion informacio comunicaciones comunicacions objeto objecte lugar lloc".split()
)
_MOST_WORDS = 11
_LEAST_LETTERS = 4  # "3-A" is a code
_MOST_OPENING = 8
_STAMP = 90.0  # points: what an office's box or stamp takes up, wherever it was put on the form
_NO_LINE = 0.6  # of a page's width: a line of a paragraph is longer
_BAND = 26.0  # points: a band with a heading is lower
_TAB = 3.0  # heights by which a tab is wider than what is written on it
_LIKE_HEADINGS = 2  # headings of one style before another segment is told by its style
_ROW_WORDS, _ROW_GAP = 3, 60.0  # words of what begins a row; points to the value behind it
_TIGHT, _LOOSE = 0.6, 0.33  # the share of a heading's words that must be known
OTHER = "other"
OTHERS = "household"  # a table of other people than the applicant
_COUNCILS = "creditor"
_SORTS = frozenset({"role", "section"})
MUTE = frozenset({"office", "privacy", "instructions"})
PEOPLE = frozenset(
    {
        "applicant",
        "representative",
        "contact",
        "creditor",
        "debtor",
        "account_holder",
        "builder",
        "technician",
        "driver",
        "transferor",
        "notary",
    }
)
PLACES = frozenset({"supply", "works", "premises", "dwelling"})
_OF_PLACES = frozenset({"address", "postal_code", "municipality", "province"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the section it opens from its box on, between which edges, and the boxes of all its words."""

    section: str
    page: int
    box: Box
    left: float
    right: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Outline:
    """The headings of all pages, asked to which section a place belongs.

    `rows` are the lines of a table that begin with the person whose data they hold.
    """

    headings: tuple[Heading, ...]
    rows: tuple[Heading, ...] = ()

    def section_of(self, page: int, box: Box) -> str:
        """The section a box stands in; empty before the first heading of its page's column."""
        x, y = box.x0 + min(box.width, 40) / 2, box.middle[1]
        for row in self.rows:
            if row.page == page and row.left <= x and abs(row.box.middle[1] - y) < row.box.height:
                return row.section
        for heading, middle in self._from_below.get(page, ()):
            reaches = middle < y - 1 and heading.left <= x < heading.right
            if reaches and (heading.section != "office" or y - heading.box.y1 < _STAMP):
                return heading.section
        return ""

    @cached_property
    def _from_below(self) -> dict[int, list[tuple[Heading, float]]]:
        """The headings of each page from its foot to its head, with the heights of their middles."""
        found: dict[int, list[tuple[Heading, float]]] = {}
        for heading in sorted(self.headings, key=lambda one: -one.box.y0):
            found.setdefault(heading.page, []).append((heading, heading.box.middle[1]))
        return found

    def gives_to_another(self, field: str, page: int, box: Box) -> bool:
        """Whether a box lies in the section of another person, or of a place, than the field's own.

        Only where a section of the field's own role is there as well: else the heading may have been misread. Nobody's
        data stand in the creditor's section but the creditor's, who is the council.
        """
        own = role_of(field)
        if own is None:
            return False
        section = self.section_of(page, box)
        if section == _COUNCILS or (section == OTHERS and own[0] != "applicant"):
            return True
        wanted = {own[0], "notification"} if own[0] == "applicant" else {own[0]}
        foreign = PEOPLE | {OTHERS} | (PLACES if own[1] in _OF_PLACES else frozenset())
        return section in foreign - wanted and any(heading.section in wanted for heading in self.headings)


def outline(sheets: Sequence[Sheet], lexicon: Lexicon) -> Outline:
    """The headings of the pages, in order."""
    return Outline(
        tuple(heading for sheet in sheets for heading in _headings(sheet, lexicon)),
        tuple(row for sheet in sheets for row in _rows(sheet, lexicon)),
    )


def _rows(sheet: Sheet, lexicon: Lexicon) -> Iterator[Heading]:
    """The lines that a person's word begins and values follow: "Representante | Rosa Gil Mira | 48576231R".

    In "Representado por: Rosa Gil Mira   DNI: 48576231R" the number is the representative's as well, and in a row of
    cells "Representante | NIF" the one that stands under "NIF".
    """
    for line in sheet.lines:
        first, *others = line
        if not others or len(first.words) > _ROW_WORDS:
            continue
        heads = first.cell is not None and all(other.cell is not None for other in others)
        begins = others[0].box.x0 - first.box.x1 <= _ROW_GAP and not find_captions(others[0], lexicon)
        section = _section(first.text, lexicon) if heads or begins else None
        if section in PEOPLE:
            yield Heading(section, sheet.number, first.box, first.box.x1, sheet.page.width, (first.box,))


def _headings(sheet: Sheet, lexicon: Lexicon) -> Iterator[Heading]:
    upright = sideways(sheet)
    within = {segment.index for segments in upright.values() for segment in segments}
    opened = {
        segment.index: section
        for segment in sheet.segments
        if segment.index not in within and (section := _opens(sheet, segment, lexicon)) is not None
    }
    opened |= dict.fromkeys(_styled_alike(sheet, opened, lexicon), OTHER)
    for index, section in opened.items():
        segment = sheet.segments[index]
        left, right = _reach(sheet, segment, opened)
        yield Heading(section, sheet.number, segment.box, left, right, (segment.box,))
    beside = {cell: words for cell, words in beside_rows(sheet).items() if _is_of_somebody(words, lexicon)}
    for cell, segments in (*upright.items(), *beside.items()):
        section = _section(" ".join(s.text for s in segments) if cell in beside else _from_below(segments), lexicon)
        over = Box(cell.x0, cell.y0 - 2, cell.x1, cell.y0 - 1)
        boxes = tuple(segment.box for segment in segments)
        yield Heading(section or OTHER, sheet.number, over, cell.x1 - 1, sheet.page.width, boxes)


def _styled_alike(sheet: Sheet, opened: Mapping[int, str], lexicon: Lexicon) -> Iterator[int]:
    """Segments that stand alone and are set as the page's headings are, and as no caption is."""
    headings = [sheet.segments[index] for index in opened]
    styles = {style for style, count in Counter(map(_style, headings)).items() if count >= _LIKE_HEADINGS}
    others = [s for s in sheet.segments if s.index not in opened and _style(s) in styles]
    printed = [s for s in others if s.text.endswith(":") or len(sheet.lines_of(s)) > 1]
    styles -= {_style(s) for s in printed if find_captions(s, lexicon)}
    for segment in sheet.segments:
        if segment.index in opened or _style(segment) not in styles or len(segment.words) > _MOST_OPENING:
            continue
        alone = len(sheet.lines_of(segment)) == 1 and segment.cell is None
        if alone and segment.text[:1].isupper() and not any(char.isdigit() for char in segment.text):
            yield segment.index


def _style(segment: Segment) -> tuple[int, int]:
    """The left edge and the height of a segment's letters, as a typesetter would choose them."""
    return round(segment.box.x0), round(segment.height * 2)


def _is_of_somebody(segments: Sequence[Segment], lexicon: Lexicon) -> bool:
    text = " ".join(segment.text for segment in segments)
    return _section(text, lexicon) is not None and not text.endswith(":")


def _from_below(segments: Sequence[Segment]) -> str:
    words = [word for segment in segments for word in segment.words]
    return " ".join(word.text for word in sorted(words, key=lambda word: -word.box.y1))


def _opens(sheet: Sheet, segment: Segment, lexicon: Lexicon) -> str | None:
    """The section a segment opens; None where it is no heading."""
    section = _section(segment.text, lexicon)
    if section is not None:
        # A mandate begins with the creditor's name and address in cells of their own, often under no heading.
        others = section == OTHERS and len(segment.words) > 1
        begins = (others or says_who_acts(segment.text)) and _stands_out(sheet, segment)
        return section if section == _COUNCILS or begins or _looks_like_one(sheet, segment) else None
    return OTHER if _is_banner(sheet, segment, lexicon) else None


def _reach(sheet: Sheet, segment: Segment, opened: Mapping[int, str]) -> tuple[float, float]:
    """Between which edges a heading rules: those of its cell or its column, else the page's."""
    line = sheet.lines_of(segment)
    right = min(
        (o.box.x0 - 4 for o in line if o.box.x0 > segment.box.x1 and o.index in opened), default=sheet.page.width
    )
    cell, alone = segment.cell, all(other is segment for other in line)
    tab = cell is not None and alone and cell.width < segment.box.width + _TAB * segment.height
    if cell is not None and cell.width < 0.6 * sheet.page.width and not tab:
        return cell.x0 - 4, min(right, cell.x1)
    return (0.0 if alone and segment.box.x0 < 0.45 * sheet.page.width else segment.box.x0 - 25), right


def _section(text: str, lexicon: Lexicon) -> str | None:
    """The section whose words explain most of a short text: "DATOS DEL REPRESENTANTE" is the representative's."""
    text = _TITLES.sub("", _REMARK.sub("", text)).strip()
    if not text or len(text.split()) > 2 * _MOST_WORDS or ":" in text[:-1] or _COMPANY.search(text):
        return None
    if says_who_acts(text):
        return "representative"
    if _WHO_ASKS.match(fold(text)):
        return "representative" if _FOR_ANOTHER.search(fold(text)) else "applicant"
    said = content(_ENUMERATED.sub("", text))
    words = [lexicon.known(word) for word in said]
    named: list[str] = []
    explained, total, place, begins = 0, 0, 0, False
    while place < len(words):
        size = lexicon.longest(words, place)
        targets = lexicon.phrases.get(tuple(words[place : place + size]), {})
        found = sorted(filter(None, map(_opened_by, targets)))
        own = sum(word not in _FILLERS for word in said[place : place + max(size, 1)]) or int(bool(found))
        begins = begins or (total == 0 and bool(found))
        named += found
        total += own
        # "Domicilio" and its like say nothing against a section: the applicant's data hold an address.
        explained += own if found or any(target.sort == "concept" for target in targets) else 0
        place += max(size, 1)
    printed_as_one = text.isupper() or bool(_ENUMERATED.match(text))
    if not named or explained < (_LOOSE if begins and printed_as_one else _TIGHT) * total:
        return _by_stem(said) if said and said[0] in _DATA else None
    people = [name for name in named if name in PEOPLE]
    special = [name for name in named if name not in PEOPLE and name != "object"]
    return "representative" if "representative" in people else (people or special or named)[0]


def _by_stem(words: Sequence[str]) -> str | None:
    """The person that a heading about somebody's data names by the stem of a word."""
    return next((section for section, stem in _STEMS if any(stem.match(word) for word in words)), None)


def _opened_by(target: Target) -> str:
    """The section a target's words may open; a person's name-field opens that person's."""
    if target.sort in _SORTS:
        return target.name
    owner = role_of(target.name) if target.sort == "field" else None
    return owner[0] if owner and owner[1] == "name" else ""


def _looks_like_one(sheet: Sheet, segment: Segment) -> bool:
    """Capitals, "datos de", a number in front, or a line of its own without a value."""
    text = _REMARK.sub("", segment.text)
    letters = [char for char in text if char.isalpha()]
    capitals = bool(letters) and sum(char.isupper() for char in letters) > 0.8 * len(letters)
    said = content(_ENUMERATED.sub("", text))
    if capitals or (said and said[0] in {"datos", "dades"}) or _ENUMERATED.match(text):
        return True
    return (
        _is_alone(sheet, segment)
        and not text.rstrip().endswith(":")
        and (segment.cell is None or _is_band(sheet, segment))
    )


def _is_alone(sheet: Sheet, segment: Segment) -> bool:
    """Whether nothing else stands in a segment's line but the letter or number that its section has in the margin."""
    return all(_is_its_number(other, segment) for other in sheet.lines_of(segment) if other is not segment)


def _stands_out(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment is alone in its line and no line of a paragraph."""
    text = segment.text
    short = segment.box.width < _NO_LINE * sheet.page.width and not text.endswith((".", ",", ";"))
    return short and text[:1].isupper() and _is_alone(sheet, segment)


def _is_its_number(other: Segment, segment: Segment) -> bool:
    """Whether a segment is the letter or number that stands before another one."""
    return bool(_MARGIN.match(other.text)) and other.box.x1 <= segment.box.x0


def _is_band(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment stands alone in a low cell over most of the page."""
    cell = segment.cell
    if cell is None or cell.width <= 0.6 * sheet.page.width or cell.height >= _BAND:
        return False
    # Rules that a picture only nearly shows give a caption and the value under it cells of their own.
    within = (other for other in sheet.segments if other is not segment and cell.holds(*other.box.middle))
    return all(_is_its_number(other, segment) for other in within)


def _is_banner(sheet: Sheet, segment: Segment, lexicon: Lexicon) -> bool:
    """Whether a segment that stands alone is printed as a heading, whatever its words mean."""
    text = segment.text
    if not _is_alone(sheet, segment) or text.rstrip().endswith((":", ",", ";")):
        return False
    bare = _ENUMERATED.sub("", text)
    numbered = len(bare) < len(text)
    if any(char.isdigit() for char in bare) or len(bare) < _LEAST_LETTERS:
        return False
    if text.isupper() and (_is_band(sheet, segment) or numbered):
        return not (_is_caption(segment, lexicon) and not numbered)
    words = content(bare)
    opening = bool(words) and words[0] in _OPENINGS and len(words) <= _MOST_OPENING and not text.rstrip().endswith(".")
    return opening and (numbered or _is_band(sheet, segment)) and not _is_caption(segment, lexicon)


def _is_caption(segment: Segment, lexicon: Lexicon) -> bool:
    """Whether the whole of a segment names one field: "IBAN" over its cell heads no section."""
    words = [lexicon.known(word) for word in content(segment.text)]
    targets = lexicon.phrases.get(tuple(words), {})
    return any(target.sort in {"field", "concept"} for target in targets)


def heading_indexes(sheet: Sheet, plan: Outline) -> frozenset[int]:
    """The indexes of a page's segments that are headings."""
    boxes = {box for heading in plan.headings if heading.page == sheet.number for box in heading.boxes}
    return frozenset(segment.index for segment in sheet.segments if segment.box in boxes)


def heading_words(sheet: Sheet, plan: Outline) -> Iterator[Word]:
    """The words of a page's headings."""
    yield from (word for index in heading_indexes(sheet, plan) for word in sheet.segments[index].words)
