"""How sure a value is for the clerk who looks at it, by what was checked."""

from __future__ import annotations

import pytest

from casework.fields import BY_CLERK, ONE_TICK, FieldReading
from desk.lines import state_of


@pytest.mark.parametrize(
    ("failed", "accepted", "method", "state"),
    [
        ((), True, "cell", "sure"),
        ((), False, "cell", "doubtful"),
        (("tax_id",), False, "cell", "invalid"),
        ((ONE_TICK,), False, "mark", "doubtful"),
        ((ONE_TICK, "tax_id"), False, "mark", "invalid"),
        ((ONE_TICK,), False, BY_CLERK, "clerk"),
    ],
)
def test_boxes_in_conflict_are_a_doubt_and_no_wrong_value(
    failed: tuple[str, ...],
    accepted: bool,  # noqa: FBT001 - given by place
    method: str,
    state: str,
) -> None:
    """Either may hold: the paper has to be looked at, and nothing is wrong with what is proposed."""
    read = FieldReading(
        name="consent", value="true", raw="Sí", method=method, confidence=0.3, checks_failed=failed, accepted=accepted
    )
    assert state_of(read) == state
