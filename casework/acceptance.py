"""Which values may be filed without a clerk: each that is sure alone, and all of a paper that is sure as a whole."""

from __future__ import annotations

import math
from collections.abc import Collection

from casework.fields import FieldReading
from casework.procedure import Procedure


def sure_fields(
    procedure: Procedure, fields: Collection[FieldReading], doubted: Collection[str] = frozenset()
) -> frozenset[str]:
    """The names of the values that are sure enough; those that are `doubted` or failed a check never are.

    A value is sure by its own threshold. Where nothing on a paper is in doubt and the chance that everything it
    states is right reaches the bar for whole papers, those that are a little less sure go with the rest: they are what
    a clerk would be asked about for little, and of whole papers as few are wrong as of single values.
    """
    clear = [field for field in fields if not field.checks_failed and field.name not in doubted]
    chance = math.prod(field.confidence for field in fields) if len(clear) == len(fields) else 0.0
    return frozenset(field.name for field in clear if _is_sure(procedure, field, chance))


def _is_sure(procedure: Procedure, field: FieldReading, chance: float) -> bool:
    spec = procedure.fields.get(field.name)
    if field.confidence >= procedure.threshold_of(field.name):
        return True
    return spec is not None and spec.whole is not None and chance >= spec.whole
