"""The linter of the letters finds what the law wants and a template no longer says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bots.letter_lint import lint

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "letters"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the letters, to be damaged."""
    return Path(shutil.copytree(TEMPLATES, tmp_path / "letters"))


def test_the_letters_that_ship_have_every_legal_part() -> None:
    """L1 to L9 and the notice of no entry, in both languages."""
    assert [str(gap) for gap in lint(TEMPLATES)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("L3.es.html", 'data-part="consequences"', "", "L3.es.html: the part 'consequences' is missing (art. 68.1"),
        ("L3.ca.html", "desistit", "content", "L3.ca.html: the part 'consequences' does not say 'desistit'"),
        ("L2.es.html", "art. 53.1.a", "art. 53", "L2.es.html: the part 'information' does not say 'art. 53.1.a'"),
        (
            "said.es.html",
            "<strong>un mes</strong>",
            "un tiempo",
            "L5.es.html: the part 'appeals' does not say 'un mes'",
        ),
        ("said.ca.html", "<strong>dos mesos</strong>", "un temps", "L8.ca.html: the part 'appeals' does not say"),
        ("frame.ca.html", "codi segur de verificació", "codi", "L9.ca.html: the part 'verification' does not say"),
        ("frame.es.html", 'data-of="de"', "", "L1.es.html: the page has no place for the count of pages"),
        ("L9.es.html", 'data-part="alert"', 'data-part="alarm"', "L9.ca.html: the part 'alarm' stands in one language"),
        ("L4.ca.html", "la Llei 39/2015", "la Llei 40/2015", "cites 39/2015, 40/2015 in one language only"),
        ("L1_no_entry.es.html", "Correos", "postas", "L1_no_entry.es.html: the part 'channels' does not say 'Correos'"),
        ("L6.es.html", "{{ payment.amount }}", "{{ nobody }}", "L6.es.html: letter L6 cannot be written"),
        ("legal.yaml", "L9:", "L10:", "the letters L10, L9 do not match"),
        ("legal.yaml", "every:", "every: [", "what the law wants cannot be read"),
    ],
)
def test_what_is_missing_is_named_with_its_file(folder: Path, file: str, old: str, new: str, said: str) -> None:
    """One word less is one line more."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    assert any(said in str(gap) for gap in lint(folder)), [str(gap) for gap in lint(folder)]
