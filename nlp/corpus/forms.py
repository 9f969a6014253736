"""Forms in many families: captions in, over or before their cells, one or two columns, one or both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Box
from nlp.corpus.facts import facts
from nlp.corpus.paper import WIDTH, Paper, Tagged, text_width
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import Inventor, date_written, load, seeded, written
from nlp.labels import role_of, words_of

_CELLS = ("boxed", "above", "colon", "dotted", "grid", "ruled", "table")
_REACHED = (
    "applicant_address",
    "applicant_postal_code",
    "applicant_municipality",
    "applicant_province",
    "applicant_phone",
    "applicant_email",
)
_REACHED_FROM = 60  # the first family whose forms may ask where the representative is reached
_TITLED = 0.88  # the share of forms whose title the reader sees: the others are photographed or torn
_MANY = frozenset({"census_registration", "telecare", "property_tax_relief", "citizen_proposal"})
_WRAPPED, _SHORT = 0.1, 30  # now and then a value runs on over two lines of its narrow cell
_TALL = frozenset({"statement", "petition", "proposal_text", "works_description"})
_WORDING = load("forms")
_HEADINGS = _WORDING["headings"]
_FOOTERS = _WORDING["footers"]
_STREET_PARTS = _WORDING["street_parts"]
_NAME_PARTS = _WORDING["name_parts"]


@dataclass(frozen=True)
class Style:
    """One family of forms."""

    name: str
    cell: str
    columns: int
    size: float
    caption_size: float
    bilingual: bool
    numbered: bool
    alone: bool
    left: float
    split_names: bool
    split_addresses: bool
    typed_choices: bool
    mark_side: str
    role_in_caption: bool
    yes_no: bool
    hinted: float
    agent_reached: bool


def style_of(number: int) -> Style:
    """The family with that number; the same number is the same family for ever."""
    chance = seeded(9000 + number)
    return Style(
        name=f"form-{number}",
        cell=_CELLS[number % len(_CELLS)],
        columns=chance.choice([1, 2, 2, 3]),
        size=chance.choice([8.5, 9, 10, 11]),
        caption_size=chance.choice([6, 6.5, 7, 8]),
        bilingual=chance.random() < 0.3,
        numbered=chance.random() < 0.4,
        alone=chance.random() < 0.6,
        left=chance.choice([36, 42, 50, 60]),
        split_names=chance.random() < 0.3,
        split_addresses=chance.random() < 0.3,
        typed_choices=chance.random() < 0.2,
        mark_side=chance.choice(["left", "left", "left", "right"]),
        role_in_caption=chance.random() < 0.25,
        yes_no=chance.random() < 0.3,
        hinted=chance.choice([0.0, 0.0, 0.12, 0.3]),
        agent_reached=number >= _REACHED_FROM and chance.random() < 0.6,
    )


@dataclass(frozen=True)
class Cell:
    """A caption and what stands in its cell; `tag` is the field."""

    caption: str
    value: str
    tag: str
    tall: bool = False


class FormWriter:
    """Writes one application on as many pages as it needs."""

    def __init__(self, style: Style, inventor: Inventor) -> None:
        self.style, self.inventor, self.chance = style, inventor, inventor.chance
        self.pages: list[Paper] = []
        self.y = 0.0
        self.paper = self._new_page()
        self._sections = 0

    def _new_page(self) -> Paper:
        self.paper = Paper(number=len(self.pages) + 1)
        self.pages.append(self.paper)
        self.y = 40.0
        return self.paper

    def room(self, height: float) -> None:
        if self.y + height > 770:
            self._new_page()

    def head(self, title: str) -> None:
        if self.chance.random() < 0.8:
            self.paper.write(self.style.left, 30, "AYUNTAMIENTO DE ALICANTE", 10)
            self.paper.write(
                self.style.left,
                43,
                self.chance.choice(["AJUNTAMENT D'ALACANT", "Registro General", "Oficina de Atención Ciudadana"]),
                8,
            )
        if self.chance.random() < 0.5:
            self.paper.frame(400, 28, 555, 70)
            self.paper.write(404, 31, "Registro de entrada", 6)
            if self.chance.random() < 0.3:
                day = date_written(self.inventor, self.inventor.day(0, 400), long=False)
                self.paper.write(420, 50, f"{day} 2026/{self.inventor.digits(6)}", 8)
        if self.chance.random() < _TITLED:
            self.paper.write(self.style.left, 80, title.upper() if self.chance.random() < 0.5 else title, 13)
        self.y = 104.0

    def heading(self, section: str) -> None:
        self.room(60)
        self._sections += 1
        self._title(self.chance.choice(_HEADINGS[section][self.inventor.language]))

    def _title(self, text: str) -> None:
        prefix = f"{self._sections}. " if self.style.numbered else ""
        self.paper.write(self.style.left + 3, self.y + 3, prefix + text, 8.5)
        if self.chance.random() < 0.6:
            self.paper.frame(self.style.left, self.y, WIDTH - self.style.left, self.y + 14)
        self.y += 18

    def rows(self, cells: Sequence[Cell]) -> None:
        """All cells, as many in a row as the style has columns; tall ones alone."""
        row: list[Cell] = []
        for cell in cells:
            long = cell.tall or not self._fits(cell)
            if long or len(row) == self.style.columns:
                self._row(row)
                row = []
            if long:
                self._row([cell])
            else:
                row.append(cell)
        self._row(row)

    def _fits(self, cell: Cell) -> bool:
        """Whether a value has room in one of the columns beside, or under, its caption."""
        width = (WIDTH - 2 * self.style.left) / self.style.columns - 10
        under = self.style.cell in {"boxed", "above"}
        taken = 0.0 if under else min(text_width(cell.caption, max(self.style.caption_size, 8)) + 6, 0.8 * width)
        wrapped = self.chance.random() < _WRAPPED
        return text_width(cell.value, self.style.size) < width - taken or (wrapped and len(cell.value) < _SHORT)

    def _row(self, cells: Sequence[Cell]) -> None:
        if not cells:
            return
        height = max(self._height(cell, len(cells)) for cell in cells)
        self.room(height + 4)
        width = (WIDTH - 2 * self.style.left) / len(cells)
        for place, cell in enumerate(cells):
            self._cell(cell, self.style.left + place * width, width, height)
        self.y += height + (0 if self.style.cell in {"boxed", "grid", "table"} else 3)

    def _height(self, cell: Cell, columns: int) -> float:
        size, width = self.style.size, (WIDTH - 2 * self.style.left) / columns
        lines = 1 + int(text_width(cell.value, size) / (width * 0.9)) if cell.tall or columns == 1 else 1
        return size * 1.35 * lines + {"colon": 4, "dotted": 5, "ruled": 5, "grid": 8, "table": 8}.get(
            self.style.cell, self.style.caption_size + 8
        )

    def _cell(self, cell: Cell, x: float, width: float, height: float) -> None:
        style, paper = self.style, self.paper
        parts, right = [(cell.value, cell.tag)], x + width - 4
        if style.cell in {"boxed", "above"}:
            top = self.y if style.cell == "boxed" else self.y + style.caption_size + 2
            paper.frame(x, top, x + width - (0 if style.cell == "boxed" else 5), self.y + height)
            paper.write(x + (3 if style.cell == "boxed" else 0), self.y + 1.5, cell.caption, style.caption_size)
            paper.flow(x + 4, self.y + style.caption_size + 4.5, parts, style.size, right)
        elif style.cell in {"grid", "table"}:
            share = min(max(text_width(cell.caption, style.caption_size) + 8, 60), width * 0.55)
            paper.frame(x, self.y, x + share, self.y + height)
            paper.frame(x + share, self.y, x + width, self.y + height)
            paper.flow(x + 3, self.y + 4, [(cell.caption, "")], style.caption_size, x + share)
            paper.flow(x + share + 4, self.y + 3, parts, style.size, right)
        else:
            mark = ":" if style.cell == "colon" or self.chance.random() < 0.5 else ""
            end = paper.write(x, self.y + 2, cell.caption + mark, max(style.caption_size, 8))
            if style.cell != "colon":
                paper.line(end + 2, right, self.y + style.size * 1.2 + 2)
            paper.flow(end + 4, self.y + 1.5, parts, style.size, right) if not cell.tall else paper.flow(
                x, self.y + 14, parts, style.size, right
            )

    def choice(self, label: str, options: Mapping[str, str], chosen: str) -> None:
        """A row of tick boxes with their captions, after the field's name."""
        self.room(16)
        x = self.style.left
        if label and self.chance.random() < 0.8:
            x = self.paper.write(x, self.y + 1, f"{label}{self.chance.choice([':', ''])}", 8) + 12
        for name, caption in options.items():
            width = text_width(caption, 8) + 30
            if x + width > WIDTH - self.style.left:
                x, self.y = self.style.left + 20, self.y + 13
            if self.style.mark_side == "left":
                self.paper.tick(x, self.y, ticked=name == chosen)
                x = self.paper.write(x + 12, self.y, caption, 8) + 14
            else:
                x = self.paper.write(x, self.y, caption, 8)
                self.paper.tick(x + 2, self.y, ticked=name == chosen)
                x += 30
        self.y += 15

    def question(self, caption: str, value: str | None) -> None:
        """A checkbox: one box before its sentence, or a yes and a no behind it."""
        self.room(16)
        if self.style.yes_no:
            x = self.paper.write(self.style.left, self.y, caption, 8) + 20
            for answer, meaning in (("Sí", "true"), ("No", "false")):
                self.paper.tick(x, self.y, ticked=value == meaning)
                x = self.paper.write(x + 12, self.y, answer, 8) + 16
        else:
            self.paper.tick(self.style.left, self.y, ticked=value == "true")
            self.paper.write(self.style.left + 13, self.y, caption, 8)
        self.y += 14

    def sign(self, made: Mapping[str, str], name: str) -> None:
        """Place, date and the place for the signature."""
        self.room(80)
        left, label = (
            self.style.left,
            self.chance.choice(
                ["Firma", "Firma del solicitante", "Fdo.:", "Signatura", "Firma de la persona interesada", "Firmado:"]
            ),
        )
        place, day = made.get("signature_place"), made.get("signature_date")
        if self.chance.random() < 0.75:
            blank = "___ de __________ de 20__"
            shown = [
                (self.chance.choice(["En", "En", ""]), ""),
                (f"{place or '____________'},", "signature_place" if place else ""),
                (self.chance.choice(["a", "a", ""]), ""),
                (date_written(self.inventor, day, long=True) if day else blank, "signature_date" if day else ""),
            ]
            self.paper.flow(left, self.y + 4, shown, 9, 540)
        else:
            captions = ("Lugar", "Fecha") if self.inventor.language == "es" else ("Lloc", "Data")
            self.rows(
                [
                    Cell(captions[0], place or "", "signature_place"),
                    Cell(captions[1], date_written(self.inventor, day) if day else "", "signature_date"),
                ]
            )
        x = self.chance.choice([left, 320.0])
        self.paper.write(x, self.y + 22, label, 8)
        if made["signed"] == "true":
            if label.endswith(":") and self.chance.random() < 0.5:
                self.paper.write(x + 40, self.y + 22, name, 9)
            else:
                self.paper.ink.append(Box(x + 10, self.y + 34, x + 90, self.y + 60))
        self.y += 74

    def note(self) -> None:
        """A line that only tells how to fill in the form."""
        self.room(14)
        self.paper.write(
            self.style.left, self.y + 2, str(self.inventor.pick(_WORDING["notes"][self.inventor.language])), 7
        )
        self.y += 12

    def household(self) -> None:
        """Other people in a table: their names, dates and numbers are not the applicant's."""
        inventor, language = self.inventor, self.inventor.language
        self._title(str(inventor.pick(_WORDING["household"][language])))
        captions = _WORDING["household_captions"][language]
        kept = sorted(self.chance.sample(range(1, len(captions)), self.chance.randint(1, 3)))
        makers = (
            inventor.person,
            lambda: date_written(inventor, inventor.day(-20000, -200)),
            inventor.tax_id,
            lambda: str(inventor.pick(["hijo", "hija", "cónyuge", "madre"])),
            lambda: str(inventor.pick(inventor.words[f"towns_{language}"])),
            lambda: str(inventor.pick(["española", "marroquí", "italiana"])),
        )
        rows = self.chance.randint(1, 3)
        columns = [0, *kept]
        repeated = self.chance.random() < 0.4
        width = (WIDTH - 2 * self.style.left) / len(columns)
        for row in range(rows):
            if row == 0 or repeated:
                self.room(40)
                for place, column in enumerate(columns):
                    self.paper.write(self.style.left + place * width + 3, self.y, captions[column], 7)
                self.y += 10
            self.room(24)
            for place, column in enumerate(columns):
                x = self.style.left + place * width
                self.paper.frame(x, self.y, x + width, self.y + 16)
                if self.chance.random() < 0.85:
                    self.paper.flow(x + 3, self.y + 2, [(makers[column](), "")], self.style.size, x + width * 2)
            self.y += 17

    def foot(self) -> None:
        for text in self.chance.sample(_FOOTERS[self.inventor.language], self.chance.randint(1, 2)):
            self.paper.flow(self.style.left, min(self.y + 4, 800), [(text, "")], 6, 550)
            self.y += 12


