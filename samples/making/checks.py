"""That the invented numbers are right: a sample with a wrong check digit would teach the wrong thing."""

from __future__ import annotations

from collections.abc import Callable

from stdnum.es import iban, nif, referenciacatastral

from making.cases import Case


def _social_security(value: str) -> bool:
    """Province, number and two check digits; a number below ten million is written without its leading zero."""
    province, number, control = int(value[:2]), int(value[2:10]), int(value[10:])
    whole = number + province * 10**7 if number < 10**7 else int(value[:10])
    return whole % 97 == control


CHECKS: dict[str, Callable[[str], bool]] = {
    "_id": nif.is_valid,
    "iban": iban.is_valid,
    "cadastral_reference": referenciacatastral.is_valid,
    "social_security_number": _social_security,
}


def wrong_numbers(case: Case) -> list[str]:
    """The fields of a case whose check digits do not hold."""
    return [
        name
        for name, value in case.fields.items()
        for ending, holds in CHECKS.items()
        if name.endswith(ending) and not holds(str(value))
    ]
