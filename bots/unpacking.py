"""Takes apart what arrives packed: an e-mail into its text and attachments, a ZIP file into its members."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from io import BytesIO

from bots.reading import outlook, sniff
from bots.reading.text import strip_tags
from bots.wrapped import TNEF, signed_content, tnef_files
from casework.errors import TooLarge, UnreadableDocument

MESSAGE_NAME = "message.txt"
DELIVERED_NAME = "message.eml"

File = tuple[str, bytes]

_HEADER = re.compile(rb"(?:From |[!-9;-~]+[ \t]*:)")
_LOGO_SIZE = 20_000  # bytes
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED_NAME = ".p7m"
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

    files: int = 50
    size: int = 100 * 1024 * 1024
    depth: int = 4


def unpack(data: bytes, *, name: str = "document", limits: PackLimits | None = None) -> list[File]:
    """The files inside, each with the name its sender gave: what is not packed comes back alone, as `name`.

    An e-mail gives `message.txt` first (headers of sender and subject, empty line, body in UTF-8), then its
    attachments; messages and ZIP files inside are unpacked in their place. Raises TooLarge beyond the limits,
    UnreadableDocument for what is packed and cannot be opened. Names are the sender's: personal data, and never to be
    used as a path.
    """
    bounds = limits or PackLimits()
    found: list[File] = []
    total = 0
    for file in _files(name, data, bounds.depth, bounds):
        found.append(file)
        total += len(file[1])
        if len(found) > bounds.files:
            raise TooLarge(f"more than {bounds.files} files in one delivery", remedy="ask for them in parts")
        if total > bounds.size:
            raise _too_much(bounds)
    if not found:
        raise UnreadableDocument("there is nothing in the ZIP file", remedy="ask for the documents themselves")
    return found


def message_text(data: bytes) -> str:
    """An e-mail's text alone: whom it is from, its `Subject:` line, an empty line, and the body without tags."""
    return _body(_parse(data))


def _too_much(limits: PackLimits) -> TooLarge:
    return TooLarge(f"more than {limits.size // 1024 // 1024} MiB once unpacked", remedy="ask for it in parts")


def _files(name: str, data: bytes, depth: int, limits: PackLimits) -> Iterator[File]:
    kind = sniff.EMAIL if _is_delivered(name, data) else sniff.sniff(data)
    if kind == sniff.OLE and outlook.is_message(data):
        kind, data = sniff.EMAIL, outlook.as_mail(data)
    if kind not in {sniff.EMAIL, sniff.ZIP}:
        yield name, data
        return
    if depth == 0:
        raise TooLarge("files packed in files too many times", remedy="ask for the documents themselves")
    inner = _mail_files(data) if kind == sniff.EMAIL else _zip_files(data, limits)
    for inner_name, inner_data in inner:
        if kind == sniff.EMAIL and inner_name == MESSAGE_NAME:
            yield inner_name, inner_data  # a body that quotes a message's headers is still a body
        else:
            yield from _files(inner_name, inner_data, depth - 1, limits)


def _is_delivered(name: str, data: bytes) -> bool:
    """Whether a mailbox gave these bytes, under the name that intake gives them: a message with few or odd headers."""
    return name == DELIVERED_NAME and _HEADER.match(data) is not None


def _zip_files(data: bytes, limits: PackLimits) -> Iterator[File]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            members = [member for member in packed.infolist() if not member.is_dir()]
            if sum(member.file_size for member in members) > limits.size:
                raise _too_much(limits)
            for member in members:
                yield member.filename.rsplit("/", maxsplit=1)[-1], _member(packed, member, limits)
    except (*_BROKEN, RuntimeError) as error:  # a bare RuntimeError tells of a password
        raise UnreadableDocument("the ZIP file cannot be opened", remedy="ask for the documents unpacked") from error


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, limits: PackLimits) -> bytes:
    """The member's bytes, read no further than the limit whatever size its header claims; none of a broken one."""
    try:
        with packed.open(member) as file:
            data = file.read(limits.size + 1)
    except _BROKEN:
        return b""  # reading it will say so, and its neighbours may be sound
    if len(data) > limits.size:
        raise _too_much(limits)
    return data


def _mail_files(data: bytes) -> Iterator[File]:
    try:
        message = _parse(data)
        yield MESSAGE_NAME, _body(message).encode("utf-8")
        for position, part in enumerate(_leaves(message), start=1):
            content = b"" if _is_body(part) else _content(part)
            if content and not _decorates(part, content):
                yield from _unwrapped(part.get_filename() or f"attachment-{position}", content)
    except RecursionError:
        raise TooLarge("parts in parts too many times", remedy="ask for the documents themselves") from None


def _unwrapped(name: str, content: bytes) -> Iterator[File]:
    """An attachment, or what is in it where a mail program wrapped it; one that cannot be opened comes as it is."""
    if content.startswith(TNEF):
        yield from list(tnef_files(content)) or [(name, content)]
        return
    if name.lower().endswith(_SIGNED_NAME) and name.lower() != "smime.p7m":
        with suppress(UnreadableDocument):
            yield name[: -len(_SIGNED_NAME)], signed_content(content)
            return
    yield name, content


def _parse(data: bytes) -> EmailMessage:
    parsed = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(parsed, EmailMessage):
        raise UnreadableDocument("the e-mail cannot be opened", remedy="ask for the documents themselves")
    if parsed.get_content_type() not in _SMIME:
        return parsed
    inner = BytesParser(policy=policy.default).parsebytes(signed_content(_content(parsed)))
    if not isinstance(inner, EmailMessage) or inner.get_content_type() in _SMIME:
        raise UnreadableDocument("the signed e-mail cannot be opened", remedy="ask for it anew")
    for name in ("From", "Subject"):
        if name in parsed and name not in inner:
            inner[name] = str(parsed[name])
    return inner


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something, a message within the message as one of them."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    for part in message.iter_parts():
        if isinstance(part, EmailMessage):
            yield from _leaves(part)


def _is_body(part: EmailMessage) -> bool:
    """Whether a part is the body, or another rendering of it: text that carries no name."""
    named = part.get_filename() is not None or part.is_attachment()
    return not named and part.get_content_maintype() == "text"


def _decorates(part: EmailMessage, content: bytes) -> bool:
    """Whether a part is a logo of the HTML body; a photograph pasted into the text is larger and is kept."""
    inline = part.get("Content-ID") is not None and not part.is_attachment()
    return inline and part.get_content_maintype() == "image" and len(content) < _LOGO_SIZE


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    text = "" if part is None else _text_of(part)
    return f"{_headers(message)}\n{text.strip()}\n"


def _headers(message: EmailMessage) -> str:
    """The lines that tell whom a message is from and what it is about, as far as it says so."""
    told = {name: _header(message, name) for name in ("From", "Reply-To", "Subject")}
    return "".join(f"{name}: {value}\n" for name, value in told.items() if value or name == "Subject")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):  # what the parser raises for headers that make no sense
        return ""


def _text_of(part: MIMEPart) -> str:
    try:
        text = str(part.get_content())
    except (LookupError, MessageError, UnicodeError):
        # an unknown or wrong character set: letters that cannot be told are shown as such
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return strip_tags(text) if part.get_content_subtype() == "html" else text
