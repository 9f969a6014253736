"""What is filed without a clerk: single values by their thresholds, whole papers by the chance that all is right."""

from __future__ import annotations

import pytest
from fakes.ports import procedure

from casework.acceptance import sure_fields
from casework.fields import FieldReading
from casework.procedure import WHOLE_PAPER, FieldSpec, FieldType, Procedure

BARS = {"*": 0.97, WHOLE_PAPER: 0.88}


def asked(**thresholds: float | None) -> Procedure:
    """A procedure of fields with the council's own thresholds, or the model's where it set none."""
    fields = {
        name: FieldSpec(name=name, type=FieldType.TEXT, labels={"es": ("Dato",)}, threshold=own)
        for name, own in thresholds.items()
    }
    return procedure(fields=fields).with_bars(BARS)


def read(name: str, confidence: float, *failed: str) -> FieldReading:
    return FieldReading(name=name, value="x", raw="x", confidence=confidence, method="fake", checks_failed=failed)


@pytest.mark.parametrize(
    ("told", "sure"),
    [
        ((0.94, 0.94), {"a", "b"}),  # both a little under their threshold, and together over that for papers
        ((0.94, 0.85), set()),  # all of it is right with 0.8 only
        ((0.99, 0.85), {"a"}),  # one that is sure alone stays so
    ],
)
def test_a_paper_that_is_sure_as_a_whole_passes_whole(told: tuple[float, float], sure: set[str]) -> None:
    """The chance that everything is right decides where single values do not."""
    assert sure_fields(asked(a=None, b=None), [read("a", told[0]), read("b", told[1])]) == sure


def test_a_doubt_on_a_paper_leaves_each_value_to_itself() -> None:
    """Where one failed its check or is doubted otherwise, the paper vouches for nothing, and that one is never sure."""
    known, first = asked(a=None, b=None), read("a", 0.96)
    assert sure_fields(known, [first, read("b", 0.999, "date")]) == set()
    assert sure_fields(known, [first, read("b", 0.999)], {"b"}) == set()
    assert sure_fields(known, [first, read("b", 0.999)]) == {"a", "b"}


def test_what_the_council_asks_for_a_field_holds_on_every_paper() -> None:
    """A field with a threshold of its own does not go with its paper; the others do."""
    assert sure_fields(asked(a=0.99, b=None), [read("a", 0.98), read("b", 0.95)]) == {"b"}
    assert sure_fields(asked(), [read("unknown", 0.9)]) == set()
