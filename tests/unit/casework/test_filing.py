"""A filing has one key for ever, and is proven by what was read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casework.filing import Entry, Record, differences, filing_key, undoing_key

ENTRY = Entry(key="k", system="town", name="case_file", version="1", values={"name": "Ana  López", "note": "a\n b"})
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


def test_the_key_stays_the_same_for_ever() -> None:
    """Records of years ago are found by it."""
    assert filing_key("DOV-2026-000001", "town", "case_file") == "1cf65d9c584218f7ea26a917f23ace12"


def test_the_key_of_an_undoing_is_another_and_stays_too() -> None:
    """It is worked out from the key of what it undoes."""
    key = filing_key("DOV-2026-000001", "town", "case_file")
    assert undoing_key(key) == "1a1b2941cb8cf06a81561dd4090fdb06"


@given(first=st.tuples(words, words, words), second=st.tuples(words, words, words))
def test_different_filings_have_different_keys(first: tuple[str, str, str], second: tuple[str, str, str]) -> None:
    """Parts that only look alike when joined do not share a key."""
    assert (filing_key(*first) == filing_key(*second)) is (first == second)


def test_white_space_is_no_difference() -> None:
    """Web pages fold white space; that proves nothing wrong."""
    assert differences(ENTRY, Record(id="1", values={"name": " Ana López", "note": "a b", "more": "x"})) == ()


def test_each_value_that_is_not_there_is_named() -> None:
    """A changed value and a missing one are told by name, not by value."""
    assert differences(ENTRY, Record(id="1", values={"name": "Ana Lopez"})) == ("name", "note")
