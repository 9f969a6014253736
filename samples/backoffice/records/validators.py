"""What the back-office refuses, with the messages its clerks know; written apart from DovTech on purpose.

An independent second opinion: a wrong check in the robot's own code is not repeated here.
"""

from __future__ import annotations

import math
import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator

_PERSON_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"  # RD 1553/2005: the number modulo 23
_COMPANY_LETTERS = "JABCDEFGHI"  # Orden EHA/451/2008: the check digit as a letter
_PERSON = re.compile(r"(\d|[XYZKLM])\d{7}[A-Z]", re.ASCII)
_COMPANY = re.compile(r"[ABCDEFGHJNPQRSUVW]\d{7}[0-9A-J]", re.ASCII)
_DOCUMENT = re.compile(r"[A-Z0-9]{5,20}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_SPANISH_IBAN_LENGTH = 24
_MOST_TEXT = 4000  # SICRES 4: Expone and Solicita


def _is_person(nif: str) -> bool:
    first = {"X": "0", "Y": "1", "Z": "2", "K": "", "L": "", "M": ""}.get(nif[0], nif[0])
    return nif[8] == _PERSON_LETTERS[int(first + nif[1:8]) % 23]


def _is_company(nif: str) -> bool:
    digits = [int(digit) for digit in nif[1:8]]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
    check = -(doubled + sum(digits[1::2])) % 10
    if nif[0] in "ABEH":
        return nif[8] == str(check)
    if nif[0] in "NPQRSW":
        return nif[8] == _COMPANY_LETTERS[check]
    return nif[8] in {str(check), _COMPANY_LETTERS[check]}


def validate_nif(value: str) -> None:
    """NIF, NIE or company NIF: 9 characters, upper case, no separators, with its control character."""
    if _PERSON.fullmatch(value):
        valid = _is_person(value)
    elif _COMPANY.fullmatch(value):
        valid = _is_company(value)
    else:
        raise ValidationError("Escriba el NIF con 9 caracteres en mayúsculas, sin espacios ni guiones.")
    if not valid:
        raise ValidationError("El NIF no es correcto: la letra o dígito de control no corresponde.")


def validate_documento(value: str) -> None:
    """An identity document of the padrón: a NIF with its control character, or any passport."""
    if _PERSON.fullmatch(value):
        validate_nif(value)
    elif not _DOCUMENT.fullmatch(value):
        raise ValidationError("Escriba el documento en mayúsculas y cifras, sin espacios ni guiones.")


def validate_iban(value: str) -> None:
    """ISO 13616: letters as numbers, the first four characters at the end, remainder 1 modulo 97."""
    if not _IBAN.fullmatch(value):
        raise ValidationError("Escriba el IBAN en mayúsculas y sin espacios.")
    if value.startswith("ES") and len(value) != _SPANISH_IBAN_LENGTH:
        raise ValidationError("Un IBAN español tiene 24 caracteres.")
    if int("".join(str(int(character, 36)) for character in value[4:] + value[:4])) % 97 != 1:
        raise ValidationError("El IBAN no es correcto: los dígitos de control no corresponden.")


def validate_datos(value: object) -> None:
    """The data of a procedure: one object of plain values."""
    if not isinstance(value, dict):
        raise ValidationError('Los datos deben ser un objeto JSON: {"clave": "valor"}.')
    for key, item in value.items():
        plain = item is None or isinstance(item, str | int | float)
        if not plain or (isinstance(item, float) and not math.isfinite(item)):
            raise ValidationError(f"El dato «{key}» debe ser un texto, un número o verdadero/falso.")


validate_bic = RegexValidator(r"\A[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?\Z", "El BIC tiene 8 u 11 caracteres en mayúsculas.")
validate_postal_code = RegexValidator(
    r"\A(0[1-9]|[1-4][0-9]|5[0-2])[0-9]{3}\Z", "El código postal tiene 5 cifras y empieza por 01 a 52."
)
validate_phone = RegexValidator(
    r"\A(\+[0-9]{8,15}|[0-9]{9})\Z", "Escriba el teléfono con 9 cifras, o con + y el prefijo del país."
)
validate_long_text = MaxLengthValidator(_MOST_TEXT)
