"""Spanish identifiers: each function says whether a normalised value is valid, by the public rule for it.

Values come upper case and without separators, except where a function says otherwise. Nothing here repairs.
"""

from __future__ import annotations

import re

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_CIF_LETTERS = "JABCDEFGHI"
_CADASTRAL_LETTERS = "MQWERTYUIOPASDFGHJKLBZX"
_CADASTRAL_WEIGHTS = (13, 15, 12, 5, 4, 17, 9, 21, 3, 7, 1)
_CADASTRAL_ALPHABET = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_CCC_WEIGHTS = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
_ISO_7064_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PROVINCES = frozenset(
    "A AB AL AV B BA BI BU C CA CC CE CO CR CS CU GC GE GI GR GU H HU IB J L LE LO LU M MA ML MU NA O OR OU P PM"
    " PO S SA SE SG SH SO SS T TE TF TO V VA VI Z ZA".split()
)

# Written for fullmatch, with [0-9]: `$` would let a line end pass, and `\d` the digits of every alphabet.
_DNI = re.compile(r"[0-9]{8}[A-Z]")
_NIE = re.compile(r"[XYZ][0-9]{7}[A-Z]")
_KLM = re.compile(r"[KLM][0-9]{7}[A-Z]")
_CIF = re.compile(r"[ABCDEFGHJNPQRSUVW][0-9]{7}[0-9A-J]")
_CCC = re.compile(r"[0-9]{20}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_CADASTRAL = re.compile(r"[0-9A-ZÑ]{18}[A-Z]{2}")
_PLATE = re.compile(r"[CEHPRSTV]?-?[0-9]{4}-?[BCDFGHJKLMNPRSTVWXYZ]{3}")
_PLATE_PROVINCE = re.compile(r"([A-Z]{1,2})(-?)([0-9]{4}\2[A-Z]{1,2}|[0-9]{1,6})")
_DIR3 = re.compile(r"(?=.{9}$)[A-Z]{1,2}[0-9]+")
_NUSS = re.compile(r"[0-9]{12}")
_CSV = re.compile(r"DOV[0-9A-Z]{17}")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_PHONE_ES = re.compile(r"(?:\+34)?(?:6[0-9]|7[1-9]|8[1-8]|9[1-8])[0-9]{7}")
_PHONE_ABROAD = re.compile(r"\+(?!34)[1-9][0-9]{6,14}")
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{{2,}}")


def is_dni(value: str) -> bool:
    """Eight digits and their letter (RD 1553/2005)."""
    return bool(_DNI.fullmatch(value)) and _DNI_LETTERS[int(value[:8]) % 23] == value[8]


def is_nie(value: str) -> bool:
    """X, Y or Z, seven digits and the letter of a DNI with 0, 1 or 2 in front."""
    return bool(_NIE.fullmatch(value)) and is_dni(str("XYZ".index(value[0])) + value[1:])


def is_klm(value: str) -> bool:
    """NIF of natural persons without a DNI: K, L or M; the letter counts over the seven digits."""
    return bool(_KLM.fullmatch(value)) and _DNI_LETTERS[int(value[1:8]) % 23] == value[8]


def is_cif(value: str) -> bool:
    """NIF of legal persons and entities (Orden EHA/451/2008), with the control its type asks for."""
    if not _CIF.fullmatch(value):
        return False
    odd = sum(sum(divmod(2 * int(digit), 10)) for digit in value[1:8:2])
    control = (10 - (odd + sum(int(digit) for digit in value[2:8:2])) % 10) % 10
    wants_letter, wants_digit = value[0] in "PQRSNW", value[0] in "ABEH"
    as_digit, as_letter = value[8] == str(control), value[8] == _CIF_LETTERS[control]
    return (as_digit and not wants_letter) or (as_letter and not wants_digit)


def is_tax_id(value: str) -> bool:
    """Any NIF: DNI, NIE, K/L/M or CIF."""
    return is_dni(value) or is_nie(value) or is_klm(value) or is_cif(value)


def is_legal_person(value: str) -> bool:
    """Whether a valid NIF belongs to a legal person or entity, obliged to be electronic (art. 14.2)."""
    return is_cif(value)


def masked_tax_id(value: str) -> str:
    """The NIF with four characters left to see, as the AEPD masks it: ***4567**; a legal person's stays whole.

    Legal persons' numbers are no personal data; whatever is no NIF is masked whole.
    """
    if is_cif(value):
        return value
    if not is_tax_id(value):
        return "*" * len(value)
    start = 3 if value[0].isdigit() else 4
    return "*" * start + value[start : start + 4] + "*" * (len(value) - start - 4)


def is_iban(value: str) -> bool:
    """Mod 97 for every country, and for Spain also the two digits of the account code (CCC)."""
    if not _IBAN.fullmatch(value):
        return False
    digits = "".join(str(int(char, 36)) for char in value[4:] + value[:4])
    return int(digits) % 97 == 1 and (not value.startswith("ES") or is_ccc(value[4:]))


def is_ccc(value: str) -> bool:
    """The old 20-digit account code: two digits over bank and branch, and over the account."""
    if not _CCC.fullmatch(value):
        return False
    return value[8:10] == _ccc_digit("00" + value[:8]) + _ccc_digit(value[10:])


def _ccc_digit(ten: str) -> str:
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_CCC_WEIGHTS, ten, strict=True)) % 11
    return {10: "1", 11: "0"}.get(rest, str(rest))


