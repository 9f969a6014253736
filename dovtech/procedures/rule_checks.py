"""Whether a procedure's rules speak of fields that exist, as many and of such types as their kind needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from casework.procedure import FieldType, RuleKind
from casework.validation import measure
from dovtech.procedures.field_checks import MEASURES, NUMBERS
from dovtech.procedures.problems import Flaw, Where, one_of
from dovtech.procedures.schema import FieldShape, RuleShape, When

Fields = Mapping[str, FieldShape]

ANY_VALUE = "*"
# How many fields each kind of rule looks at: at least, and at most.
_ARITY: Mapping[RuleKind, tuple[int, int]] = {
    RuleKind.ORDER: (2, 99),
    RuleKind.AT_LEAST: (1, 1),
    RuleKind.AT_MOST: (1, 1),
    RuleKind.NEEDS: (1, 99),
    RuleKind.ANY_OF: (1, 99),
    RuleKind.DIFFERENT: (2, 99),
    RuleKind.RATIO: (2, 2),
    RuleKind.NOTICE: (0, 99),
}
_WITH_VALUE = frozenset({RuleKind.AT_LEAST, RuleKind.AT_MOST, RuleKind.RATIO})
_MEASURING = _WITH_VALUE | {RuleKind.ORDER}


def rule_flaws(rules: list[RuleShape], fields: Fields, *, taken: Collection[str] = ()) -> Iterator[Flaw]:
    """What is wrong in a list of rules; `taken` are codes that other rules of the procedure have already."""
    codes = set(taken)
    for index, rule in enumerate(rules):
        where: Where = ("rules", index)
        if rule.code in codes:
            yield Flaw((*where, "code"), f"rule code '{rule.code}' stands twice", "give each rule its own code")
        codes.add(rule.code)
        yield from _arity_flaws(rule, where)
        yield from _field_flaws(rule, where, fields)
        yield from _value_flaws(rule, where, fields)
        yield from when_flaws(rule.when, where, fields)


def when_flaws(when: When, where: Where, fields: Fields) -> Iterator[Flaw]:
    """Conditions on fields that do not exist, or on values that they can never have."""
    for name, values in when.items():
        place = (*where, "when", name)
        if name not in fields:
            yield Flaw(place, f"unknown field '{name}'", one_of(fields, like=name))
            continue
        possible = _possible(fields[name])
        for value in values:
            if possible and value not in possible and value != ANY_VALUE:
                yield Flaw(place, f"'{name}' is never '{value}'", one_of([*possible, "'*'"], like=value))


def _possible(field: FieldShape) -> tuple[str, ...]:
    """The values a field can have, where they can be listed."""
    return ("true", "false") if field.type is FieldType.CHECKBOX else tuple(field.choices)


def _arity_flaws(rule: RuleShape, where: Where) -> Iterator[Flaw]:
    least, most = _ARITY[rule.kind]
    if not least <= len(rule.fields) <= most:
        wanted = f"{least}" if least == most else f"at least {least}"
        yield Flaw((*where, "fields"), f"a rule of kind '{rule.kind}' has {len(rule.fields)} fields", f"name {wanted}")


def _field_flaws(rule: RuleShape, where: Where, fields: Fields) -> Iterator[Flaw]:
    for index, name in enumerate(rule.fields):
        place = (*where, "fields", index)
        if name not in fields:
            yield Flaw(place, f"unknown field '{name}'", one_of(fields, like=name))
        elif rule.kind in _MEASURING and fields[name].type not in MEASURES:
            message = f"'{name}' is a {fields[name].type}: a rule of kind '{rule.kind}' cannot measure it"
            yield Flaw(place, message, "name dates, numbers or amounts")
    sorts = {fields[name].type in NUMBERS for name in rule.fields if name in fields}
    if rule.kind in _MEASURING and len(sorts) > 1:
        yield Flaw((*where, "fields"), "dates and numbers cannot be compared", "name fields of one sort")


def _value_flaws(rule: RuleShape, where: Where, fields: Fields) -> Iterator[Flaw]:
    if rule.kind not in _WITH_VALUE:
        if rule.value:
            yield Flaw((*where, "value"), f"a rule of kind '{rule.kind}' has no value", "remove 'value:'")
        return
    first = fields.get(rule.fields[0]) if rule.fields else None
    if first is None or first.type not in MEASURES:
        return  # the field is what must be mended first
    value, wants_number = measure(rule.value), first.type in NUMBERS
    if value is None or isinstance(value, Decimal) != wants_number:
        wanted = "a number" if wants_number else "a date as 2026-12-31"
        yield Flaw((*where, "value"), f"value '{rule.value}' cannot be compared", f"write {wanted}")
