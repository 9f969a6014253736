"""What running text says without captions: identifiers by their pattern, reasons and requests, place and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from casework.municipalities import provinces_of
from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Word
from nlp.candidates import Candidate, candidate
from nlp.choices import label_likeness
from nlp.labels import role_of
from nlp.layout import Sheet
from nlp.sections import MUTE, OTHERS, PEOPLE, Outline
from nlp.segments import Segment
from nlp.text import fold
from nlp.values.dates import find_dates

OWN_TAX_IDS = frozenset({"P0301400H"})
EXAMPLE_TAX_IDS = frozenset({"12345678Z", "00000000T", "11111111H", "X1234567L"})  # that forms print
_OWN_LINE = re.compile(r"ayuntamiento de|ajuntament d|alicante\.es|alacant\.es|www\.", re.IGNORECASE)
_SEPARATED = r"[\s.\-]?"
PATTERNS: dict[FieldType, re.Pattern[str]] = {
    FieldType.TAX_ID: re.compile(
        r"(?<![\w/])(?:[XYZKLM][\s.-]?\d{7}[\s.-]?[A-Z]|\d{1,2}\.?\d{3}\.?\d{3}[\s.-]?[A-Z]"
        r"|[A-HJNP-SUVW][\s.-]?\d{7}[\s.-]?[0-9A-J])(?!\w)"
    ),
    FieldType.IBAN: re.compile(
        r"(?<!\w)ES\s?\d{2}(?:[\s-]?\d){20}(?!\d)|(?<![\w])\d{4}[\s-]\d{4}[\s-]\d{2}[\s-]\d{10}(?!\d)"
    ),
    FieldType.PLATE: re.compile(
        r"(?<![\w-])(?:\d{4}[\s-]?[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}-\d{4}-[A-Z]{1,2})(?!\w)"
    ),
    FieldType.CADASTRAL_REFERENCE: re.compile(r"(?<!\w)\d{5}[0-9A-Z]{2}\s?[0-9A-Z]{7}\s?\d{4}\s?[A-Z]{2}(?!\w)"),
    FieldType.SOCIAL_SECURITY: re.compile(r"(?<![\w])\d{2}[\s/-]?\d{8}[\s/-]?\d{2}(?!\d)"),
    FieldType.VIN: re.compile(r"(?<!\w)(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}(?!\w)"),
    FieldType.EMAIL: re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
    FieldType.PHONE: re.compile(
        r"(?<![\w/])(?:(?:\+|00)34\s?)?[679]\d{2}(?:[\s.]?\d{2}[\s.]?\d{2}[\s.]?\d{2}"
        r"|[\s.]?\d{3}[\s.]?\d{3})(?!\d)|(?<!\w)\+\d{2}[\s\d]{8,14}(?!\d)"
    ),
}
_TOWN = re.compile(
    r"(?<!\d)(?P<code>\d{5})[,\s-]+(?:de )?(?P<town>[A-ZÀ-Ú][\w'’·/-]*(?: (?:de|del|d['’]\w+|la|el"
    r"|les|[A-ZÀ-Ú][\w'’·/-]*))*)(?:\s*[(,]\s*(?P<province>[A-ZÀ-Ú][\w/' ]+?)\)?)?\s*[.,;)]*(?=\s|$)"
)
_TOWN_OF = re.compile(  # "vecino de Elda (Alicante)"
    r"(?<![\w'’])(?P<town>[A-ZÀ-Ú][\w'’·-]*(?: (?:de|del|d['’]\w+|la|el|les|[A-ZÀ-Ú][\w'’·-]*)){0,5})"
    r"\s*\(\s*(?P<province>[A-ZÀ-Ú][\w/ -]+?)\s*\)"
)
_PLACE = re.compile(
    r"(?:^|[.:;]\s+|\b[Ee]n\s+|\bA\s+|^)(?:En |A )?(?P<place>[A-ZÀ-Ú][\w'’·]+(?: (?:de|del|d['’]\w+"
    r"|la|el|[A-ZÀ-Ú][\w'’·]+))*)\s*,?\s*(?:,|\ba\b|\bel\b)\s*(?:,\s*)?(?:a |el |a día )?$"
)
# A line that holds nothing but place and date, whose small ", a" a scan lost: "En Gandia 13 de junio de 2025".
_PLACE_ONLY = re.compile(
    r"^(?P<said>(?:En|A)\s+)?(?P<place>[^\W\d][\w'’·]*(?: (?:de|del|d['’]\w+|la|el|els|[^\W\d][\w'’·]*)){0,4})"
    r"\W*(?:\ba\W*)?$"
)
_ENDS_WITH_YEAR = re.compile(r"\d{2}\W*$")
_PLACE_AFTER = re.compile(
    r"\d{4}\s?[-–,]\s?(?P<place>[A-ZÀ-Ú][\w'’·]+(?: (?:de|del|d['’]\w+|la|el|[A-ZÀ-Ú][\w'’·]+))*)$"
)
_STATEMENT = re.compile(
    r"^(?:[ivx\d]+ )?(?:que )?(?:expone|expongo|exposa|expose|manifiesta|manifesta|manifiesto|alega"
    r"|alego|alegaciones|hechos|fets|expone y alega)\b"
)
_PETITION = re.compile(
    r"^(?:[ivx\d]+ )?(?:(?:por|per) (?:todo |tot )?(?:ello|lo expuesto|aixo|l exposat"
    r"|lo anterior) )?(?:solicita|solicito|sollicita|sollicite|sollicito|suplica|suplico|pide|pido"
    r"|demana|demane|peticion|peticio)\b"
)
_END = re.compile(
    r"^(?:[ivx\d]{1,4} )?(?:en [a-z ]+ a \d|atentamente|atentament|un saludo|saludos|salutacions|firma|signatura|fdo"
    r"|firmado|signat|lugar|lloc|reciba|cordialment|cordialmente|excm|alcald|a la atencion"
    r"|documentacion|documentacio|proteccion de datos|proteccio de dades|se acompana|adjunto|adjunta"
    r"|documentos (?:que|adjuntos|aportados)|documents (?:que|adjunts|aportats)|(?:medio|mitja) de notificacio?n?"
    r"|me opongo|m oposo|ilmo|ilma)\b|^[a-z ]{3,40} (?:a )?\d{1,2} d[ei]?l? ?[a-z]+ d[ei]l? \d{4}$"
)
_BORN = re.compile(r"\b(?:naci|nacid[oa]|nascut|nascuda|naixer|natural)\b")
_ANNOUNCING = re.compile(
    r"(?:(?:los|els|las|les)\s+)?(?:(?:siguientes|següents)\s+(?:hechos|fets|razones|raons|motivos|motius|alegaciones)"
    r"|(?:hechos|fets|razones|raons|motivos|motius)\s+(?:siguientes|següents)|lo\s+siguiente|el\s+següent)\b[\s.:]*",
    re.IGNORECASE,
)
_EDGE = " :.-–—"
_MOST_HEADING, _MOST_OF_DATE = 6, 6  # words
_AGAIN = frozenset(
    (
        "exposa expose expone expongo exposo sollicita sollicite sollicito solicita solicito sol licita licite demana"
    ).split()
)


@dataclass(frozen=True)
class Line:
    """A printed line with the offsets of its words in its text."""

    sheet: Sheet
    segments: tuple[Segment, ...]
    words: tuple[Word, ...]
    text: str

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that lie in a span of the text."""
        found, offset = [], 0
        for word in self.words:
            if offset < end and offset + len(word.text) > start:
                found.append(word)
            offset += len(word.text) + 1
        return tuple(found)


