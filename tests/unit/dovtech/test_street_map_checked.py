"""The street map is checked where the council gave one, and not spoken of where it did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from dovtech.doctor import checks
from dovtech.settings import load


@pytest.mark.parametrize(
    ("text", "problem"), [("# Alicante\nCalle Mayor\n", ""), ("Calle Mayor\n", "whose"), (None, "cannot be read")]
)
def test_a_street_map_that_says_nothing_is_named_with_its_mend(tmp_path: Path, text: str | None, problem: str) -> None:
    path = tmp_path / "streets.txt"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    settings = load({"DOVTECH_HOME": str(tmp_path), "DOVTECH_STREETS": str(path), "DOVTECH_LANG": "en"})
    [(_, check, mend)] = [one for one in checks(settings) if one[0] in {"street map", "callejero"}]
    assert mend == "docs/settings.md"
    assert problem in check()
    assert bool(check()) is bool(problem)


def test_without_a_map_nothing_is_said_of_it(tmp_path: Path) -> None:
    names = {name for name, _, _ in checks(load({"DOVTECH_HOME": str(tmp_path)}))}
    assert not names & {"street map", "callejero"}
