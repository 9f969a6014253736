"""Parses mail as it really comes: broken heads are mended, and no header, name or letter can make it fail or stall.

The `email` package's newer classes take minutes for one long header, so messages are parsed by its older ones
(`compat32`), and what a header says is read here, within bounds.
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

from bots.reading.text import decode
from casework.errors import TooLarge

_HEADER_WITHIN = 10_000  # characters of one header that are looked at
_NAME_WITHIN = 150
_MOST_PARTS = 10_000
_HEAD_WITHIN = 64 * 1024
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|[ \t]*\r?\n|>From [^\r\n]*\r?\n)+")
_GAP = re.compile(rb"(\r?\n)(?:[ \t]*\r?\n)")
_SPACED = re.compile(rb"^([!-9;-~]+)[ \t]+:", re.MULTILINE)
_KIND_LINE = re.compile(rb"^content-type[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n", re.IGNORECASE | re.MULTILINE)
_MULTIPART = re.compile(rb"^content-type[ \t]*:\s*multipart/", re.IGNORECASE)
_HEADS = re.compile(rb"(?:[!-9;-~]+[ \t]*:[^\r\n]*\r?\n(?:[ \t]+\S[^\r\n]*\r?\n)*)+\r?\n")
_BOUNDARY = re.compile(rb"^--([^\r\n]{1,70}?)[ \t]*\r?\ncontent-", re.IGNORECASE | re.MULTILINE)
_SENTENCE = re.compile(rb"[A-Za-z,.] [A-Za-z]+ [A-Za-z]")
_BASED = re.compile(
    rb"\s*(?:[A-Za-z0-9+/]{40,}={0,2}|[A-Za-z0-9+/]{2,}={1,2})[ \t]*\r?\n(?:[A-Za-z0-9+/=]+[ \t]*(?:\r?\n|$))*"
)
_NOT_BASED, _PIECE = re.compile(rb"[^A-Za-z0-9+/=]+"), re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_COMMENT = re.compile(r'("[^"]*")|\([^()]*\)')
_BLANKS = re.compile(rb"=[ \t]{1,80}(\r?\n)")  # what servers put at the end of a broken line
_META = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_BEGINNING = 2000  # bytes
_GUESSED = frozenset({"ascii", "iso8859-1", "cp1252"})
_NO_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
_NONE = (ValueError, LookupError, TypeError, AttributeError)  # what the parser raises for values that make no sense
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def parsed(data: bytes) -> Message:
    """The message, its head mended; raises TooLarge for parts without number, RecursionError for parts in parts."""
    if data.count(b"\n--") > _MOST_PARTS:
        raise TooLarge("too many parts in one message", remedy="ask for the documents themselves")
    message = _continued(BytesParser(policy=compat32).parsebytes(mended(data)))
    for part in message.walk():
        kind = str(part.get("Content-Type", ""))[:_HEADER_WITHIN]
        if "(" in kind:  # a remark, which the library takes for a part of the type
            part.replace_header("Content-Type", _COMMENT.sub(lambda found: found[1] or "", kind))
    return message


def mended(data: bytes) -> bytes:
    """The same message with a head that parsers take for one.

    What stands before the first header goes, line ends of other systems become usual ones, and of several
    `Content-Type` the one counts that tells of parts.
    """
    before = _BEFORE.match(data)
    data = data[before.end() :] if before else data
    if b"\r\r\n" in data[:_HEAD_WITHIN]:
        data = data.replace(b"\r\r\n", b"\r\n")
    if b"\r" in data[:_HEAD_WITHIN] and b"\n" not in data[:_HEAD_WITHIN]:
        data = data.replace(b"\r", b"\n")
    gap = _GAP.search(data, 0, _HEAD_WITHIN)
    if gap is None:
        return data
    end = gap.end(1)
    head = _SPACED.sub(rb"\1:", data[:end])
    kinds: list[bytes] = _KIND_LINE.findall(head)
    if len(kinds) > 1:
        head = _KIND_LINE.sub(b"", head) + next((kind for kind in kinds if _MULTIPART.match(kind)), kinds[0])
    return head + data[end:]


def header(message: Message, name: str) -> str:
    """The first header of that name on one line, decoded, cut where it is endless; empty where there is none."""
    return next(headers(message, name), "")


def headers(message: Message, name: str) -> Iterator[str]:
    """What `header` gives, for each header of that name."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            yield _decoded(str(value)[:_HEADER_WITHIN])


