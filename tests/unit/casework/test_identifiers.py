"""Identifiers hold to the public rules: the given vectors, what the rules promise, and what other libraries say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as any_iban
from stdnum.es import cif, dni, iban, nie, nif, postal_code, referenciacatastral
from stdnum.iso7064 import mod_37_36

from casework import identifiers

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["identifiers"]
CHECKS: dict[str, Callable[[str], bool]] = {
    "nif_dni": identifiers.is_dni,
    "nie": identifiers.is_nie,
    "nif_klm": identifiers.is_klm,
    "cif": identifiers.is_cif,
    "iban_es": identifiers.is_iban,
    "ref_catastral": identifiers.is_cadastral_reference,
    "matricula": identifiers.is_plate,
    "nuss": identifiers.is_social_security,
    "csv_propio": identifiers.is_verification_code,
    "codigo_postal": identifiers.is_postal_code,
    "telefono": identifiers.is_phone,
}
EVERY_CHECK = [*CHECKS.values(), identifiers.is_email, identifiers.is_vin, identifiers.is_ccc, identifiers.is_tax_id]
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
DIGITS = "0123456789"
FIXED_LINE_OR_MOBILE = {
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
}

eight_digits = st.text(DIGITS, min_size=8, max_size=8)
dnis = eight_digits.map(lambda digits: digits + LETTERS[int(digits) % 23])


def cases(wanted: str) -> list[tuple[str, str]]:
    """Every vector of that validity, with its kind."""
    return [(kind, value) for kind, vectors in VECTORS.items() for value in vectors[wanted]]


def test_every_kind_of_vector_has_its_check() -> None:
    """No vector is left out."""
    assert set(VECTORS) == set(CHECKS)


@pytest.mark.parametrize(("kind", "value"), cases("valid"))
def test_a_valid_identifier_is_accepted(kind: str, value: str) -> None:
    """Every valid vector passes its check."""
    assert CHECKS[kind](value) is True


@pytest.mark.parametrize(("kind", "value"), cases("invalid"))
def test_an_invalid_identifier_is_refused(kind: str, value: str) -> None:
    """Every invalid vector fails its check."""
    assert CHECKS[kind](value) is False


@pytest.mark.parametrize(("kind", "value"), cases("valid"))
def test_an_identifier_ends_where_it_ends(kind: str, value: str) -> None:
    """A line end or a space after a valid value makes it invalid."""
    assert [CHECKS[kind](value + extra) for extra in ("\n", "\t", "0A")] == [False, False, False]


@pytest.mark.parametrize(("kind", "value"), cases("valid"))
def test_only_western_digits_count(kind: str, value: str) -> None:
    """Digits of another alphabet never pass for ours."""
    foreign = value.translate({ord(digit): ord("٠") + int(digit) for digit in DIGITS})
    assert CHECKS[kind](foreign) is False


@given(value=st.text(max_size=25))
def test_no_text_makes_a_check_stumble(value: str) -> None:
    """Whatever was read, a check answers."""
    assert {check(value) for check in EVERY_CHECK} <= {True, False}


@given(value=dnis, place=st.integers(0, 7), digit=st.sampled_from(DIGITS))
def test_one_wrong_digit_of_a_dni_is_always_caught(value: str, place: int, digit: str) -> None:
    """The letter answers for each digit."""
    changed = value[:place] + digit + value[place + 1 :]
    assert identifiers.is_dni(changed) is (changed == value)


@given(value=dnis, place=st.integers(0, 6))
def test_two_swapped_neighbours_of_a_dni_are_always_caught(value: str, place: int) -> None:
    """The letter answers for the order of the digits."""
    swapped = value[:place] + value[place + 1] + value[place] + value[place + 2 :]
    assert identifiers.is_dni(swapped) is (swapped == value)


@given(value=st.one_of(dnis, st.from_regex(r"[0-9]{8}[A-Z]", fullmatch=True)))
def test_dnis_agree_with_stdnum(value: str) -> None:
    """Another library tells the same DNIs from wrong ones."""
    assert identifiers.is_dni(value) is dni.is_valid(value)


@given(first=st.sampled_from("XYZ"), digits=st.text(DIGITS, min_size=7, max_size=7), letter=st.sampled_from(LETTERS))
def test_nies_agree_with_stdnum(first: str, digits: str, letter: str) -> None:
    """Another library tells the same NIEs from wrong ones."""
    value = first + digits + letter
    assert identifiers.is_nie(value) is nie.is_valid(value)


@given(first=st.sampled_from("KLM"), digits=st.text(DIGITS, min_size=7, max_size=7), letter=st.sampled_from(LETTERS))
def test_special_nifs_agree_with_stdnum(first: str, digits: str, letter: str) -> None:
    """Another library tells the same K, L and M numbers from wrong ones."""
    value = first + digits + letter
    assert identifiers.is_klm(value) is nif.is_valid(value)


@given(
    first=st.sampled_from("CDFGJUV"),
    digits=st.text(DIGITS, min_size=7, max_size=7),
    last=st.sampled_from(DIGITS + "ABCDEFGHIJ"),
)
def test_cifs_that_may_end_either_way_agree_with_stdnum(first: str, digits: str, last: str) -> None:
    """Where the type leaves the control free, another library says the same; elsewhere it has no rule."""
    value = first + digits + last
    assert identifiers.is_cif(value) is cif.is_valid(value)


@pytest.mark.parametrize(
    ("value", "valid"),
    [("A03056785", True), ("A0305678E", False), ("P0301400H", True), ("P03014008", False), ("G03014008", True)],
)
def test_the_type_of_a_cif_says_how_it_ends(value: str, valid: bool) -> None:  # noqa: FBT001 - a table of cases
    """Companies end in a digit, public bodies in a letter, others in either."""
    assert identifiers.is_cif(value) is valid


@given(account=st.text(DIGITS, min_size=18, max_size=18), wrong=st.integers(0, 2))
def test_spanish_accounts_agree_with_stdnum(account: str, wrong: int) -> None:
    """Mod 97 and both account digits are what another library asks for."""
    first = identifiers._ccc_digit("00" + account[:8])  # noqa: SLF001 - to build accounts that are right
    second = identifiers._ccc_digit(account[8:])  # noqa: SLF001
    ccc = account[:8] + str((int(first) + wrong) % 10) + second + account[8:]
    value = any_iban.calc_check_digits("ES00" + ccc)
    value = "ES" + value + ccc
    assert identifiers.is_iban(value) is iban.is_valid(value) is (wrong == 0)


@pytest.mark.parametrize("value", ["GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606"])
def test_foreign_accounts_need_mod_97_alone(value: str) -> None:
    """A foreign account passes, and fails with one character changed."""
    assert (identifiers.is_iban(value), any_iban.is_valid(value)) == (True, True)
    assert identifiers.is_iban(value[:-1] + str((int(value[-1]) + 1) % 10)) is False


@pytest.mark.parametrize(("value", "valid"), [("21000418450200051332", True), ("2100041845020005133", False)])
def test_an_account_code_has_twenty_digits(value: str, valid: bool) -> None:  # noqa: FBT001 - a table of cases
    """The old account code is checked alone too."""
    assert identifiers.is_ccc(value) is valid


@given(first=st.text(DIGITS + "ABCÑVXYZ", min_size=18, max_size=18), right=st.booleans())
def test_cadastral_references_agree_with_stdnum(first: str, right: bool) -> None:  # noqa: FBT001 - drawn
    """Another library works out the same two letters."""
    letters = referenciacatastral.calc_check_digits(first + "AA")
    value = first + (letters if right else letters[::-1])
    assert identifiers.is_cadastral_reference(value) is referenciacatastral.is_valid(value)


@given(payload=st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=30))
def test_verification_checks_agree_with_stdnum(payload: str) -> None:
    """The check character is that of ISO 7064 mod 37,36."""
    assert identifiers.verification_check(payload) == mod_37_36.calc_check_digit(payload)


@given(value=st.text(DIGITS, min_size=5, max_size=5))
def test_postal_codes_agree_with_stdnum(value: str) -> None:
    """Another library knows the same provinces."""
    assert identifiers.is_postal_code(value) is postal_code.is_valid(value)


@given(first=st.sampled_from("6789"), rest=st.text(DIGITS, min_size=8, max_size=8))
def test_an_accepted_phone_is_one_that_phonenumbers_knows(first: str, rest: str) -> None:
    """What the numbering plan knows as fixed or mobile is accepted, and premium numbers never are."""
    number = phonenumbers.parse(first + rest, "ES")
    sort = phonenumbers.number_type(number)
    assert identifiers.is_phone(first + rest) or sort not in FIXED_LINE_OR_MOBILE
    assert not (identifiers.is_phone(first + rest) and sort == phonenumbers.PhoneNumberType.PREMIUM_RATE)


@pytest.mark.parametrize(
    ("value", "valid"),
    [("+447911123456", True), ("+34902100000", False), ("+34 965 14 91 00", True), ("+0123456789", False)],
)
def test_phones_from_abroad_come_in_e164(value: str, valid: bool) -> None:  # noqa: FBT001 - a table of cases
    """A foreign number needs its country; a Spanish one is judged by the Spanish plan with or without it."""
    assert identifiers.is_phone(value) is valid


@pytest.mark.parametrize(
    "value", ["1234-BCD", "E-1234-BBB", "R1234BBB", "A1234BC", "A-1234-B", "AL-12345", "V123456", "CS-0001-AZ"]
)
def test_plates_may_have_hyphens_between_groups(value: str) -> None:
    """Plates of each time pass with and without their hyphens."""
    assert identifiers.is_plate(value) is True


@pytest.mark.parametrize("value", ["-1234BCD", "12-34BCD", "1234BCD-", "A-1234BC", "XX1234BC", "A-1-2", "1234 BCD"])
def test_a_misplaced_hyphen_makes_no_plate(value: str) -> None:
    """Hyphens stand between the groups or nowhere."""
    assert identifiers.is_plate(value) is False


@pytest.mark.parametrize("value", ["ana@example.org", "a.b+c@mail.example.co.uk", "o'neil@x-y.es", "1@2.cat"])
def test_plain_addresses_are_accepted(value: str) -> None:
    """A local part, one @ and a dotted domain."""
    assert identifiers.is_email(value) is True


@pytest.mark.parametrize(
    "value",
    ["ana@example", "ana@x..es", "ana@-x.es", "ana@x-.es", "a..b@x.es", ".a@x.es", "Ana@x.es", "a b@x.es", "a@b@x.es"],
)
def test_what_no_mail_could_reach_is_refused(value: str) -> None:
    """Empty labels, stray dots, capitals and blanks are no normalised address."""
    assert identifiers.is_email(value) is False


@pytest.mark.parametrize(
    ("value", "valid"), [("WVWZZZ1JZXW000001", True), ("WVWZZZ1JZXW00000", False), ("WVWZZZ1JZXWO00001", False)]
)
def test_a_frame_number_has_17_characters_without_i_o_q(value: str, valid: bool) -> None:  # noqa: FBT001 - a table
    """Length and alphabet are the whole rule in Europe."""
    assert identifiers.is_vin(value) is valid


def test_small_social_security_numbers_count_without_zeros() -> None:
    """Below ten million the province is put before the number without its leading zero."""
    number, province = 1234567, 3
    control = (number + province * 10**7) % 97
    assert identifiers.is_social_security(f"{province:02d}{number:08d}{control:02d}") is True


@pytest.mark.parametrize(
    ("value", "legal", "tax_id"),
    [("P0301400H", True, True), ("48576231R", False, True), ("X1234567L", False, True), ("M1234567L", False, True)],
)
def test_legal_persons_are_told_from_natural_ones(
    value: str,
    legal: bool,  # noqa: FBT001 - a table of cases
    tax_id: bool,  # noqa: FBT001
) -> None:
    """A CIF belongs to an entity; every other NIF to a person."""
    assert (identifiers.is_legal_person(value), identifiers.is_tax_id(value)) == (legal, tax_id)


@pytest.mark.parametrize(
    ("value", "masked"),
    [("48576231R", "***7623**"), ("X1234567L", "****4567*"), ("P0301400H", "P0301400H"), ("nobody", "******")],
)
def test_a_masked_tax_id_shows_four_characters(value: str, masked: str) -> None:
    """As the AEPD masks; legal persons' numbers are no personal data."""
    assert identifiers.masked_tax_id(value) == masked


@pytest.mark.parametrize("code", ["A10002983", "L01030149", "EA0040259", "LA0001234"])
def test_a_code_of_the_directory_has_nine_characters(code: str) -> None:
    """One or two letters, and digits; nothing longer, shorter or in other letters."""
    assert identifiers.is_dir3(code)
    wrong = [code[:-1], f"{code}4", code.lower(), f"1{code[1:]}", f"{code}\n", ""]
    assert [one for one in wrong if identifiers.is_dir3(one)] == []
