"""Stamps: found by their lines, lifted off where they are paler or coloured, else what lies under them is doubted."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from bots.reading import stamps
from bots.reading.arrays import Grey, Quad
from bots.reading.ocr import Look
from casework.reading import Box, Source, Word

SCALE = 72 / 200
PRINT, MARK = 20, 130
AWAY = (60, 60)


class StampReader:
    """Reads every strip as the same words."""

    name = "stamp reader"

    def __init__(self, says: str = "REGISTRE D'ENTRADA", sure: float = 0.9) -> None:
        self.says, self.sure = says, sure
        self.shown = np.zeros((0, 0), dtype=np.uint8)

    def look(self, picture: Grey) -> Look:
        """Upright."""
        del picture
        return Look(0)

    def lines(self, picture: Grey) -> tuple[Quad, ...]:
        """None."""
        del picture
        return ()

    def words(self, picture: Grey, scale: float, lines: Sequence[Quad] | None = None) -> list[Word]:
        """One word in the middle of the picture."""
        del lines
        self.shown = picture
        high, wide = (edge * scale for edge in picture.shape)
        return [Word(text=self.says, box=Box(1, 1, wide - 1, high - 1), confidence=self.sure, source=Source.OCR)]

    def strings(self, strips: Sequence[Grey]) -> list[tuple[str, float]]:
        """What it always says."""
        return [(self.says, self.sure)] * len(strips)


def _line(x: float, y: float, degrees: float, length: float = 300, height: float = 30) -> Quad:
    middle = (x, y)
    return np.array(_clockwise(cv2.boxPoints((middle, (length, height), -degrees))), dtype=np.float32)


def _clockwise(corners: np.ndarray) -> np.ndarray:
    by_x = corners[np.argsort(corners[:, 0])]
    left, right = by_x[:2][np.argsort(by_x[:2, 1])], by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]])


def _page(mark: int = MARK) -> Grey:
    """A row of black bars like letters, and under 6 degrees one of stamp ink across it."""
    page = np.full((600, 900), 250, dtype=np.uint8)
    for x in range(100, 800, 20):
        page[290:310, x : x + 5] = PRINT
    stamp = np.zeros_like(page)
    for x in range(320, 560, 16):
        stamp[270:330, x : x + 6] = 1
    turned = cv2.warpAffine(stamp, cv2.getRotationMatrix2D((450, 300), 6, 1.0), (900, 600))
    return np.where(turned > 0, np.minimum(page, mark), page).astype(np.uint8)


def _found(page: Grey, lines: Sequence[Quad], eyes: StampReader | None = None) -> list[stamps.Imprint]:
    return stamps.imprints_in(page, lines, SCALE, eyes or StampReader())


def test_a_line_askew_that_can_be_read_is_a_stamp_and_level_ones_are_none() -> None:
    """The page is level: what runs askew on it was put there by hand."""
    lines = [_line(450, 100, 0.4), _line(450, 300, 6), _line(450, 500, -0.6)]
    (imprint,) = _found(_page(), lines)
    assert imprint.slope == pytest.approx(6, abs=0.2)
    assert imprint.region[300, 450] == 255
    assert imprint.region[AWAY] == 0


def test_lines_of_one_stamp_are_taken_together_and_those_of_two_are_not() -> None:
    """They stand one under the other and are as steep; a second stamp stands elsewhere."""
    lines = [_line(450, 200, 6), _line(454, 240, 6.4), _line(300, 520, -7)]
    assert sorted(len(found.lines) for found in _found(_page(), lines)) == [1, 2]


@pytest.mark.parametrize(
    ("says", "sure", "stamp"),
    [("Compulsado", 0.8, True), ("gjlmwx", 0.2, False), ("REGISTRE D'ENT", 0.2, True), ("12/3", 0.9, False)],
)
def test_a_signature_is_no_stamp(says: str, sure: float, *, stamp: bool) -> None:
    """What cannot be read and says nothing that stamps say is left as it is."""
    assert bool(_found(_page(), [_line(450, 300, 6)], StampReader(says, sure))) is stamp


def test_a_pale_stamp_is_lifted_off_and_the_print_under_it_stays() -> None:
    """Its ink goes, the bars of the print keep theirs."""
    page = _page()
    under = stamps.lifted(page, None, _found(page, [_line(450, 300, 6)]))
    assert under.covered == ()
    assert (under.picture[272:284, 330:540] > 200).all()
    assert (under.picture[295:305, 402] < 60).all()
    assert (under.picture[:, :150] == page[:, :150]).all()


def test_a_coloured_stamp_as_dark_as_print_is_lifted_off_by_its_colour() -> None:
    """In each pixel's strongest colour it is pale."""
    page = _page(mark=40)
    bright = np.where((page == 40), 170, page).astype(np.uint8)
    under = stamps.lifted(page, bright, _found(page, [_line(450, 300, 6)]))
    assert under.covered == ()
    assert (under.picture[272:284, 330:540] > 160).all()


