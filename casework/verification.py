"""The council's own verification code (CSV): printed on every page of a letter, typed by anyone who doubts it."""

from __future__ import annotations

import hashlib
import hmac
import re

from casework.identifiers import is_verification_code, verification_check

_PREFIX = "DOV"
_SHOWN = re.compile(r"\bDOV[0-9A-Z](?:\s?[-\u2010-\u2015]?\s?[0-9A-Z]{4}){4}\b")
_LENGTH = 16
_BITS = 5
_REFERENCE = 8
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: no I, L, O or U, which people misread


def verification_code(seed: bytes) -> str:
    """Twenty characters: DOV, eighty bits drawn from `seed`, and an ISO 7064 mod 37,36 check.

    The same seed gives the same code; what the seed was cannot be told from it (art. 27.3.c Ley 39/2015).
    """
    drawn = int.from_bytes(hashlib.sha256(seed).digest(), "big")
    body = "".join(_ALPHABET[drawn >> _BITS * place & 31] for place in range(_LENGTH))
    payload = _PREFIX + body
    return payload + verification_check(payload)


def letter_code(number: str, kind: str, secret: bytes) -> str:
    """The code of one letter of one application; only who holds `secret` can work it out, and a retry gets it again."""
    return verification_code(hmac.digest(secret, f"{number}\0{kind}".encode(), "sha256"))


def letter_reference(number: str, secret: bytes) -> str:
    """The number with forty bits that only who holds `secret` can work out: what a reply by e-mail is known by."""
    drawn = int.from_bytes(hmac.digest(secret, f"{number}\0reference".encode(), "sha256"), "big")
    return f"{number}-" + "".join(_ALPHABET[drawn >> _BITS * place & 31] for place in range(_REFERENCE))


def letter_mark(csv: str) -> str:
    """What tells the letters of one case apart in the Message-IDs of their mails, without giving their codes away."""
    return hashlib.sha256(csv.encode()).hexdigest()[:12]


def codes_in(text: str) -> tuple[str, ...]:
    """The sound codes that a text shows, as one finds them on a letter of ours, each once and without its hyphens."""
    found = (re.sub(r"[^0-9A-Z]", "", shown) for shown in _SHOWN.findall(text.upper()))
    return tuple(dict.fromkeys(code for code in found if is_verification_code(code)))


def grouped(code: str) -> str:
    """The code as it is printed, in groups of four: DOV7-Q2M9-XKD4-4TBH-A3FF."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
