"""Every letter is one file that can be archived (PDF/A-2a) and read aloud (PDF/UA-1)."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from fakes.pdf_norms import lacks

from bots.letter_samples import CODE, NO_ENTRY, PROCEDURE, sample
from bots.letters import LetterWriter
from casework.case import LetterKind

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "letters"


@pytest.fixture(scope="module")
def writer() -> LetterWriter:
    return LetterWriter(TEMPLATES, "https://sede.example/csv")


@pytest.mark.parametrize(("language", "long"), [("es", False), ("ca", True)], ids=["es-short", "ca-long"])
@pytest.mark.parametrize("letter", [NO_ENTRY, *LetterKind])
def test_a_letter_lacks_nothing_of_either_norm(writer: LetterWriter, letter: str, language: str, *, long: bool) -> None:
    """Metadata, output intent, fonts, tags, language, bookmarks, links and tab order are as both norms want them."""
    kind = LetterKind.RECEIPT if letter == NO_ENTRY else letter
    assert lacks(writer.write(kind, sample(letter, language, long=long), PROCEDURE, CODE)) == []


@pytest.fixture(scope="module")
def letter(writer: LetterWriter) -> bytes:
    return writer.write("L1", sample("L1", "es"), PROCEDURE, CODE)


def _without_font(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].resources.Font.values():
        del font.DescendantFonts[0].FontDescriptor.FontFile2


def _with_unmarked_content(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 10 10 re f")


def _with_a_lost_heading(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/H1":
            item.S = pikepdf.Name("/P")


def _with_wrong_widths(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].resources.Font.values():
        font.DescendantFonts[0].W = pikepdf.Array([0, 9999, 1])


def _with_a_silent_picture(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/H1":
            item.S = pikepdf.Name("/Figure")


def _with_a_mute_link(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0].Contents


def _without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def _without_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def _without_bookmarks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines


def _with_another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Otra"


def _with_other_tabs(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Tabs = pikepdf.Name("/R")


def _with_program(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(Type=pikepdf.Name("/Action"), S=pikepdf.Name("/JavaScript"), JS="1")


@pytest.mark.parametrize(
    ("damage", "clause"),
    [
        (_without_font, "A 6.2.11.4"),
        (_with_wrong_widths, "A 6.2.11.5"),
        (_with_unmarked_content, "UA 7.1"),
        (_with_a_lost_heading, "UA 7.4.2"),
        (_with_a_silent_picture, "UA 7.3"),
        (_with_a_mute_link, "UA 7.18.5"),
        (_without_language, "UA 7.2"),
        (_without_intent, "A 6.2.3"),
        (_without_bookmarks, "UA 7.17"),
        (_with_another_title, "A 6.6.2"),
        (_with_other_tabs, "UA 7.18.3"),
        (_with_program, "A 6.5"),
    ],
)
def test_the_check_finds_what_is_broken(letter: bytes, damage: Callable[[pikepdf.Pdf], None], clause: str) -> None:
    """A rule that could not fail would prove nothing."""
    spoilt = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        damage(pdf)
        pdf.save(spoilt, deterministic_id=True, fix_metadata_version=False)
    assert [fault for fault in lacks(spoilt.getvalue()) if fault.startswith(clause)] != []
