"""Opens what mail programs wrap: a message signed as one block (S/MIME, CMS), and Outlook's winmail.dat (TNEF).

Signatures are not checked here: the bytes inside are what counts, and the block itself stays in the document store.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from casework.errors import UnreadableDocument

File = tuple[str, bytes]

_SIGNED, _DATA = bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010701")  # RFC 5652
_SEQUENCE = 0x30
_CONSTRUCTED, _INDEFINITE, _LONG_TAG = 0x20, 0x80, 0x1F
_DEEPEST, _LENGTH_BYTES = 24, 4

TNEF = struct.pack("<I", 0x223E9F78)
_RENDDATA, _TITLE, _CONTENT = 0x00069002, 0x00018010, 0x0006800F  # attAttachRenddata, attAttachTitle, attAttachData
_ATTRIBUTE = struct.Struct("<BII")


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    parts: tuple[_Element, ...] = ()
    content: bytes = b""

    def whole(self) -> bytes:
        """The bytes of a string, put together where it comes in pieces."""
        return b"".join(part.whole() for part in self.parts) if self.parts else self.content


def signed_content(data: bytes) -> bytes:
    """What a signed CMS block holds; raises UnreadableDocument where it is encrypted, holds nothing, or is broken."""
    try:
        root, _ = _element(data, 0, 0)
        kind, inside = root.parts
        sealed = kind.content != _SIGNED
        content = b"" if sealed else _held(inside)
    except (IndexError, ValueError) as error:
        raise UnreadableDocument("the signed message cannot be opened", remedy="ask for it anew") from error
    if sealed:
        raise UnreadableDocument("the message is encrypted", remedy="ask for it without encryption")
    return content


def _held(inside: _Element) -> bytes:
    """The content of a SignedData, whose first SEQUENCE is its type and, in a wrapper, what was signed."""
    sequences = [part for part in inside.parts[0].parts if part.tag == _SEQUENCE]
    name, content = sequences[0].parts
    if name.content != _DATA:
        raise ValueError(name.tag)
    return content.parts[0].whole()


def _element(data: bytes, at: int, depth: int) -> tuple[_Element, int]:
    """The BER element that begins at a place, and where the next one does."""
    tag, first = data[at], data[at + 1]
    if depth > _DEEPEST or tag & _LONG_TAG == _LONG_TAG:
        raise ValueError(tag)
    at += 2
    if first == _INDEFINITE:
        parts = []
        while data[at : at + 2] != b"\0\0":
            part, at = _element(data, at, depth + 1)
            parts.append(part)
        return _Element(tag, tuple(parts)), at + 2
    size = first
    if first > _INDEFINITE:
        count = first - _INDEFINITE
        if count > _LENGTH_BYTES:
            raise ValueError(count)
        size, at = int.from_bytes(data[at : at + count], "big"), at + count
    end = at + size
    if end > len(data):
        raise ValueError(end)
    if not tag & _CONSTRUCTED:
        return _Element(tag, content=data[at:end]), end
    parts = []
    while at < end:
        part, at = _element(data, at, depth + 1)
        parts.append(part)
    return _Element(tag, tuple(parts)), end


def tnef_files(data: bytes) -> Iterator[File]:
    """The attachments that a winmail.dat holds, as far as it is whole (MS-OXTNEF)."""
    name, at = "", len(TNEF) + 2
    while at + _ATTRIBUTE.size <= len(data):
        _, attribute, size = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        value, at = data[at : at + size], at + size + 2
        if attribute == _RENDDATA:
            name = ""
        elif attribute == _TITLE:
            name = value.rstrip(b"\0").decode("cp1252", "replace")
        elif attribute == _CONTENT and value:
            yield name or "attachment", value