def form(procedure: Procedure, style: Style, inventor: Inventor, *, blank: bool = False) -> Specimen:
    """One application on a form of a family; a blank one has no values and no signature."""
    made = {} if blank else facts(procedure, inventor)
    made.setdefault("signed", "false")
    writer = FormWriter(style, inventor)
    writer.head(inventor.title_of(procedure))
    shown = dict(made)
    for section, names in _sections(procedure, inventor):
        writer.heading(section)
        if inventor.chance.random() < 0.15:
            writer.note()
        cells = [
            cell for name in names for cell in _cells(procedure.fields[name], made.get(name), section, style, inventor)
        ]
        if section == "representative" and style.agent_reached:
            cells += _whereabouts(procedure, inventor, said="representative_name" in made)
        writer.rows(_with_others(cells, inventor, blank=blank))
        for name in names:
            _ticks(writer, procedure.fields[name], made, shown)
    if not blank and inventor.chance.random() < (0.4 if procedure.slug in _MANY else 0.06):
        writer.household()
    writer.sign(made, made.get("applicant_name", ""))
    writer.foot()
    pages = tuple(paper.done() for paper in writer.pages)
    kind = "blank_form" if blank else procedure.id
    return Specimen(
        kind=kind,
        language=inventor.language,
        family=style.name,
        pages=pages,
        page_kinds=(procedure.id,) * len(pages),
        fields={} if blank else _told(procedure, shown, pages),
    )


