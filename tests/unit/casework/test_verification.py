"""The council's own verification codes."""

from __future__ import annotations

import pytest

from casework.identifiers import is_verification_code, masked_tax_id
from casework.verification import codes_in, grouped, letter_code, letter_reference, verification_code

_SECRET = b"a secret of the tests"


def test_a_code_passes_its_own_check() -> None:
    """A thousand codes are all valid, all different and twenty characters long."""
    codes = {verification_code(str(seed).encode()) for seed in range(1000)}
    assert len(codes) == 1000
    assert all(is_verification_code(code) and len(code) == 20 for code in codes)


def test_a_code_has_no_letters_that_people_misread() -> None:
    """I, L, O and U are left out of the drawn part (the check character may be any)."""
    drawn = "".join(verification_code(str(seed).encode())[3:-1] for seed in range(200))
    assert not set("ILOU") & set(drawn)


def test_a_retry_gives_the_same_code() -> None:
    """Number, kind and secret decide the code; each of them changes it."""
    code = letter_code("DOV-2026-000001", "L1", _SECRET)
    assert code == letter_code("DOV-2026-000001", "L1", _SECRET)
    others = {
        letter_code("DOV-2026-000002", "L1", _SECRET),
        letter_code("DOV-2026-000001", "L3", _SECRET),
        letter_code("DOV-2026-000001", "L1", b"another"),
    }
    assert len(others | {code}) == 4


def test_a_reference_is_the_number_and_what_only_we_can_work_out() -> None:
    """The same for every letter of a case, another with another number or secret."""
    reference = letter_reference("DOV-2026-000001", _SECRET)
    assert reference == "DOV-2026-000001-FHG848EZ"
    others = {letter_reference("DOV-2026-000001", b"another"), letter_reference("DOV-2026-000002", _SECRET)}
    assert {other.rpartition("-")[2] for other in others}.isdisjoint({reference.rpartition("-")[2]})


def test_a_mistyped_code_is_refused() -> None:
    """Every single wrong character breaks the check."""
    code = verification_code(b"seed")
    for place in range(3, 20):
        wrong = code[:place] + ("A" if code[place] != "A" else "B") + code[place + 1 :]
        assert not is_verification_code(wrong)


def test_a_printed_code_stands_in_groups_of_four() -> None:
    """The grouped code is as valid as the plain one."""
    assert grouped("DOV7Q2M9XKD44TBHA3FF") == "DOV7-Q2M9-XKD4-4TBH-A3FF"
    assert is_verification_code(grouped(verification_code(b"seed")))


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("48576231R", "***7623**"),
        ("X1234567L", "****4567*"),
        ("M1234567L", "****4567*"),
        ("B03123452", "B03123452"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_a_tax_id_is_masked_as_the_aepd_does(value: str, masked: str) -> None:
    """Four characters of a person's number remain; a legal person's number is public."""
    assert masked == masked_tax_id(value)


def test_a_code_is_found_in_what_was_read() -> None:
    """With and without hyphens, however the line was broken; what fails its check is none."""
    code = "DOV7Q2M9XKD44TBHA3FF"
    shown = (
        f"CSV {grouped(code)}\nwww {code} y DOV7 Q2M9 XKD4\n4TBH A3FF, no DOV7-Q2M9-XKD4-4TBH-A3FA ni DOV-2026-000347"
    )
    assert codes_in(shown.replace("A3FF\n", "A3FF \u2010\n")) == (code,)
    assert codes_in("DOV7–Q2M9–XKD4–4TBH–A3FF") == (code,)
    assert codes_in("Solicito un vado") == ()