def lines_of(sheet: Sheet) -> list[Line]:
    lines = []
    for segments in sheet.lines:
        words = tuple(word for segment in segments for word in segment.words)
        lines.append(Line(sheet, segments, words, " ".join(word.text for word in words)))
    return lines


def patterned(lines: Sequence[Line], procedure: Procedure, outline: Outline) -> Iterator[Candidate]:
    """Identifiers wherever they stand, for every field of their type; the words before tell which one is meant."""
    before = ""
    specs = {kind: [spec for spec in procedure.fields.values() if spec.type is kind] for kind in PATTERNS}
    asked = {kind: own for kind, own in specs.items() if own}
    for line in lines:
        if not _OWN_LINE.search(line.text):
            yield from _in_line(line, before, asked, outline)
        before = line.text


def _in_line(
    line: Line, before: str, asked: Mapping[FieldType, Sequence[FieldSpec]], outline: Outline
) -> Iterator[Candidate]:
    section = outline.section_of(line.sheet.number, line.segments[0].box)
    if section in MUTE:
        return
    upper = line.text.upper()
    for kind, specs in asked.items():
        for match in PATTERNS[kind].finditer(line.text if kind is FieldType.EMAIL else upper):
            words = line.between(*match.span())
            said = (
                f"{before[-40:] if match.start() < 25 else ''} {line.text[max(0, match.start() - 60) : match.start()]}"
            )
            here = outline.section_of(line.sheet.number, words[0].box)
            for spec in specs:
                made = candidate(spec, line.sheet, words, "pattern", raw=line.text[slice(*match.span())],
                                 likeness=label_likeness(spec, said), role=_agreement(spec.name, here))  # fmt: skip
                if made is not None and made.value not in OWN_TAX_IDS:
                    yield made


