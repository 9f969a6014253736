"""Opens what a citizen locked with a password, told in the same message or to a clerk."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf

from casework.errors import LockedDocument

_CUE = re.compile(
    r"\b(?:contrase(?:ñ|n|ny)as?|contrasenya|clave|clau|password|passwd|pwd|pin|c[oó]digo|codi)\b"
    r"(?=(?P<after>[^\n]{0,80}(?:\n[^\n]{0,60})?))",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\s\"'«»“”‘’<>()]{3,64}")
_TAX_ID = re.compile(r"\b(?:[0-9]{8}|[XYZ][0-9]{7})[ -]?[A-Z]\b", re.IGNORECASE)
_MOST = 24  # passwords that are tried on one file
_LARGEST = 100 * 1024 * 1024


def passwords_in(text: str) -> tuple[str, ...]:
    """Words of a message that may be a password: those behind the word for one, then the sender's own number."""
    found: list[str] = []
    for cue in _CUE.finditer(text):
        for token in _TOKEN.findall(cue["after"]):
            found += [token, token.strip(".,;:!?=*")]
    if found:
        for tax_id in _TAX_ID.findall(text):
            plain = re.sub(r"[ -]", "", tax_id)
            found += [plain.upper(), plain.lower(), plain[:-1]]
    return tuple(dict.fromkeys(password for password in found if password))[:_MOST]


def unlocked(data: bytes, passwords: tuple[str, ...]) -> bytes:
    """The PDF without its lock where one of these passwords opens it; as it came in all other cases."""
    if not passwords or b"/Encrypt" not in data or len(data) > _LARGEST:
        return data
    for password in ("", *(key for told in passwords for key in _keys(told))):
        try:
            with pikepdf.open(BytesIO(data), password=password, suppress_warnings=True) as file:
                if not password:
                    return data  # it is only guarded against changes: any reader opens it
                out = BytesIO()
                file.save(out, encryption=False, deterministic_id=False, static_id=True)
                return out.getvalue()
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, ValueError, RuntimeError):  # broken, which reading it will say
            return data
    return data


def _keys(password: str) -> tuple[str | bytes, ...]:
    """The password as today's files take it, and in the encoding of older ones, which have an ñ otherwise."""
    return (password, password.encode("pdfdoc", "replace")) if not password.isascii() else (password,)


def opened(data: bytes, password: str) -> bytes:
    """The PDF without its lock; raises LockedDocument, which names no password, where this one does not open it."""
    plain = unlocked(data, (password,))
    if plain is data:
        raise LockedDocument(
            "this password does not open the document", remedy="check capitals and accents, or ask for it again"
        )
    return plain