def _whereabouts(procedure: Procedure, inventor: Inventor, *, said: bool) -> Iterator[Cell]:
    """Where to reach the representative: asked in the applicant's words, and none of the applicant's values."""
    for name in _REACHED:
        spec, owner = procedure.fields.get(name), role_of(name)
        if spec is None or owner is None or inventor.chance.random() < 0.25:
            continue
        caption = str(inventor.pick(words_of("concepts")[owner[1]])).capitalize()
        filled = said and inventor.chance.random() < 0.8
        yield Cell(caption, written(inventor, spec, inventor.value(spec)) if filled else "", "")


def _with_others(cells: Sequence[Cell], inventor: Inventor, *, blank: bool) -> list[Cell]:
    """The cells with some beside them that no field is asked in."""
    mixed = list(cells)
    while mixed and inventor.chance.random() < 0.4:
        caption, value = inventor.pick(_WORDING["beside"][inventor.language])
        mixed.insert(inventor.chance.randint(0, len(mixed)), Cell(caption, "" if blank else value, ""))
    return mixed


def _told(procedure: Procedure, shown: Mapping[str, str], pages: Sequence[Tagged]) -> dict[str, str]:
    tagged = {tag for page in pages for tag in page.tags.values()}
    ticks = {n for n, s in procedure.fields.items() if s.type in {FieldType.CHECKBOX, FieldType.CHOICE}}
    return {name: value for name, value in shown.items() if name in tagged or name in ticks}


