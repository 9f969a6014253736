"""A normalised value and what was found out on the way."""

from __future__ import annotations

from dataclasses import dataclass

REPAIRED = "repaired"
FROM_CCC = "iban_from_ccc"


@dataclass(frozen=True, slots=True)
class Value:
    """A value in its normal form; `passed` and `failed` name the checks, `repaired` among the passed ones is a flag."""

    text: str
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
