"""Values as people write them: what is kept as 2026-11-16 and 18500.00 is shown as 16/11/2026 and 18.500,00."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from casework.procedure import FieldSpec, FieldType


def written(spec: FieldSpec, value: str) -> str:
    """The value as a person would write it; what cannot be written otherwise stays as it is."""
    return _BY_TYPE.get(spec.type, _same)(value)


def _same(value: str) -> str:
    return value


def _date(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}" if len(value) == 10 else value
    except ValueError:
        return value


def _amount(value: str) -> str:
    try:
        return f"{Decimal(value):,.2f}".translate(str.maketrans(",.", ".,"))
    except InvalidOperation:
        return value


def _number(value: str) -> str:
    return value.replace(".", ",")


def _iban(value: str) -> str:
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def _phone(value: str) -> str:
    national = value.removeprefix("+34")
    if value == national or len(national) != 9:
        return value
    return " ".join(national[start : start + 3] for start in (0, 3, 6))


_BY_TYPE: dict[FieldType, Callable[[str], str]] = {
    FieldType.DATE: _date,
    FieldType.AMOUNT: _amount,
    FieldType.NUMBER: _number,
    FieldType.IBAN: _iban,
    FieldType.PHONE: _phone,
}
