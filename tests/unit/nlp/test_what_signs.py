"""What signs a page: ink at its label or below the last date, or a certificate; no stamp and no date by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from papers import PARKING, PROCEDURES, best_values

from casework.reading import SIGNED, Box, Page, Source, Stamp, Word
from nlp.corpus.paper import Paper
from nlp.layout import sheets_of
from nlp.signature import signed


def values(page: Paper | Page) -> dict[str, str]:
    """What is read of a page."""
    return best_values(page, PARKING)


@pytest.mark.parametrize(
    ("ink", "expected"),
    [((430, 405, 540, 430), "true"), ((430, 100, 540, 130), "false"), ((60, 405, 520, 430), "false")],
)
def test_ink_to_the_right_of_the_label_is_the_signature(ink: tuple[float, ...], expected: str) -> None:
    """A heading's label stands at the left of a wide box; what is drawn elsewhere, or is too wide, signs nothing."""
    paper = Paper()
    paper.write(58, 400, "SIGNATURA / FIRMA", 8)
    paper.ink.append(Box(*ink))
    assert values(paper)["signed"] == expected


@pytest.mark.parametrize(
    ("read", "source", "expected"),
    [
        ("mRMA", Source.OCR, "true"),
        ("diciembre", Source.OCR, "false"),
        ("2026", Source.OCR, "false"),
        ("SOLBES", Source.TEXT_LAYER, "true"),
    ],
)
def test_writing_that_was_read_signs_nothing(read: str, source: Source, expected: str) -> None:
    """A date by hand is ink, too; a reader makes no words of a signature, and a certificate has words of its own."""
    paper = Paper()
    paper.write(300, 404, "Firma", 8)
    paper.write(302, 382, read, 9)
    paper.ink.append(Box(300, 380, 350, 392))
    page = paper.done().page
    words = tuple(replace(word, source=source) for word in page.words)
    assert values(replace(page, words=words))["signed"] == expected


def test_a_stamp_after_the_date_is_no_signature() -> None:
    """What the register stamped below the date signs nothing, seen as a stamp or read; a stroke beside it does."""
    paper = Paper()
    paper.write(60, 400, "En Alicante, a 14 de octubre de 2026", 9)
    paper.write(80, 450, "REGISTRE GENERAL", 11)
    paper.ink.append(Box(75, 478, 255, 505))
    page = replace(paper.done().page, stamps=(Stamp(box=Box(29, 420, 300, 545)),))
    assert values(page).get("signed", "false") == "false"
    assert values(replace(page, ink=(*page.ink, Box(340, 420, 420, 450))))["signed"] == "true"


@pytest.mark.parametrize(("hand", "expected"), [(True, "false"), (False, "true")])
def test_the_year_by_hand_after_a_day_and_a_month_signs_nothing(hand: bool, expected: str) -> None:  # noqa: FBT001
    """Whatever was read of the year, where "14 de marzo de" stands before it; not what follows other words."""
    paper = Paper()
    paper.write(330, 340, "Firma:", 8)
    for x, text in ((205, "14"), (218, "de"), (233, "marzo" if hand else "parte"), (270, "de"), (290, "WOU")):
        paper.write(x, 320, text, 9)
    paper.ink.append(Box(289, 318, 316, 332))
    page = paper.done().page
    words = tuple(replace(one, source=Source.OCR, handwritten=one.text == "WOU") for one in page.words)
    assert values(replace(page, words=words))["signed"] == expected


@pytest.mark.parametrize(("ink", "expected"), [((112, 782, 229, 795), "false"), ((112, 760, 229, 795), "true")])
def test_small_print_at_the_foot_signs_no_letter(ink: tuple[float, ...], expected: str) -> None:
    """A footer that could not be read is flat; a signature that reaches down there is not."""
    paper = Paper()
    paper.write(60, 400, "En Alicante, a 14 de octubre de 2026", 9)
    paper.ink.append(Box(*ink))
    assert values(paper).get("signed", "false") == expected


@pytest.mark.parametrize(("hand", "expected"), [(True, "false"), (False, "true")])
def test_a_date_by_hand_before_a_label_signs_nothing(hand: bool, expected: str) -> None:  # noqa: FBT001 - by place
    """Its year may be read as no word; what goes on from words of the same hand is writing all the same."""
    paper = Paper()
    paper.write(330, 340, "Firma:", 8)
    for x, text in ((230, "3"), (240, "de"), (256, "parte"), (286, "de"), (304, "20W")):
        paper.write(x, 320, text, 9)
    paper.ink.append(Box(302, 318, 326, 332))
    page = paper.done().page
    words = tuple(replace(one, source=Source.OCR, handwritten=hand and one.text != "Firma:") for one in page.words)
    assert values(replace(page, words=words))["signed"] == expected


