"""Lines of text: where they stand, how they climb, and how they are spelled."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import sheets

from bots.reading import lines, nets, straighten
from bots.reading.lines import LineReader


@pytest.fixture(scope="module")
def reader() -> LineReader:
    return LineReader()


def test_each_line_is_found_cut_out_and_spelt(reader: LineReader) -> None:
    """A heading and a value come out as printed, each letter in its place from left to right."""
    scan = sheets.scanned(sheets.form())
    spelt = reader.spell([lines.cut_out(scan, quad) for quad in reader.find(scan)])
    told = [line.text for line in spelt]
    assert {"SOLICITUD DE DOMICILIACIÓN BANCARIA", "C/ Pintor Aparicio, nº 12, 3º B"} <= set(told)
    assert all(list(line.places) == sorted(line.places) and len(line.places) == len(line.text) for line in spelt)


def test_a_hasty_reader_squeezes_wide_letters_and_still_reads_them(reader: LineReader) -> None:
    """The reader's columns are what costs: the same line takes fewer, and says the same."""
    scan = sheets.scanned(sheets.form())
    hasty = LineReader(side=800, columns=1.9)
    told = [line.text for line in hasty.spell([lines.cut_out(scan, quad) for quad in hasty.find(scan)])]
    assert {"SOLICITUD DE DOMICILIACIÓN BANCARIA", "C/ Pintor Aparicio, nº 12, 3º B"} <= set(told)
    heading = lines.cut_out(scan, reader.find(scan)[0])
    assert hasty.columns_of(heading) < reader.columns_of(heading) <= heading.shape[1] * 6 / heading.shape[0] + 1


def test_only_letters_of_our_languages_are_spelt() -> None:
    """The network keeps a column for each letter asked for, and none for the thousands of others."""
    session, letters = nets.recognition(frozenset("AB º"))
    (columns,) = session.run(None, {"x": np.zeros((1, 3, 48, 64), dtype=np.float32)})
    assert (sorted(letters), columns.shape) == (["", " ", "A", "B", "º"], (1, 8, 5))


@pytest.mark.parametrize("degrees", [-4.0, 0.5, 3.0])
def test_the_lines_tell_how_far_the_page_is_askew(reader: LineReader, degrees: float) -> None:
    """Within a fifth of a degree, and level lines stand where the level picture has them."""
    scan = sheets.worn(sheets.scanned(sheets.form()), degrees=degrees)
    found = reader.find(scan)
    skew = straighten.skew_of_lines(found)
    assert skew == pytest.approx(degrees, abs=0.2)
    level = straighten.levelled_lines(found, scan.shape, skew or 0.0)
    assert straighten.skew_of_lines(level) == pytest.approx(0.0, abs=0.1)


def test_a_few_words_do_not_tell_a_skew(reader: LineReader) -> None:
    """Three lines are too few to turn a page by."""
    assert straighten.skew_of_lines(reader.find(sheets.scanned(sheets.form()))[:3]) is None
