"""A PDF that its password opens is kept without the lock; one that it does not open says so and nothing else."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

import pikepdf
import pytest
from fakes import paper
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.locked import opened
from casework.errors import LockedDocument

FORM = paper.proposal(1)


@pytest.mark.parametrize("revision", [3, 4, 6])
@pytest.mark.parametrize("password", ["48576231R", "contraseña", " con espacios ", "50 €"])
def test_its_password_opens_a_file_of_any_age(revision: Literal[3, 4, 6], password: str) -> None:
    """Older ones write an ñ otherwise; it gives the same bytes each time, with neither lock nor password."""
    data = paper.locked(FORM, password, revision)
    plain = opened(data, password)
    assert (opened(data, password), password.encode() in plain) == (plain, False)
    with pikepdf.open(BytesIO(plain)) as file:
        assert (file.is_encrypted, len(file.pages)) == (False, 1)


LOCKED = paper.locked(FORM, "la buena")


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=12).filter(lambda text: text != "la buena"))
def test_another_one_is_refused_without_being_repeated(password: str) -> None:
    """Whatever was typed: nothing, signs of any script, halves of signs."""
    with pytest.raises(LockedDocument) as refused:
        opened(LOCKED, password)
    said = "this password does not open the document — check capitals and accents, or ask for it again"
    assert str(refused.value) == said


def test_a_file_that_no_password_opens_is_told_so() -> None:
    """It is broken, or asks for none."""
    for data in (LOCKED[:300], FORM):
        with pytest.raises(LockedDocument):
            opened(data, "la buena")