def addresses(message: Message, *names: str) -> list[str]:
    """The addresses in these headers, without the names beside them."""
    lines = [value for name in names for value in headers(message, name)]
    try:
        return [address for _, address in getaddresses(lines) if address]
    except RecursionError:  # brackets without end
        return []


def file_name(part: Message) -> str:
    """The name its sender gave a part, without folders and signs that no name has; empty where it has none."""
    for key in ("Content-Disposition", "Content-Type"):
        raw = next((str(value) for name, value in part.raw_items() if name.lower() == key.lower()), "")
        if not raw.isascii():
            part.replace_header(key, letters(raw.encode("utf-8", "surrogateescape")))
    try:
        told = _decoded(str(part.get_filename("")))
    except _NONE:
        return ""
    name = re.split(r"[/\\]", told)[-1].strip(" .")
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= _NAME_WITHIN else f"{(stem or ending)[:_NAME_WITHIN]}{dot}{ending[:8] if stem else ''}"


def content_id(part: Message) -> str:
    """By what the HTML text shows a part; empty for those that it cannot."""
    return header(part, "Content-ID").strip("<> ")


def is_attachment(part: Message) -> bool:
    """Whether a part says of itself that it is attached."""
    return header(part, "Content-Disposition").partition(";")[0].strip().lower() == "attachment"


def parts(message: Message) -> list[Message]:
    """What a multipart holds; also where its boundary is missing or another one than it says. Itself, for a leaf."""
    if message.get_content_maintype() != "multipart":
        return [message]
    held = message.get_payload()
    if not isinstance(held, list):
        text = _raw(message)
        return _found_in(text) or [BytesParser(policy=compat32).parsebytes(b"\n" + text)]
    behind = (message.epilogue or "").encode("utf-8", "surrogateescape")  # where an inner end was taken for the outer
    return [part for part in held if isinstance(part, Message)] + _found_in(behind)


def _found_in(text: bytes) -> list[Message]:
    """The parts of a text whose boundary is told by the text alone; none where it has none."""
    found = _BOUNDARY.search(text)
    if found is None:
        return []
    head = b'Content-Type: multipart/mixed; boundary="%s"\n\n' % found[1]
    held = BytesParser(policy=compat32).parsebytes(head + text).get_payload()
    return [part for part in held if isinstance(part, Message)] if isinstance(held, list) else []


def content(part: Message) -> bytes:
    """The bytes of a leaf, decoded; what is declared as Base64 and holds sentences comes as it stands."""
    if part.is_multipart():
        return b""
    plain, encoding = _raw(part), _encoding(part)
    if encoding == "base64":
        return _unbased(plain)
    if encoding == "quoted-printable":
        return quopri.decodestring(_BLANKS.sub(rb"=\1", plain))
    try:
        payload = part.get_payload(decode=True)
    except _NONE:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _unbased(plain: bytes) -> bytes:
    """Base64 decoded as far as it goes: also of several pieces, and without a footer that a list put under it."""
    if _SENTENCE.search(plain, 0, _BEGINNING) or _SENTENCE.search(plain, max(0, len(plain) - _BEGINNING)):
        block = _BASED.match(plain)
        if block is None:
            return plain
        plain = block[0]
    pieces = _PIECE.findall(_NOT_BASED.sub(b"", plain))
    return b"".join(binascii.a2b_base64(_padded(piece.rstrip(b"="))) for piece in pieces)