def _sections(procedure: Procedure, inventor: Inventor) -> Iterator[tuple[str, list[str]]]:
    """The fields by section: persons and places have their own, the rest stands together."""
    groups: dict[str, list[str]] = {"applicant": [], "representative": []}
    for name in procedure.fields:
        if name in {"signed", "signature_place", "signature_date"}:
            continue
        owner = role_of(name)
        section = owner[0] if owner and owner[0] in _HEADINGS else "object"
        if name in {"notification_channel", "opposes_data_lookup"}:
            section = "object"
        groups.setdefault(section, []).append(name)
    order = [section for section in groups if groups[section]]
    rest = order[2:]
    inventor.chance.shuffle(rest)
    for section in order[:2] + rest:
        names = groups[section]
        if section == "object":
            inventor.chance.shuffle(names)
        yield section, names


def caption_of(spec: FieldSpec, style: Style, section: str, inventor: Inventor) -> str:
    """A field's name on paper: the procedure's, or the plain word where the section says whose it is."""
    owner = role_of(spec.name)
    language = inventor.language
    labels = list(spec.labels.get(language, ())) or [spec.name]
    if owner and section == owner[0] and not style.role_in_caption:
        plain = [w for w in words_of("concepts")[owner[1]] if inventor.chance.random() < 0.5]
        if plain and owner[0] != "applicant" and spec.type is not FieldType.TEXT:
            labels = [str(w).upper() if len(str(w)) < 5 else str(w).capitalize() for w in plain]
    text = str(inventor.pick(labels[:4]) if inventor.chance.random() < 0.6 else inventor.pick(labels))
    if inventor.chance.random() < style.hinted:
        text += str(inventor.pick(_WORDING["hints"][language]))
    if style.bilingual:
        other = "ca" if language == "es" else "es"
        text += f" / {inventor.pick(spec.labels.get(other, labels))}"
    return text


