"""A file that a busy machine did not come to is tried again before it is told as unread."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.errors import Unavailable
from dovtech.pipeline import Line, each_line


@pytest.mark.parametrize(("refusals", "told"), [(0, "read"), (2, "read"), (3, "error")])
def test_a_file_is_tried_three_times(refusals: int, told: str) -> None:
    """What passes by itself costs no file; what stays is told as an error of that file."""
    tried: list[Path] = []

    def make(path: Path) -> Line:
        tried.append(path)
        if len(tried) <= refusals:
            raise Unavailable("the machine is too busy to read this document now", remedy="read it again")
        return {"file": path.name, "read": True}

    done: list[bool] = []
    (line,) = each_line([Path("a.pdf")], make, workers=1, done=lambda: done.append(True))
    assert told in line
    assert done == [True]
    assert len(tried) == min(refusals + 1, 3)