def test_under_a_black_stamp_nothing_is_sure() -> None:
    """It cannot be told from print: the words there are kept, and doubted."""
    page = _page(mark=PRINT)
    imprints = _found(page, [_line(450, 300, 6)])
    under = stamps.lifted(page, None, imprints)
    assert (under.picture == page).all()
    words = [
        Word(text="under", box=Box(160, 104, 164, 112), confidence=0.98, source=Source.OCR),
        Word(text="free", box=Box(20, 20, 40, 30), confidence=0.98, source=Source.OCR),
    ]
    assert [word.confidence for word in stamps.doubted(words, under.covered, SCALE)] == [0.5, 0.98]


def test_what_a_stamp_says_stands_in_its_place_and_among_no_other_lines() -> None:
    """Its words are read apart; its lines are left out when the page is read."""
    page = _page()
    level, askew = _line(450, 100, 0.4), _line(450, 300, 6)
    (imprint,) = _found(page, [level, askew])
    under = stamps.lifted(page, None, [imprint])
    stamp = stamps.stamp_of(imprint, page, under, SCALE, StampReader())
    assert stamp.text == "REGISTRE D'ENTRADA"
    assert stamp.box.holds(450 * SCALE, 300 * SCALE)
    assert stamp.box.holds(*stamp.words[0].box.middle)
    (left,) = stamps.without([level, askew], [imprint], under)
    assert left is level


def test_of_a_stamp_that_is_left_its_own_lines_alone_are_read() -> None:
    """Print beside them in the same ink is none of it."""
    page, eyes = _page(mark=PRINT), StampReader()
    (imprint,) = _found(page, [_line(450, 300, 6, height=60)])
    under = stamps.lifted(page, None, [imprint])
    assert under.has_left(imprint)
    assert stamps.stamp_of(imprint, page, under, SCALE, eyes).text == "REGISTRE D'ENTRADA"
    assert (eyes.shown < 100).any()
    middle = eyes.shown.shape[1] // 2
    assert (np.roll(eyes.shown, -middle, axis=1)[:, :200] < 100).any()
    assert not (eyes.shown[:, :80] < 100).any()


def _level(region: Grey, line: Quad) -> stamps.Imprint:
    return stamps.Imprint((line,), 0.2, region, level=True)


def test_lines_of_a_level_stamp_are_left_out_where_it_could_not_be_lifted_off() -> None:
    """Those that its own cover for the most part; where it was lifted off, what is found there is print."""
    page = _page(mark=PRINT)
    own, beside, partly = _line(450, 300, 0.2), _line(450, 360, 0), _line(600, 300, 0, length=400)
    imprint = _level(np.full_like(page, 255), own)
    left = stamps.Lifted(page, (imprint,))
    kept = stamps.without([own, beside, partly], [imprint], left)
    assert [line is other for line, other in zip(kept, (beside, partly), strict=True)] == [True, True]
    assert len(stamps.without([own, beside], [imprint], stamps.Lifted(page, ()))) == 2
    assert len(stamps.without([_line(-300, 300, 0)], [imprint], left)) == 1


def test_lines_within_a_stamps_region_are_looked_at_no_more() -> None:
    """One stamp is found once, by its frame or by its lines; what lies beside the picture is in no region."""
    region = np.zeros((600, 900), dtype=np.uint8)
    region[250:350, 300:600] = 255
    inside, beside, out = _line(450, 300, 6), _line(450, 500, 6), _line(-500, 300, 6)
    kept = stamps.outside([inside, beside, out], [_level(region, inside)])
    assert [line is other for line, other in zip(kept, (beside, out), strict=True)] == [True, True]
