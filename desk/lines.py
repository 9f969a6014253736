"""The fields of a case as a clerk looks at them: what was read, how sure it is, why it asks for a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language

from casework.case import Case
from casework.fields import ONE_TICK, FieldReading
from casework.procedure import FieldSpec, FieldType, Procedure
from casework.reading import Box
from casework.validation import is_valid
from desk.setup import given_ports
from desk.words import in_language, word
from desk.written import written

LONG = 60  # characters from which a text gets several lines
_YES_NO: Mapping[str, Mapping[str, tuple[str, ...]]] = {"true": {}, "false": {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field: what the procedure asks for, what was read, and what a clerk is told about it.

    `typed` is what the form holds, as people write it; `why` is one sentence, empty where nothing is asked;
    `others` are values in their normal form.
    """

    spec: FieldSpec
    label: str
    reading: FieldReading | None
    state: str
    typed: str
    why: str = ""
    others: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def value(self) -> str:
        return self.reading.value if self.reading else ""

    @property
    def asks(self) -> bool:
        """Whether the field asks for a person's look."""
        return self.state in {"missing", "invalid", "doubtful"}

    @property
    def choices(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        return self.spec.choices or (_YES_NO if self.spec.type is FieldType.CHECKBOX else {})

    @property
    def is_long(self) -> bool:
        return self.spec.type is FieldType.TEXT and len(self.typed) > LONG

    @property
    def shown(self) -> str:
        """The value as people say it: a choice by its name on the form."""
        return self.say(self.value)

    def say(self, value: str) -> str:
        """Any value of the field as people say it."""
        if value and self.choices:
            return choice_name(value, self.choices.get(value, {}))
        return written(self.spec, value)


def lines_of(case: Case, procedure: Procedure | None) -> list[Line]:
    """The fields that were read and those that are required, in the procedure's order; without other readings."""
    if procedure is None:
        return []
    read, illegible = {field.name: field for field in case.fields}, case.told_illegible
    return [
        line_of(case, procedure, spec, read.get(name))
        for name, spec in procedure.fields.items()
        if name in read or spec.required or name in illegible
    ]


def line_of(case: Case, procedure: Procedure, spec: FieldSpec, read: FieldReading | None) -> Line:
    """One field's line, without other readings."""
    state = state_of(read, empty=spec.name in case.told_empty, illegible=spec.name in case.told_illegible)
    return Line(
        spec=spec,
        label=in_language(spec.label()),
        reading=read,
        state=state,
        typed=editable(spec, read.value) if read else "",
        why=_why(procedure, spec, read, state),
    )


def with_others(case: Case, line: Line) -> Line:
    """The line with other readings of its value, where it asks for a look: the pages are gone through for them."""
    if not line.asks:
        return line
    pages, day = _pages_with(case, line.reading), case.presented_at.date()
    return replace(line, others=tuple(given_ports().alternatives(pages, line.spec, line.reading, day)))


def state_of(read: FieldReading | None, *, empty: bool = False, illegible: bool = False) -> str:
    """How sure a value is: missing, absent, illegible, clerk, invalid, sure or doubtful."""
    if read is None:
        return "illegible" if illegible else "absent" if empty else "missing"
    if read.method == "clerk":
        return "clerk"
    if set(read.checks_failed) - {ONE_TICK}:
        return "invalid"
    return "sure" if read.accepted and not read.checks_failed else "doubtful"


def editable(spec: FieldSpec, value: str) -> str:
    """The value as it stands in the form: as people write it, where that is understood as the same value."""
    if spec.choices or spec.type is FieldType.CHECKBOX:
        return value
    shown = written(spec, value)
    return shown if shown == value or given_ports().normalise(spec, shown) == value else value


def understood(spec: FieldSpec, typed: str) -> str:
    """What was typed in its normal form; where it states none, the text itself, for the checks to refuse.

    A running text stays as the clerk wrote it.
    """
    plain = typed.replace("\r\n", "\n").strip()
    if not plain or spec.choices or spec.type in {FieldType.TEXT, FieldType.CHECKBOX}:
        return plain
    return given_ports().normalise(spec, plain) or plain


@dataclass(frozen=True, slots=True)
class Check:
    """What the desk says of a value while it is typed: its normal form, whether it may stand, one sentence."""

    value: str
    good: bool
    sentence: str


def check(case: Case, spec: FieldSpec, typed: str) -> Check:
    """The same checks that the case will be judged by."""
    value = understood(spec, typed)
    if not value:
        return Check(
            "", good=not spec.required, sentence=word("check_empty_required" if spec.required else "check_empty")
        )
    if not is_valid(spec, value, today=case.presented_at.date()):
        return Check(value, good=False, sentence=_fault(spec))
    kept = written(spec, value) if not spec.choices else value
    same = kept == typed.strip() or spec.choices or spec.type is FieldType.CHECKBOX
    return Check(value, good=True, sentence=word("check_good") if same else f"{word('check_kept_as')} {kept}")


def missing_of(case: Case, procedure: Procedure | None) -> list[Line]:
    """The procedure's optional fields that the machine did not find: a person may add them."""
    specs = procedure.fields.values() if procedure else ()
    return [
        Line(spec=spec, label=in_language(spec.label()), reading=None, state="missing", typed="")
        for spec in specs
        if spec.name not in case.values and not spec.required and spec.name not in case.told_illegible
    ]


def title_of(kind: str) -> str:
    """A kind's title in the reader's language."""
    procedure = given_ports().procedures.get(kind)
    return in_language(procedure.title) if procedure else word(f"kind_{kind}", kind)


def choice_name(choice: str, names: Mapping[str, tuple[str, ...]]) -> str:
    """A choice as the form prints it; what has no name of its own is shown as it is kept."""
    known = names.get(get_language() or "es") or names.get("es")
    return known[0] if known else word(f"choice_{choice}", choice)


def place_of(read: FieldReading | None, margin: float = 6.0) -> Box | None:
    """The stretch of paper to show beside the field, in points."""
    if read is None or read.box is None:
        return None
    box = read.box
    return Box(max(0.0, box.x0 - margin), max(0.0, box.y0 - margin), box.x1 + margin, box.y1 + margin)


def _pages_with(case: Case, read: FieldReading | None) -> Sequence[str]:
    if read is not None and read.document in case.readings:
        return [case.readings[read.document]]
    return list(case.readings.values())


def _why(procedure: Procedure, spec: FieldSpec, read: FieldReading | None, state: str) -> str:
    if state == "missing":
        return word("why_missing")
    if read is None or state not in {"invalid", "doubtful"}:
        return ""
    if state == "invalid":
        return _fault(spec)
    if ONE_TICK in read.checks_failed:
        return word("why_ticks")
    if "repaired" in read.checks_passed:
        return word("why_repaired").format(raw=read.raw)
    return word("why_unsure").format(
        read=_percent(read.confidence), asked=_percent(procedure.threshold_of(spec.name), up=True)
    )


def _fault(spec: FieldSpec) -> str:
    if spec.type in {FieldType.DATE, FieldType.NUMBER, FieldType.AMOUNT} and (spec.minimum or spec.maximum):
        return f"{word(f'fault_{spec.type}')} {_bounds(spec)}"
    return word(f"fault_{spec.type}", word("fault_other"))


def _bounds(spec: FieldSpec) -> str:
    low, high = (_bound(spec, text) for text in (spec.minimum, spec.maximum))
    parts = [word("fault_from").format(bound=low)] if low else []
    parts += [word("fault_to").format(bound=high)] if high else []
    return f"({', '.join(parts)})."


def _bound(spec: FieldSpec, text: str) -> str:
    return word("today") if text == "today" else written(spec, text)


def _percent(share: float, *, up: bool = False) -> str:
    """In whole per cent; a share below the asked one never shows as the same number, and none below all as 100 %."""
    number = share * 100
    whole = -(-number // 1) if up else number // 1
    if up and whole == 100 and share < 1:
        tenths = f"{number:.1f}" if number < 99.95 else "99.9"
        return f"{tenths if get_language() == 'en' else tenths.replace('.', ',')} %"
    return f"{whole:.0f} %"


def by_asking(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Those that ask for a look, and the rest, each in their order."""
    return [line for line in lines if line.asks], [line for line in lines if not line.asks]
