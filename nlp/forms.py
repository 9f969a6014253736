"""Live form fields: a field's own name says what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from casework.procedure import FieldType, Procedure
from casework.reading import FormValue
from nlp.candidates import Candidate
from nlp.labels import Caption, Lexicon, phrase
from nlp.layout import Sheet
from nlp.meaning import fields_of
from nlp.normalise import normalise
from nlp.sections import Outline

_WORDS = re.compile(r"[A-ZÀ-Ú]?[a-zà-ú]+|[A-Z]+(?![a-z])|\d+")


def form_fields(
    sheets: Sequence[Sheet], procedure: Procedure, lexicon: Lexicon, outline: Outline
) -> Iterator[Candidate]:
    """Candidates from the names of filled form fields, each in the section where the field stands."""
    for sheet in sheets:
        for form in sheet.page.form_values:
            if form.value.strip():
                yield from _named(sheet, form, procedure, lexicon, outline)


def _named(
    sheet: Sheet, form: FormValue, procedure: Procedure, lexicon: Lexicon, outline: Outline
) -> Iterator[Candidate]:
    own = form.name.rsplit(".", 1)[-1]
    section = outline.section_of(sheet.number, form.box)
    targets = lexicon.phrases.get(phrase(" ".join(_WORDS.findall(own))), {})
    meant = {own: (1.0, 0.0)} if own in procedure.fields else {}
    caption = Caption(start=0, end=0, targets=dict.fromkeys(targets, 1.0))
    meant |= {name: (likeness, role) for name, likeness, role in fields_of(procedure, caption, section)}
    for name, (likeness, role) in meant.items():
        spec = procedure.fields[name]
        value = None if spec.type is FieldType.CHECKBOX else normalise(spec, form.value)
        if value is not None:
            yield Candidate(
                field=name,
                value=value.text,
                raw=form.value,
                sheet=sheet.number,
                box=form.box,
                source="form",
                likeness=likeness,
                role=role,
                passed=value.passed,
                failed=value.failed,
            )
