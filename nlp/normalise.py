"""One door to all normal forms: what stands on the paper in, what the catalogue wants for the field's type out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from casework.procedure import FieldSpec, FieldType
from nlp.phrases import Phrases
from nlp.text import content, fold
from nlp.values import identifiers
from nlp.values.dates import parse_date
from nlp.values.people import parse_person
from nlp.values.places import parse_address
from nlp.values.quantities import parse_amount, parse_number
from nlp.values.value import Value

_LEADERS = re.compile(r"[._…]{3,}|^[\s:._\-–]+|[\s:_]+$")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_COUNTED = frozenset(("deed_number", "association_number"))  # in a register, written as they are spoken: "3.406"
_CODE_EDGES = " \t.,;:_()[]\"'"
_BIRTH_PIVOT = 20  # years of birth: 21 and above are of the last century
_ADDRESS_OF_A_PAGE = re.compile(r"@|\w\.[a-z]{2,4}\b|https?:")
_TOWNS = ("municipality", "province", "signature_place", "birth_place")
_LONGEST_CODE, _LONGEST_WORD = 30, 8
_BIC = re.compile(r"[A-Z]{11}")
_YES = frozenset("si yes true on x 1 marcado marcat".split())
_NO = frozenset("no off false 0".split())


def _simple(parse: Callable[[str], str | None], check: str = "") -> Callable[[str], Value | None]:
    def made(text: str) -> Value | None:
        plain = parse(text)
        return None if plain is None else Value(plain, (check,) if check else ())

    return made


def parse_text(text: str) -> str | None:
    """Running text in single spaces, without dotted leaders; a word broken by a hyphen at a line's end is joined."""
    plain = re.sub(r"(?<=[a-záéíóúüñçàèò])-\n(?=[a-záéíóúüñçàèò])", "", text)
    plain = re.sub(r"\s+", " ", _LEADERS.sub(" ", plain)).strip(" :_|")
    return plain if any(char.isalnum() for char in plain) else None


def _town(text: str) -> str | None:
    """A town's or a province's name without the comma or the full stop of the sentence it stands in."""
    plain = parse_text(text)
    if plain is None or _ADDRESS_OF_A_PAGE.search(plain):
        return None
    return plain.strip(" .,;:-–()") or None


def parse_code(text: str) -> str | None:
    """A code in upper case without spaces; a longer word without a figure is none: it is a caption, or an answer."""
    plain = re.sub(r"\s", "", _LEADERS.sub(" ", text)).strip(_CODE_EDGES).upper()
    if not plain or len(plain) > _LONGEST_CODE or not any(char.isalnum() for char in plain):
        return None
    word = len(plain) <= _LONGEST_WORD and len(text.split()) == 1
    told = any(char in "0123456789" for char in plain) or word or _BIC.fullmatch(plain)
    return plain if told else None


def _without_thousands(code: str | None) -> str | None:
    return code.replace(".", "") if code and _THOUSANDS.fullmatch(code) else code


def parse_checkbox(text: str) -> str | None:
    plain = fold(text)
    if plain in _YES:
        return "true"
    return "false" if plain in _NO else None


_BY_TYPE: dict[FieldType, Callable[[str], Value | None]] = {
    FieldType.PERSON: _simple(parse_person),
    FieldType.TAX_ID: identifiers.tax_id,
    FieldType.ADDRESS: _simple(parse_address),
    FieldType.POSTAL_CODE: identifiers.postal_code,
    FieldType.PHONE: identifiers.phone,
    FieldType.EMAIL: identifiers.email,
    FieldType.IBAN: identifiers.iban,
    FieldType.PLATE: identifiers.plate,
    FieldType.CADASTRAL_REFERENCE: identifiers.cadastral_reference,
    FieldType.SOCIAL_SECURITY: identifiers.social_security,
    FieldType.VIN: identifiers.vin,
    FieldType.DATE: _simple(parse_date, "date"),
    FieldType.AMOUNT: _simple(parse_amount),
    FieldType.NUMBER: _simple(parse_number),
    FieldType.CODE: _simple(parse_code),
    FieldType.TEXT: _simple(parse_text),
    FieldType.CHECKBOX: _simple(parse_checkbox),
}


_CALLED = frozenset(
    "facility_name venue_name market_name course_name premises_name sport activity products neighbourhood".split()
)
# What leads to the name of a thing in a sentence, and is none of it: "en el pabellón central", "d'atletisme".
_LEADING = re.compile(
    r"^(?:(?:en|a|de|del|dels|al|als|por|per|per a|para)\s+)?"
    r"(?:(?:el|la|los|las|els|les)\s+|[ld]['’])?(?=\w)"
)


def _called(text: str) -> str | None:
    """What a place, a course or goods are called, without the article and the full stop of the sentence about it."""
    plain = parse_text(text)
    if plain is None:
        return None
    return _LEADING.sub("", plain).rstrip(".,;") or plain


def normalise(spec: FieldSpec, text: str) -> Value | None:
    """The value a text states for a field, in its normal form; None where it states none."""
    if spec.type is FieldType.CHOICE:
        choice = choose(spec, text)
        return None if choice is None else Value(choice)
    if is_place(spec):
        return _simple(_town)(text)
    if spec.name in _CALLED:
        return _simple(_called)(text)
    if spec.name in _COUNTED:
        return _simple(lambda raw: _without_thousands(parse_code(raw)))(text)
    if spec.type is FieldType.DATE and "birth" in spec.name:
        return _simple(lambda raw: parse_date(raw, _BIRTH_PIVOT), "date")(text)
    return _BY_TYPE[spec.type](text)


def is_place(spec: FieldSpec) -> bool:
    """Whether a field holds the name of a town or of a province."""
    return spec.type is FieldType.TEXT and spec.name.endswith(_TOWNS)


def choose(spec: FieldSpec, text: str) -> str | None:
    """The one choice whose name on paper a text carries best; None where none does or two do alike."""
    names = tuple((c, tuple(name for texts in names.values() for name in texts)) for c, names in spec.choices.items())
    choices, wordings = _wordings(names)
    scores = dict.fromkeys(spec.choices, 0.0)
    for choice, wanted, (own, of_text) in zip(choices, wordings.phrases, wordings.shares(content(text)), strict=True):
        # A longer name that is wholly there says more than a shorter one, and more of the text explained is better.
        scores[choice] = max(scores[choice], own * (1 - 0.01 / len(wanted)) * (0.9 + 0.1 * of_text))
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < 0.75 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


@lru_cache(maxsize=256)
def _wordings(names: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, ...], Phrases]:
    """What choices are called on paper, and for each of these wordings its choice."""
    pairs = [(choice, content(name)) for choice, given in names for name in given]
    return tuple(choice for choice, _ in pairs), Phrases([words for _, words in pairs])