def _agreement(name: str, section: str) -> float:
    own = role_of(name)
    if own is None or section not in PEOPLE | {"notification", OTHERS}:
        return 0.0
    return 1.0 if own[0] == section or (own[0] == "applicant" and section == "notification") else -1.0


def towns(lines: Sequence[Line], procedure: Procedure, outline: Outline) -> Iterator[Candidate]:
    """Postal code, town and province written after each other, or a town with its province in brackets."""
    for line in lines:
        if _OWN_LINE.search(line.text):
            continue
        of_a_province = (match for match in _TOWN_OF.finditer(line.text) if _lies_in(match["town"], match["province"]))
        for match in (*_TOWN.finditer(line.text), *of_a_province):
            section = outline.section_of(line.sheet.number, line.between(*match.span())[0].box)
            for group, name in (("code", "postal_code"), ("town", "municipality"), ("province", "province")):
                spec = procedure.fields.get(f"applicant_{name}")
                if spec is not None and match.groupdict().get(group) and section not in MUTE:
                    made = candidate(spec, line.sheet, line.between(*match.span(group)), "pattern", raw=match[group],
                                     likeness=0.5, role=_agreement(spec.name, section))  # fmt: skip
                    if made is not None:
                        yield made


def _lies_in(town: str, province: str) -> bool:
    """Whether a province has a town of that name: the capital's name is its province's in most."""
    return bool(provinces_of(town) & provinces_of(province))


def place_and_date(lines: Sequence[Line], procedure: Procedure, outline: Outline) -> Iterator[Candidate]:
    """The line "En Alicante, a 16 de noviembre de 2026"."""
    for line in lines:
        if len(line.words) > 24 or outline.section_of(line.sheet.number, line.segments[0].box) in MUTE - {"office"}:
            continue
        if len(find_dates(line.text)) != 1:
            continue
        start = next((i for i in range(len(line.text), -1, -1) if find_dates(line.text[i:])), 0)
        while start and line.text[start - 1].isalnum():
            start -= 1
        start = _date_start(line.text, start)
        place = _PLACE.search(line.text[:start])
        if place is not None and _only_told(line.text[:start], place):
            continue
        place = place or _alone(line.text, start) or _PLACE_AFTER.search(line.text)
        if place is None:
            continue
        span = place.span("place")
        spans = (("signature_place", span), ("signature_date", (start, len(line.text))))
        for name, span in spans:
            spec = procedure.fields.get(name)
            made = (
                None
                if spec is None
                else candidate(spec, line.sheet, line.between(*span), "signature", raw=line.text[slice(*span)])
            )
            if made is not None:
                yield made


