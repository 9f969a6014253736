"""Words become lines as a person reads them, and boxes answer for their place."""

from __future__ import annotations

from dataclasses import replace

from casework.reading import Box, Page, Reading, Source, Stamp, Word


def word(text: str, x: float, y: float, height: float = 10) -> Word:
    """A word of ten points a letter."""
    return Word(text=text, box=Box(x, y, x + 10 * len(text), y + height), confidence=1.0, source=Source.OCR)


def page(*words: Word) -> Page:
    """A page of A4 with those words."""
    return Page(number=1, width=595, height=842, source=Source.OCR, words=words)


def test_lines_are_read_from_top_to_bottom_and_left_to_right() -> None:
    """Whatever the order the words were found in."""
    found = page(word("dos", 60, 50), word("tres", 10, 70), word("uno", 10, 50))
    assert found.text == "uno dos\ntres"


def test_words_that_stand_a_little_higher_are_on_the_same_line() -> None:
    """A line may be a little skewed from word to word."""
    skewed = [word("a", 10, 50), word("b", 30, 52), word("c", 50, 54), word("d", 70, 56)]
    assert [[w.text for w in line] for line in page(*skewed).lines()] == [["a", "b", "c", "d"]]


def test_close_lines_stay_apart() -> None:
    """Half a line lower is another line."""
    assert page(word("alto", 10, 50), word("bajo", 10, 56)).text == "alto\nbajo"


def test_an_empty_page_has_no_lines() -> None:
    """Nothing comes of nothing."""
    assert (page().lines(), page().text) == ((), "")


def test_the_lines_of_a_page_are_made_once() -> None:
    """Many ask for them, and a page never changes; its copy with other words has its own."""
    found = page(word("uno", 10, 50), word("dos", 60, 50))
    assert found.lines() is found.lines()
    assert replace(found, words=found.words[:1]).text == "uno"


def test_words_at_the_very_same_place_keep_their_order() -> None:
    """Fake bold is printed twice."""
    assert page(word("b", 10, 50), word("a", 10, 50)).text == "b a"


def test_a_reading_gives_its_words_and_its_text_page_by_page() -> None:
    """A form feed stands between pages."""
    reading = Reading(document="ab", recipe="r", pages=(page(word("uno", 0, 0)), page(word("dos", 0, 0))))
    assert ([w.text for w in reading.words()], reading.text) == (["uno", "dos"], "uno\n\f\ndos")


def test_a_stamp_says_its_words() -> None:
    """In their order; one that nobody could read says nothing."""
    box = Box(0, 0, 90, 40)
    assert Stamp(box=box, words=(word("ENTRADA", 5, 5), word("1234", 5, 20))).text == "ENTRADA 1234"
    assert Stamp(box=box).text == ""


def test_a_box_knows_its_size_and_middle() -> None:
    """Widths and heights in points."""
    box = Box(10, 20, 40, 30)
    assert (box.width, box.height, box.middle) == (30, 10, (25, 25))


def test_a_box_holds_its_edges() -> None:
    """A point on the edge is inside, one beyond it is not, on each side."""
    box = Box(10, 20, 40, 30)
    inside, outside = [(10, 20), (40, 30), (25, 25)], [(9, 25), (41, 25), (25, 19), (25, 31)]
    assert [box.holds(*point) for point in inside + outside] == [True] * 3 + [False] * 4


def test_a_union_covers_both_boxes() -> None:
    """The smallest one that does."""
    assert Box(10, 20, 40, 30).union(Box(0, 25, 20, 50)) == Box(0, 20, 40, 50)


def test_a_bound_holds_for_the_chance_and_for_the_readers_own_measure() -> None:
    """A word that was never measured otherwise has one figure for both."""
    plain = Word(text="Sol", box=Box(0, 0, 9, 9), confidence=0.9, source=Source.OCR)
    measured = replace(plain, score=0.7)
    assert (plain.own_score, measured.own_score) == (0.9, 0.7)
    assert plain.at_most(0.5) == replace(plain, confidence=0.5)
    assert measured.at_most(0.8) == replace(measured, confidence=0.8)
    assert measured.at_most(0.5) == replace(measured, confidence=0.5, score=0.5)
