"""Takes apart what arrives packed: an e-mail into its text and attachments, packed files into their members."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from bots.locked import passwords_in, unlocked
from bots.messages import DELIVERED_NAME, MESSAGE_NAME, File, is_mail, mail_files, message_text
from bots.reading import outlook, sniff
from bots.tarred import gunzipped, tar_files
from casework.errors import TooLarge, UnreadableDocument

__all__ = ["DELIVERED_NAME", "MESSAGE_NAME", "File", "PackLimits", "message_text", "unpack"]

_PROGRAMS_OWN = re.compile(r"(?i)(?:^|/)(?:__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$")
_PACKED = frozenset({sniff.EMAIL, sniff.ZIP, sniff.GZIP, sniff.TAR})
_LOCKED = 0x1  # the flag of a member that needs a password
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    OverflowError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)  # fmt: skip  - what zipfile and its unpackers raise for bytes that make no sense


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLimits:
    """What one delivery may hold: `files`, `size` of all unpacked bytes together, and `depth` of packing."""

    files: int = 200
    size: int = 100 * 1024 * 1024
    depth: int = 8


class _Full(Exception):
    """The delivery as a whole is beyond its limits."""


@dataclass
class _Room:
    """What may still be unpacked of one delivery."""

    files: int
    size: int

    def take(self, data: bytes) -> None:
        self.files -= 1
        self.size -= len(data)
        if self.files < 0 or self.size < 0:
            raise _Full


def unpack(data: bytes, *, name: str = "document", limits: PackLimits | None = None) -> list[File]:
    """The files inside, each with the name its sender gave: what is not packed comes back alone, as `name`.

    An e-mail gives `message.txt` first (headers of sender and subject, empty line, body in UTF-8), then its
    attachments; messages and packed files inside are unpacked in their place, and one that cannot be opened stands for
    itself, so that it costs its neighbours nothing. A PDF or ZIP file whose password the message tells comes open.
    Raises TooLarge beyond the limits, UnreadableDocument for what is packed and cannot be opened. Names are the
    sender's: personal data, and never to be used as a path.
    """
    bounds = limits or PackLimits()
    room = _Room(bounds.files, bounds.size)
    try:
        found = list(_files(name, data, bounds.depth, bounds, room, ()))
    except _Full:
        if room.files < 0:
            raise TooLarge(f"more than {bounds.files} files in one delivery", remedy="ask for them in parts") from None
        raise _too_much(bounds) from None
    if not found:
        raise UnreadableDocument("there is nothing in the packed file", remedy="ask for the documents themselves")
    return found


def _too_much(limits: PackLimits) -> TooLarge:
    return TooLarge(f"more than {limits.size // 1024 // 1024} MiB once unpacked", remedy="ask for it in parts")


def _files(
    name: str, data: bytes, depth: int, limits: PackLimits, room: _Room, passwords: tuple[str, ...]
) -> Iterator[File]:
    kind = sniff.EMAIL if _is_delivered(name, data) else sniff.sniff(data)
    if kind == sniff.OLE and outlook.is_message(data):
        kind, data = sniff.EMAIL, outlook.as_mail(data)
    if kind not in _PACKED:
        room.take(data)
        yield name, unlocked(data, passwords) if kind == sniff.PDF else data
        return
    if depth == 0:
        raise TooLarge("files packed in files too many times", remedy="ask for the documents themselves")
    if kind != sniff.EMAIL:
        for inner_name, inner in _members(kind, name, data, limits, passwords):
            yield from _files(inner_name, inner, depth - 1, limits, room, passwords)
        return
    for inner_name, inner in mail_files(data):
        if inner_name == MESSAGE_NAME:
            passwords = (*passwords, *passwords_in(inner.decode("utf-8")))
            room.take(inner)
            yield inner_name, inner  # a body that quotes a message's headers is still a body
        else:
            yield from _or_itself(inner_name, inner, depth - 1, limits, room, passwords)


def _or_itself(
    name: str, data: bytes, depth: int, limits: PackLimits, room: _Room, passwords: tuple[str, ...]
) -> Iterator[File]:
    """What is in an attachment; the attachment where it cannot be opened, which reading it will say."""
    try:
        found = list(_files(name, data, depth, limits, room, passwords))
    except (UnreadableDocument, TooLarge):
        found = []
    if not found:
        room.take(data)
    yield from found or [(name, data)]


def _is_delivered(name: str, data: bytes) -> bool:
    """Whether a mailbox gave these bytes, under the name that intake gives them: a message with few or odd headers."""
    return name == DELIVERED_NAME and is_mail(data)


def _members(kind: str, name: str, data: bytes, limits: PackLimits, passwords: tuple[str, ...]) -> Iterator[File]:
    match kind:
        case sniff.GZIP:
            yield gunzipped(name, data, limits.size)
        case sniff.TAR:
            yield from (file for file in tar_files(data) if not _PROGRAMS_OWN.search(file[0]))
        case _:
            yield from _zip_files(data, limits, passwords)


def _zip_files(data: bytes, limits: PackLimits, passwords: tuple[str, ...]) -> Iterator[File]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            members = [one for one in packed.infolist() if not (one.is_dir() or _PROGRAMS_OWN.search(one.filename))]
            members = _shown(members)
            if sum(member.file_size for member in members) > limits.size:
                raise _too_much(limits)
            for member in members:
                name = member.filename.rsplit("/", maxsplit=1)[-1]
                yield name, _member(packed, member, limits, passwords if member.flag_bits & _LOCKED else ())
    except (*_BROKEN, RuntimeError) as error:  # a bare RuntimeError tells of a password
        raise UnreadableDocument("the ZIP file cannot be opened", remedy="ask for the documents unpacked") from error


def _shown(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Of a document of Apple's iWork (.pages, .numbers) the picture of it that it holds; all members of other files."""
    if not any(member.filename.endswith(".iwa") for member in members):
        return members
    for ending in ("preview.pdf", "preview.jpg"):
        if found := [member for member in members if member.filename.lower().endswith(ending)]:
            return found[:1]
    return members


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, limits: PackLimits, passwords: tuple[str, ...]) -> bytes:
    """The member's bytes, read no further than the limit whatever size its header claims; none of a broken one."""
    for password in passwords:
        try:
            with packed.open(member, pwd=password.encode("utf-8")) as file:
                return file.read(limits.size + 1)[: limits.size]
        except (*_BROKEN, RuntimeError):  # it is not this one
            continue
    try:
        with packed.open(member) as file:
            data = file.read(limits.size + 1)
    except _BROKEN:
        return b""  # reading it will say so, and its neighbours may be sound
    if len(data) > limits.size:
        raise _too_much(limits)
    return data
