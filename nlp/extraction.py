"""All sources of values brought together over the pages of an application."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from casework.procedure import FieldType, Procedure
from nlp.borders import within_borders
from nlp.candidates import GUESSED, READERS, Candidate
from nlp.captions import captions_of
from nlp.channels import Place, places_of
from nlp.choices import offered, ticked, ticked_fields, with_own_names
from nlp.completing import completed, in_asked_order
from nlp.evidence import OF_A_FORM, Group, Seat, features, grouped, seats_of
from nlp.forms import form_fields
from nlp.geometry import linked
from nlp.kinds import language_of
from nlp.labels import Lexicon, lexicon_of
from nlp.layout import Sheet
from nlp.mail import own_sheets
from nlp.names import names
from nlp.neighbours import Found
from nlp.pairs import paired
from nlp.printed import is_citizens, printed_words
from nlp.prose import Line, lines_of, paragraphs, patterned, place_and_date, towns
from nlp.reasons import reasons
from nlp.sections import Outline, heading_indexes, heading_words, outline
from nlp.signature import signed
from nlp.streets import streets
from nlp.telling import is_told, telling
from nlp.titled import titled
from nlp.told import told
from nlp.values.places import in_own_language
from nlp.writer import claims, read_letter, written_by

_DONE_BY_HAND = frozenset({"mark", "form"})
_FIGURES = frozenset({FieldType.NUMBER, FieldType.AMOUNT})


class Tagger(Protocol):
    """Finds values in running text."""

    def candidates(
        self, sheets: Sequence[Sheet], procedure: Procedure, places: Sequence[Mapping[int, Place]]
    ) -> Sequence[Candidate]:
        """Candidates of the sources `prose` and `tagger`, each with its probability as `certainty`."""
        ...


@dataclass(frozen=True)
class Evidence:
    """The groups of candidates of one application, and how much of a form it is."""

    groups: tuple[Group, ...]
    captions: int
    vocabulary: frozenset[str]
    seats: Mapping[int, Seat]

    def rows(self, procedure: Procedure) -> np.ndarray:
        """What the judge is asked about: one row for each group."""
        return features(self.groups, procedure, self.vocabulary, self.captions, self.seats)


class Extractor:
    """Collects the candidates for any procedure; lexicons are built once a procedure."""

    def __init__(self, procedures: Mapping[str, Procedure], tagger: Tagger | None = None) -> None:
        self._procedures = {key: prepared(procedure) for key, procedure in procedures.items()}
        self._lexicons: dict[str, Lexicon] = {}
        self._tagger = tagger

    def procedure(self, known: Procedure) -> Procedure:
        """The procedure with the module's own names of choices."""
        if known.id not in self._procedures:
            self._procedures[known.id] = prepared(known)
        return self._procedures[known.id]

    def evidence(self, sheets: Sequence[Sheet], known: Procedure) -> Evidence:
        """Every group of candidates that the pages give for a procedure's fields."""
        sheets, senders = own_sheets(sheets)
        procedure = self.procedure(known)
        lexicon = self._lexicon(procedure)
        captions = [captions_of(sheet, lexicon) for sheet in sheets]
        plan = outline(sheets, lexicon)
        made: list[Candidate] = []
        for sheet, found in zip(sheets, captions, strict=True):
            made += linked(Found(sheet, found, heading_indexes(sheet, plan)), procedure, plan)
        offers = offered(sheets, procedure)
        made += ticked(sheets, procedure, offers)
        if captions and len(captions[0]) >= OF_A_FORM and sheets[0].number not in senders:
            made += titled(sheets[0], procedure, offers)
        made += form_fields(sheets, procedure, lexicon, plan)
        lines: list[Line] = [line for sheet in sheets for line in lines_of(sheet)]
        made += streets(sheets, procedure)
        made += names(sheets, procedure)
        if lines:
            made += patterned(lines, procedure, plan)
            made += towns(lines, procedure, plan)
            made += place_and_date(lines, procedure, plan)
        messages = frozenset(sheets[number].document for number in senders)
        made += signed(sheets, procedure, messages)
        pages = [
            telling(sheet)
            for sheet, found in zip(sheets, captions, strict=True)
            if sheet.document in messages or (is_told(sheet) and len(found) < OF_A_FORM)
        ]
        made += paragraphs([line for line in lines if all(line.sheet is not page.sheet for page in pages)], procedure)
        for page in pages:
            made += told(page, procedure)
        letter = read_letter(pages, senders)
        for page in pages:
            made += reasons(page, procedure, letter.block[page.sheet.number])
        written = list(written_by(letter, senders, procedure))
        made += written
        if self._tagger is not None:
            places = [places_of(sheet, found, plan) for sheet, found in zip(sheets, captions, strict=True)]
            made += self._tagger.candidates(sheets, procedure, places)
        made += list(paired(made, [page.sheet for page in pages], procedure))
        made = list(in_asked_order(list(completed(made, {page.sheet.number for page in pages}))))
        valencian = _is_valencian(sheets)
        made = [_spelled(one, procedure, valencian=valencian) for one in made]
        taken, boxed, seats = claims(written, letter), ticked_fields(offers), seats_of(sheets)
        kept = [
            one
            for one in _standing(made, sheets, plan)
            if not taken(one)
            and (one.field not in boxed or one.source in _DONE_BY_HAND)
            and not (one.source in READERS and _is_pieced(one, procedure, seats))
        ]
        total = sum(len(found) for found in captions) // max(len(sheets), 1)
        return Evidence(tuple(grouped(kept)), total, frozenset(lexicon.vocabulary), seats)

    def places(self, sheet: Sheet, known: Procedure) -> dict[int, Place]:
        """The places of a page's words, as the tagger is to see them."""
        lexicon = self._lexicon(self.procedure(known))
        return places_of(sheet, captions_of(sheet, lexicon), outline([sheet], lexicon))

    def _lexicon(self, procedure: Procedure) -> Lexicon:
        if procedure.id not in self._lexicons:
            self._lexicons[procedure.id] = lexicon_of([procedure])
        return self._lexicons[procedure.id]


