"""Identifiers with check digits: cleaned, and repaired only where exactly one reading passes its check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import combinations, product

import phonenumbers

from casework import identifiers as rules
from nlp.values.value import FROM_CCC, REPAIRED, Value

_NOT_ALNUM = re.compile(r"[^0-9A-ZÑ]")
_TO_DIGIT = {
    "O": "0",
    "C": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "S": "5",
    "B": "8",
    "Z": "2",
    "G": "6",
    "T": "7",
    "A": "4",
}
_TO_LETTER = {"0": "OD", "1": "IL", "5": "S", "8": "B", "2": "Z", "6": "G", "4": "A", "7": "T"}
_MOST_CHANGES, _FEWEST_DIGITS = 2, 0.3  # letters; share of an identifier's signs: a word is none
_PREFIX = re.compile(r"^(?:N\.?I\.?[FE]\.?|D\.?N\.?I\.?|C\.?I\.?F\.?|IBAN|NUSS)\b[\s:.]*", re.IGNORECASE)
_MOBILE, _PERSONAL = re.compile(r"\+347[1-9]\d{7}"), re.compile(r"\+3470\d{7}")
_CALLABLE = (
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)


def clean(text: str) -> str:
    """Upper case letters and digits alone."""
    return _NOT_ALNUM.sub("", _PREFIX.sub("", text.strip()).upper())


def tax_id(text: str) -> Value | None:
    """NIF, NIE or CIF; a DNI written without its leading zeros is padded."""
    plain = clean(text)
    if re.fullmatch(r"\d{6,7}[A-Z]", plain):
        plain = plain.zfill(9)
    return _checked(plain, 9, rules.is_tax_id, "tax_id")


def iban(text: str) -> Value | None:
    """An IBAN; an old 20-digit account code becomes its IBAN, and is flagged."""
    plain = clean(text)
    if rules.is_ccc(plain):
        return Value(iban_of_ccc(plain), (FROM_CCC, "iban"))
    if re.match(r"^[A-Z]{2}\d{2}", plain) and not plain.startswith("ES") and rules.is_iban(plain):
        return Value(plain, ("iban",))
    return _checked(plain, 24, rules.is_iban, "iban")


def iban_of_ccc(ccc: str) -> str:
    """The Spanish IBAN of a 20-digit account code."""
    rest = int(ccc + "142800") % 97
    return f"ES{98 - rest:02d}{ccc}"


def plate(text: str) -> Value | None:
    plain = clean(text)
    if rules.is_plate(plain):
        return Value(plain, ("plate",))
    fixed = _masked(plain, "dddd", 7)
    return Value(fixed, (REPAIRED, "plate")) if fixed and rules.is_plate(fixed) else None


def cadastral_reference(text: str) -> Value | None:
    return _checked(clean(text), 20, rules.is_cadastral_reference, "cadastral_reference")


def social_security(text: str) -> Value | None:
    return _checked(clean(text), 12, rules.is_social_security, "social_security")


def vin(text: str) -> Value | None:
    """A chassis number; I, O and Q cannot stand in one, so they are read as 1 and 0."""
    plain = clean(text)
    fixed = plain.translate(str.maketrans("IOQ", "100"))
    if not rules.is_vin(fixed) or not any(char.isdigit() for char in fixed):
        return None
    return Value(fixed, ("vin",) if fixed == plain else (REPAIRED, "vin"))


def postal_code(text: str) -> Value | None:
    plain = re.sub(r"\D", "", text)
    return Value(plain, ("postal_code",)) if rules.is_postal_code(plain) else None


def phone(text: str) -> Value | None:
    """A number that can be called back, in E.164; one of a range that is not given out yet is one all the same.

    A personal number (70) is read, and fails its check.
    """
    try:
        number = phonenumbers.parse(text, "ES")
    except phonenumbers.NumberParseException:
        return None
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if _PERSONAL.fullmatch(plain):
        return Value(plain, (), ("phone",))
    callable_ = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in _CALLABLE
    return Value(plain, ("phone",)) if rules.is_phone(plain) and (callable_ or _MOBILE.fullmatch(plain)) else None


def email(text: str) -> Value | None:
    """The one address of a text, lower case."""
    found = re.findall(r"[\w.+%-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+", text.lower())
    plain = re.sub(r"\s", "", found[0]) if len(found) == 1 else ""
    return Value(plain, ("email",)) if rules.is_email(plain) else None


def _checked(plain: str, length: int, passes: Callable[[str], bool], name: str) -> Value | None:
    if passes(plain):
        return Value(plain, (name,))
    if len(plain) != length or sum(char.isdigit() for char in plain) < _FEWEST_DIGITS * length:
        return None
    fixed = {candidate for candidate in _variants(plain) if passes(candidate)}
    if len(fixed) == 1:
        return Value(fixed.pop(), (REPAIRED, name))
    # Two repairs that both pass are no repair: the value stays as read and fails its check.
    return Value(plain, (), (name,))


def _variants(plain: str) -> Iterable[str]:
    """Readings that differ by one or two of the confusions OCR makes."""
    options = {place: _TO_LETTER.get(char, "") + _TO_DIGIT.get(char, "") for place, char in enumerate(plain)}
    places = [place for place, chars in options.items() if chars]
    for count in range(1, _MOST_CHANGES + 1):
        for chosen in combinations(places, count):
            for chars in product(*(options[place] for place in chosen)):
                yield _replaced(plain, dict(zip(chosen, chars, strict=True)))


def _replaced(plain: str, changes: dict[int, str]) -> str:
    return "".join(changes.get(place, char) for place, char in enumerate(plain))


def _masked(plain: str, digits: str, length: int) -> str | None:
    if len(plain) != length:
        return None
    head = "".join(_TO_DIGIT.get(char, char) for char in plain[: len(digits)])
    tail = "".join(_TO_LETTER.get(char, char)[0] for char in plain[len(digits) :])
    return head + tail