def _padded(piece: bytes) -> bytes:
    """A piece of whole groups of four; a sign that is alone at the end says nothing."""
    piece = piece[: len(piece) - (len(piece) % 4 == 1)]
    return piece + b"=" * (-len(piece) % 4)


def attached_message(part: Message) -> bytes:
    """The bytes of a message within the message; also of one that was packed as Base64, as no standard allows."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else payload
    if not isinstance(inner, Message):
        return content(part)
    if _encoding(part) in {"base64", "quoted-printable"} and not inner.keys():
        inner["Content-Transfer-Encoding"] = _encoding(part)
        return content(inner)
    return inner.as_bytes()


def words(part: Message) -> str:
    """The text of a leaf in the character set it says, or in the one it seems to be written in."""
    data = content(part)
    charset = part.get_content_charset("") or (_declared(data) if part.get_content_type() == "text/html" else "")
    return letters(data, charset).replace("\r\n", "\n").replace("\r", "\n")


def _declared(page: bytes) -> str:
    """The character set that an HTML page names itself; what is UTF-8 is that, whatever it says."""
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        found = _META.search(page, 0, _BEGINNING)
        return found[1].decode("ascii") if found else ""
    return ""


def letters(data: bytes, charset: str = "") -> str:
    """The text of bytes; a character set that is unknown, wrong or left out is guessed: UTF-8, else Windows-1252."""
    codec = _codec(charset)
    if codec == "utf-8":
        text = _mostly_utf8(data)
    elif codec in {"", *_GUESSED}:
        text = decode(data)
    else:
        try:
            text = data.decode(codec)
        except UnicodeError:
            text = decode(data)
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _codec(charset: str) -> str:
    try:
        codec = codecs.lookup(charset.strip("'\" "))
    except _NONE:
        return ""
    # only codecs of text: others unpack, and one that unpacks may be a bomb
    return codec.name if codec._is_text_encoding and codec.name not in _NO_TEXT else ""  # noqa: SLF001


def _mostly_utf8(data: bytes) -> str:
    """UTF-8 with a few broken letters stays UTF-8; without one letter of it that is whole, it is none."""
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(not sign.isascii() for sign in text) - broken
    return text if whole >= broken else decode(data)


def _decoded(raw: str) -> str:
    """A header's text: its encoded words decoded, bytes that are no ASCII as `letters` has them, all on one line."""
    plain = letters(raw.encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(plain) if "=?" in plain else [(plain, None)]
        text = "".join(piece if isinstance(piece, str) else _word(piece, charset or "") for piece, charset in pieces)
    except (HeaderParseError, *_NONE):
        text = plain
    return " ".join(_CONTROL.sub(" ", text).split())


def _word(piece: bytes, charset: str) -> str:
    """A piece of a header; what stands between encoded words comes in `raw_unicode_escape`."""
    return letters(piece, charset) if charset else piece.decode("raw_unicode_escape", "replace")


def _encoding(part: Message) -> str:
    """How a part was encoded, by its first word, in whatever way that is spelled."""
    told = re.split(r"[;(]", header(part, "Content-Transfer-Encoding").lower())[0].strip(" \"'.,")
    return re.sub(r"[ _]+", "-", told) if "quoted" in told else told


def _raw(part: Message) -> bytes:
    """What stands in a part, undecoded; `get_payload` would decode it by the character set that the part claims."""
    payload = part._payload  # type: ignore[attr-defined]  # noqa: SLF001
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def _continued(message: Message) -> Message:
    """The message, whose head went on behind a line that is no header: there it says what its parts are."""
    rest = b"" if "Content-Type" in message else _raw(message)
    found = _HEADS.search(rest, 0, _HEAD_WITHIN)
    if found is None or not _KIND_LINE.search(found[0]) or b"\n\n" in rest[: found.start()].replace(b"\r", b""):
        return message
    again = BytesParser(policy=compat32).parsebytes(mended(rest[found.start() :]))
    for name, value in message.raw_items():
        if name not in again:
            again[name] = value
    return again