def is_cadastral_reference(value: str) -> bool:
    """Twenty characters whose last two letters control both halves; urban and rural alike."""
    if not _CADASTRAL.fullmatch(value):
        return False
    return value[18:] == _cadastral_letter(value[:7] + value[14:18]) + _cadastral_letter(value[7:18])


def _cadastral_letter(eleven: str) -> str:
    total = sum(w * _cadastral_number(char) for w, char in zip(_CADASTRAL_WEIGHTS, eleven, strict=True))
    return _CADASTRAL_LETTERS[total % 23]


def _cadastral_number(char: str) -> int:
    return int(char) if char.isdigit() else _CADASTRAL_ALPHABET.index(char) + 1


def is_plate(value: str) -> bool:
    """Current, special or provincial Spanish number plates (RD 2822/1998); hyphens may stand between groups."""
    if _PLATE.fullmatch(value) and not value.startswith("-"):
        return True
    province = _PLATE_PROVINCE.fullmatch(value)
    return province is not None and province[1] in _PROVINCES


def is_social_security(value: str) -> bool:
    """Twelve digits: province, number and mod 97 (NUSS)."""
    if not _NUSS.fullmatch(value):
        return False
    province, number, control = int(value[:2]), int(value[2:10]), int(value[10:])
    whole = number + province * 10**7 if number < 10**7 else int(value[:10])
    return whole % 97 == control


def is_verification_code(value: str) -> bool:
    """DovTech's own CSV: twenty characters that begin with DOV, with an ISO 7064 mod 37,36 check."""
    plain = value.replace("-", "")
    if not _CSV.fullmatch(plain):
        return False
    return verification_check(plain[:-1]) == plain[-1]


def verification_check(payload: str) -> str:
    """The ISO 7064 mod 37,36 check character of an upper-case alphanumeric payload."""
    rest = 36
    for char in payload:
        rest = (rest + _ISO_7064_ALPHABET.index(char)) % 36 or 36
        rest = rest * 2 % 37
    return _ISO_7064_ALPHABET[(37 - rest) % 36]


def is_postal_code(value: str) -> bool:
    """Five digits of which the first two are a province, 01 to 52."""
    return bool(_POSTAL_CODE.fullmatch(value)) and 1 <= int(value[:2]) <= 52


def is_phone(value: str) -> bool:
    """A Spanish fixed or mobile number, or a foreign one in E.164; spaces may stand between digits.

    Premium and personal numbers (80x, 90x, 5...) are refused: nobody is called back there.
    """
    plain = value.replace(" ", "")
    return bool(_PHONE_ES.fullmatch(plain) or _PHONE_ABROAD.fullmatch(plain))


def is_email(value: str) -> bool:
    """A lower-case address with one @ and a dotted domain; whether it exists only a message can tell."""
    return bool(_EMAIL.fullmatch(value))


def is_vin(value: str) -> bool:
    """Seventeen characters without I, O and Q; the check digit is no rule in Europe."""
    return bool(_VIN.fullmatch(value))


def is_dir3(value: str) -> bool:
    """Whether the value has the form of a code of the common directory of units and offices (DIR3)."""
    return bool(_DIR3.fullmatch(value))