def _alone(text: str, start: int) -> re.Match[str] | None:
    """The place of a line that is nothing but place and date, by its preposition or by a town that is known."""
    place = _PLACE_ONLY.search(text[:start])
    if place is None or not _ENDS_WITH_YEAR.search(text) or len(text[start:].split()) > _MOST_OF_DATE:
        return None
    return place if place["said"] or provinces_of(place["place"]) else None


def _only_told(before: str, place: re.Match[str]) -> bool:
    """Whether a word before a date is no place but a sentence's verb: "Nací el 3 de mayo", not "En Elda, el 3"."""
    joined = before[place.end("place") :].strip()
    if _BORN.search(fold(before)):
        return True
    return joined.startswith("el") and not re.search(r"\b(?:en|a)\s*$", before[: place.start("place")], re.IGNORECASE)


def _date_start(text: str, last: int) -> int:
    """The leftmost start from which the same date is read: `16 de...`, not `6 de...`."""
    day = find_dates(text[last:])
    return next(
        (
            i
            for i in range(last + 1)
            if (i == 0 or text[i - 1] in " ,.a")
            and text[i : i + 1].strip()
            and find_dates(text[i:]) == day
            and _begins_date(text[i:])
        ),
        last,
    )


def _begins_date(text: str) -> bool:
    first = fold(text).split()[:1]
    return (
        bool(first)
        and (first[0].isdigit() or len(first[0]) > 2)
        and find_dates(text.split(" ", 1)[1] if " " in text else "") != find_dates(text)
    )


def paragraphs(lines: Sequence[Line], procedure: Procedure) -> Iterator[Candidate]:
    """Reasons and request: the whole text after EXPONE and after SOLICITA."""
    if "statement" not in procedure.fields and "petition" not in procedure.fields:
        return
    name, taken = "", list[Word]()
    previous: Line | None = None
    for line in [*lines, None]:
        opens = "" if line is None else _opens(line)
        gap = bool(
            line and previous and line.sheet is previous.sheet and line.words[0].box.y0 - previous.words[0].box.y0 > 90
        )
        if name and (line is None or opens or gap or (_END.match(fold(line.text)) and taken)):
            yield from _paragraph(name, lines[0].sheet if line is None else (previous or line).sheet, taken, procedure)
            name, taken = "", []
        if opens and line is not None:
            name, taken = opens, list(_after_opening(line))
        elif name and line is not None:
            taken.extend(line.words)
        previous = line


def _opens(line: Line) -> str:
    folded = fold(line.text)
    if _PETITION.match(folded):
        return "petition"
    return "statement" if _STATEMENT.match(folded) else ""


def _after_opening(line: Line) -> tuple[Word, ...]:
    opening = ("expo", "soli", "soll", "supl", "pid", "dem", "pet", "mani", "alega", "hech", "fets", "sol·")
    place = next((i for i, word in enumerate(line.words) if fold(word.text).startswith(opening)), 0)
    rest = line.words[place + 1 :]
    # "PETICIÓN CONCRETA", "EXPONE los siguientes hechos:": the rest of a heading is no part of what follows it.
    closed = next((i for i, word in enumerate(rest[:_MOST_HEADING]) if word.text.endswith(":")), None)
    if closed is not None:
        return rest[closed + 1 :]
    if rest and len(rest) <= 2 and all(word.text.isupper() for word in line.words):
        return ()
    announced = _ANNOUNCING.match(" ".join(word.text for word in rest))
    rest = rest[len(announced[0].split()) :] if announced else rest
    while rest and (not fold(rest[0].text) or fold(rest[0].text) in _AGAIN):
        rest = rest[1:]
    return rest


def _paragraph(name: str, sheet: Sheet, words: Sequence[Word], procedure: Procedure) -> Iterator[Candidate]:
    spec = procedure.fields.get(name)
    if spec is None or len(words) < 3:
        return
    own = [word for word in words if any(word is other for other in sheet.page.words)] or list(words)
    made = candidate(spec, sheet, own, "paragraph", raw=" ".join(word.text for word in words))
    if made is not None:
        yield replace(made, value=made.value.lstrip(_EDGE))