def _standing(made: Sequence[Candidate], sheets: Sequence[Sheet], plan: Outline) -> Iterator[Candidate]:
    """The candidates that what is printed leaves: over no border, no words of the form, in no other's section."""
    printed = printed_words(sheets)
    headed = frozenset(id(word) for sheet in sheets for word in heading_words(sheet, plan))
    for one in within_borders(made, sheets):
        guessed = one.source in GUESSED
        of_the_form = bool(one.words) and one.words <= printed
        if not is_citizens(one) or of_the_form or (guessed and one.words & headed):
            continue
        if not ((guessed or one.role < 0) and plan.gives_to_another(one.field, one.sheet, one.box)):
            yield one


def _is_valencian(sheets: Sequence[Sheet]) -> bool:
    return language_of([sheet.page for sheet in sheets]) == "ca"


def _spelled(candidate: Candidate, procedure: Procedure, *, valencian: bool) -> Candidate:
    """The candidate with a shortened kind of street spelled out in the writer's language."""
    if procedure.fields[candidate.field].type is not FieldType.ADDRESS:
        return candidate
    return replace(candidate, value=in_own_language(candidate.value, candidate.raw, valencian=valencian))


def _is_pieced(candidate: Candidate, procedure: Procedure, seats: Mapping[int, Seat]) -> bool:
    """Whether figures of two cells were read as one number."""
    apart = {seats[word].segment for word in candidate.words if word in seats}
    return procedure.fields[candidate.field].type in _FIGURES and len(apart) > 1


def prepared(procedure: Procedure) -> Procedure:
    """The procedure with everything its choices are called."""
    fields = {
        name: with_own_names(spec) if spec.type is FieldType.CHOICE else spec for name, spec in procedure.fields.items()
    }
    return replace(procedure, fields=fields)