def _cells(spec: FieldSpec, value: str | None, section: str, style: Style, inventor: Inventor) -> Iterator[Cell]:
    if spec.type is FieldType.CHECKBOX or (spec.type is FieldType.CHOICE and not style.typed_choices):
        return
    if (
        spec.type is FieldType.PERSON
        and style.split_names
        and section in {"applicant", "representative"}
        and (value is None or value.count(" ") == 2)
    ):
        words = (value or "  ").split(" ")
        yield from (Cell(c, w, spec.name) for c, w in zip(_NAME_PARTS[inventor.language], words, strict=True))
        return
    if spec.type is FieldType.ADDRESS and style.split_addresses and (value is None or value.count(",") == 1):
        yield from _street_cells(spec, value, inventor)
        return
    shown = "" if value is None else _shown(spec, value, inventor)
    yield Cell(caption_of(spec, style, section, inventor), shown, spec.name, tall=spec.name in _TALL)


def _shown(spec: FieldSpec, value: str, inventor: Inventor) -> str:
    if spec.type is FieldType.CHOICE:
        names = spec.choices[value]
        return str(inventor.pick(names.get(inventor.language) or names["es"]))
    return written(inventor, spec, value)


def _street_cells(spec: FieldSpec, value: str | None, inventor: Inventor) -> Iterator[Cell]:
    captions = _STREET_PARTS[inventor.language]
    street, _, floor = (value or ",").partition(", ")
    way, _, rest = street.partition(" ")
    name, _, number = rest.rpartition(" ")
    parts = (way, name, number, floor) if value else ("", "", "", "")
    yield from (Cell(c, p, spec.name) for c, p in zip(captions, parts, strict=True))


def _ticks(writer: FormWriter, spec: FieldSpec, made: Mapping[str, str], shown: dict[str, str]) -> None:
    inventor, style = writer.inventor, writer.style
    if spec.type is FieldType.CHOICE and not style.typed_choices:
        names = {c: str(inventor.pick(n.get(inventor.language) or n["es"])) for c, n in spec.choices.items()}
        writer.choice(caption_of(spec, style, "", inventor), names, made.get(spec.name, ""))
    elif spec.type is FieldType.CHECKBOX and spec.name != "signed":
        value = made.get(spec.name)
        writer.question(caption_of(spec, style, "", inventor), value)
        # One box that is left empty says no; of a pair, an empty pair says nothing.
        if value is None and not style.yes_no and made.get("applicant_name"):
            shown[spec.name] = "false"