def test_a_certificate_signs_the_whole_file() -> None:
    """An empty place for a hand on another page of it says nothing then; in another file it does."""
    first, last = Paper(), Paper()
    first.write(60, 100, "Nombre y apellidos: María López", 9)
    last.write(300, 404, "Firma", 8)
    one = replace(first.done().page, notes=(SIGNED,))
    two = replace(last.done().page, number=2)
    for documents, expected in (
        (("a", "a"), ["true"]),
        (("a", "b"), ["true", "false"]),
        (("b", "a"), ["true", "false"]),
    ):
        sheets = sheets_of(list(zip(documents, (one, two), strict=True)))
        assert [found.value for found in signed(sheets, PROCEDURES["P01"])] == expected


@pytest.mark.parametrize(("says", "expected"), [("REGISTRE GENERAL ENTRADA", "false"), ("INSTALACIONES SL", "true")])
def test_the_registers_stamp_under_the_label_signs_nothing(says: str, expected: str) -> None:
    """It is put where there is room; a company's stamp stands where its hand has signed."""
    paper = Paper()
    paper.write(300, 404, "Firma", 8)
    paper.ink.append(Box(310, 430, 380, 450))
    saying = Word(text=says, box=Box(300, 425, 390, 440), confidence=0.9, source=Source.OCR)
    page = replace(paper.done().page, stamps=(Stamp(box=Box(250, 380, 440, 500), words=(saying,)),))
    assert values(page)["signed"] == expected


@pytest.mark.parametrize(("hand", "expected"), [(True, "true"), (False, None)])
def test_a_date_by_hand_that_cannot_be_read_ends_a_letter(hand: bool, expected: str | None) -> None:  # noqa: FBT001
    """What a hand wrote after the place is its date; the same words in print are any sentence's."""
    paper = Paper()
    for x, text in ((60, "En"), (75, "Alicante"), (115, "a"), (124, "de"), (140, "uwiode"), (175, "2026")):
        paper.write(x, 400, text, 9)
    paper.ink.append(Box(330, 430, 410, 460))
    page = paper.done().page
    words = tuple(replace(one, source=Source.OCR, handwritten=hand and one.box.x0 > 120) for one in page.words)
    assert values(replace(page, words=words)).get("signed") == expected


def test_a_stroke_after_a_date_in_blanks_signs_without_a_label() -> None:
    """Place and date in blanks of their own end a form as well as one line of text does."""
    paper = Paper()
    for x, text in (
        (60, "En"),
        (90, "Alicante"),
        (200, ", a"),
        (230, "14"),
        (260, "de"),
        (290, "octubre"),
        (380, "de"),
    ):
        paper.write(x, 400, text, 9)
    paper.write(410, 400, "2026", 9)
    paper.write(40, 520, "Reglament General Europeu", 6)
    assert "signed" not in values(paper) or values(paper)["signed"] == "false"
    paper.ink.append(Box(200, 420, 300, 450))
    assert values(paper)["signed"] == "true"


@pytest.mark.parametrize(("caption", "expected"), [("Fdo.: el/la interesado/a", "false"), ("Fdo.: Ana Gil", "true")])
def test_who_is_to_sign_has_not_signed(caption: str, expected: str) -> None:
    paper = Paper()
    paper.write(58, 400, caption, 8)
    assert values(paper)["signed"] == expected


@pytest.mark.parametrize(("ink", "expected"), [((60, 402, 110, 424), "true"), ((46, 430, 550, 447), "false")])
def test_a_signature_may_cover_its_label_and_a_line_of_small_print_is_none(
    ink: tuple[float, ...], expected: str
) -> None:
    """The words of the label are read though the hand crosses them; print that a bad copy spoilt is wide and low."""
    paper = Paper()
    paper.write(58, 400, "Signatura", 9)
    paper.ink.append(Box(*ink))
    page = paper.done().page
    read = tuple(replace(word, source=Source.OCR) for word in page.words)
    assert values(replace(page, words=read))["signed"] == expected
