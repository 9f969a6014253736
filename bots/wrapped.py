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
_BODY, _PROPERTIES, _OF_ATTACHMENT = 0x0002800C, 0x00069003, 0x00069005  # attBody, attMAPIProps, attAttachment
_PLAIN, _HTML, _LONG_NAME = 0x1000, 0x1013, 0x3707  # PidTagBody, PidTagHtml, PidTagAttachLongFilename
_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}  # fmt: skip  - sizes of property types, in bytes
_STRINGS = frozenset({0x001E, 0x001F, 0x0102, 0x000D})
_UNICODE, _NAMED, _MANY = 0x001F, 0x8000, 0x1000
_MOST_PROPERTIES = 10_000


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    parts: tuple[_Element, ...] = ()
    content: bytes = b""

    def whole(self) -> bytes:
        """The bytes of a string, put together where it comes in pieces."""
        return b"".join(part.whole() for part in self.parts) if self.parts else self.content


def signed_content(data: bytes) -> bytes:
    """What a signed CMS block holds, as far as it goes.

    Raises UnreadableDocument where it is encrypted, holds nothing, or makes no sense.
    """
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
        while at + 1 < len(data) and data[at : at + 2] != b"\0\0":
            part, at = _element(data, at, depth + 1)
            parts.append(part)
        return _Element(tag, tuple(parts)), at + 2
    size = first
    if first > _INDEFINITE:
        count = first - _INDEFINITE
        if count > _LENGTH_BYTES:
            raise ValueError(count)
        size, at = int.from_bytes(data[at : at + count], "big"), at + count
    end = min(at + size, len(data))  # a block that was cut is read as far as it goes
    if not tag & _CONSTRUCTED:
        return _Element(tag, content=data[at:end]), end
    parts = []
    while at + 1 < end:
        part, at = _element(data, at, depth + 1)
        parts.append(part)
    return _Element(tag, tuple(parts)), end


def tnef_files(data: bytes) -> Iterator[File]:
    """The attachments that a winmail.dat holds, as far as it is whole, by their long names where it tells them."""
    name, content = "", b""
    for attribute, value in (*_attributes(data), (_RENDDATA, b"")):
        if attribute == _RENDDATA:
            if content:
                yield name or "attachment", content
            name, content = "", b""
        elif attribute in {_TITLE, _CONTENT} and content:  # the next one, which nothing announced
            yield name or "attachment", content
            name, content = (_string(value), b"") if attribute == _TITLE else ("", value)
        elif attribute == _TITLE:
            name = _string(value)
        elif attribute == _CONTENT:
            content = value
        elif attribute == _OF_ATTACHMENT:
            name = _text_of(_properties(value).get(_LONG_NAME)) or name


def tnef_text(data: bytes) -> tuple[str, bytes]:
    """The message's own words in a winmail.dat, and its HTML text; each empty where it holds none."""
    plain, html = "", b""
    for attribute, value in _attributes(data):
        if attribute == _BODY:
            plain = plain or _string(value)
        elif attribute == _PROPERTIES:
            told = _properties(value)
            plain, html = _text_of(told.get(_PLAIN)) or plain, told.get(_HTML, (0, b""))[1]
    return plain, html


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = len(TNEF) + 2
    while at + _ATTRIBUTE.size <= len(data):
        _, attribute, size = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        yield attribute, data[at : at + size]
        at += size + 2


def _properties(data: bytes) -> dict[int, tuple[int, bytes]]:
    """The first value of each property by its id, with its type, as far as they are whole (MS-OXTNEF 2.1.3.4)."""
    found: dict[int, tuple[int, bytes]] = {}
    try:
        (count,), at = struct.unpack_from("<I", data), 4
        for _ in range(min(count, _MOST_PROPERTIES)):
            kind, name = struct.unpack_from("<HH", data, at)
            at = _after_name(data, at + 4) if name >= _NAMED else at + 4
            many, kind = bool(kind & _MANY), kind & ~_MANY
            times = 1
            if many or kind in _STRINGS:
                (times,), at = struct.unpack_from("<I", data, at), at + 4
            for _ in range(min(times, _MOST_PROPERTIES)):
                size = _FIXED.get(kind, 0)
                if kind in _STRINGS:
                    (size,), at = struct.unpack_from("<I", data, at), at + 4
                elif not size:
                    return found
                found.setdefault(name, (kind, data[at : at + size]))
                at += size + (-size % 4)
    except struct.error:
        pass
    return found


def _after_name(data: bytes, at: int) -> int:
    """Where the value of a named property begins: behind a GUID, and a number or a name."""
    kind, size = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (size + (-size % 4) if kind else 0)


def _text_of(told: tuple[int, bytes] | None) -> str:
    if told is None:
        return ""
    kind, value = told
    return value.decode("utf-16-le", "replace").partition("\0")[0] if kind == _UNICODE else _string(value)


def _string(value: bytes) -> str:
    return value.partition(b"\0")[0].decode("cp1252", "replace")
