"""What a person would see in an e-mail: its text, and the files that hang on it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message

from bots import mime
from bots.reading import sniff
from bots.reading.text import strip_tags
from bots.wrapped import TNEF, signed_content, tnef_files, tnef_text
from bots.yenc import yenc_files
from casework.errors import TooLarge, UnreadableDocument

MESSAGE_NAME = "message.txt"
DELIVERED_NAME = "message.eml"

File = tuple[str, bytes]

_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:>?From |[!-9;-~]+[ \t]*:)")
_LOGO_SIZE = 20_000  # bytes
_PARTS = 2000
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED_NAME = ".p7m"
_BODIES = frozenset({"text/plain", "text/html", "text/enriched"})
_BESIDE = frozenset(
    "application/pgp-signature application/pkcs7-signature application/x-pkcs7-signature application/pgp-keys "
    "application/applefile text/x-amp-html text/vcard text/x-vcard text/directory text/calendar application/ics".split()
)  # signatures, cards and calendars: what programs add; they stay in the message
_FEW, _TIMES = 10, 3  # words; see _Seen.stands_for
_CID = re.compile(r"cid:([^\s\"'<>)]+)", re.IGNORECASE)
_PASTED = re.compile(r"data:image/[a-z]{2,5};base64,([A-Za-z0-9+/=\s]{1000,})", re.IGNORECASE)
_CLEAR_SIGNED = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+: [^\n]*\n)*\n(.*?)^-----BEGIN PGP SIGNATURE-----\n.*?"
    r"(?:^-----END PGP SIGNATURE-----[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_UUENCODED = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})\n((?:[!-`][ -`]*\n)+?)`?\n?end[ \t]*$", re.MULTILINE)


@dataclass
class _Seen:
    """Text and files of a part, in their order; `shown` are the parts that its HTML text shows.

    `spare` is text that a wrapper holds: the same again, unless the message has no other.
    """

    texts: list[str] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    pictures: list[tuple[str, File]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of its text, a blank line between two parts; what was said before is not said again."""
        said: dict[str, str] = {}
        for text in self.texts if any(text.strip() for text in self.texts) else self.spare:
            said.setdefault(" ".join(text.split()), text.strip())
        return "\n\n".join(text for text in said.values() if text)

    def add(self, other: _Seen, *, texts: bool = True) -> None:
        """Take in what another part holds."""
        self.texts += other.texts if texts else []
        self.spare += other.spare
        self.files += other.files
        self.pictures += other.pictures
        self.shown |= other.shown

    def stands_for(self, richer: _Seen) -> bool:
        """Whether a plain text says what its richer rendering says, and not only that there is one."""
        own, other = len(self.text.split()), len(richer.text.split())
        return bool(own) and other < own * _TIMES + _FEW

    def whole(self) -> list[File]:
        """The files; small pictures that the text shows are its decoration and are left out."""
        return self.files + [file for cid, file in self.pictures if cid not in self.shown or len(file[1]) >= _LOGO_SIZE]


def is_mail(data: bytes) -> bool:
    """Whether bytes that somebody calls a message begin as one, with however few or odd headers."""
    return _HEADER.match(data) is not None


def message_text(data: bytes) -> str:
    """An e-mail's text alone: whom it is from, its `Subject:` line, an empty line, and the body without tags."""
    message = _opened(data)
    return _headed(message, _seen(message))


def body(message: Message) -> str:
    """The text of a message that was parsed already."""
    return _seen(message).text


def mail_files(data: bytes) -> Iterator[File]:
    """The text as `message.txt`, then what hangs on the message; a message within is given as `message.eml`.

    What is encrypted or broken comes as the file that it is. Raises TooLarge where it has too many parts.
    """
    try:
        message = _opened(data)
        seen = _seen(message)
    except RecursionError:
        raise TooLarge("parts in parts too many times", remedy="ask for the documents themselves") from None
    yield MESSAGE_NAME, _headed(message, seen).encode("utf-8")
    for position, (name, content) in enumerate(seen.whole(), start=1):
        yield from _unwrapped(name or f"attachment-{position}", content)


def _opened(data: bytes) -> Message:
    """The message, or what is in the block that is all of it; one that cannot be opened hangs on it as a file."""
    message = mime.parsed(data)
    if message.get_content_type() not in _SMIME:
        return message
    try:
        inner = mime.parsed(signed_content(mime.content(message)))
    except UnreadableDocument:
        return message
    if inner.get_content_type() in _SMIME:
        return message
    for name in ("From", "Subject"):
        if name not in inner:
            inner[name] = mime.header(message, name)
    return inner


def _headed(message: Message, seen: _Seen) -> str:
    """The lines that tell whom a message is from and what it is about, as far as it says so, and its text."""
    told = {name: mime.header(message, name) for name in ("From", "Reply-To", "Subject")}
    lines = "".join(f"{name}: {value}\n" for name, value in told.items() if value or name == "Subject")
    return f"{lines}\n{seen.text}\n"


def _seen(message: Message) -> _Seen:
    if sum(1 for _ in message.walk()) > _PARTS:
        raise TooLarge(f"more than {_PARTS} parts in one message", remedy="ask for the documents themselves")
    return _within(message)


def _within(part: Message) -> _Seen:
    kind, seen = part.get_content_type(), _Seen()
    if part.get_content_maintype() == "multipart":
        inside = [_within(one) for one in mime.parts(part)]
        chosen = _chosen(inside) if kind == "multipart/alternative" else None
        for one in inside:
            seen.add(one, texts=chosen is None or one is chosen)
    elif kind in {"message/rfc822", "message/global", "message/news", "message/partial"}:
        seen.files.append((DELIVERED_NAME, mime.attached_message(part)))
    elif kind not in _BESIDE and not part.is_multipart():
        _leaf(part, seen)
    return seen


def _chosen(inside: list[_Seen]) -> _Seen | None:
    """Of several renderings of one text the plain one, which comes first, unless it only stands in for another."""
    told = [one for one in inside if one.text]
    if not told:
        return None
    return told[0] if told[0].stands_for(told[-1]) else told[-1]


def _leaf(part: Message, seen: _Seen) -> None:
    content, name = mime.content(part), mime.file_name(part)
    if not content:
        return
    body_like = part.get_content_type() in _BODIES and not name and not mime.is_attachment(part)
    if body_like and sniff.sniff(content) in {sniff.PLAIN, sniff.HTML, sniff.EMAIL, sniff.UNKNOWN}:
        _text(part, seen)
        return
    if content.startswith(TNEF):
        plain, rich = tnef_text(content)
        seen.spare.append(plain or strip_tags(mime.letters(rich)))
    cid = mime.content_id(part)
    if cid and part.get_content_maintype() == "image" and not mime.is_attachment(part):
        seen.pictures.append((cid, (name, content)))
    else:
        seen.files.append((name, content))


def _text(part: Message, seen: _Seen) -> None:
    rest, files = yenc_files(mime.content(part))
    if files:
        seen.files += files
        part.set_payload(rest)
        del part["Content-Transfer-Encoding"]
    text = _CLEAR_SIGNED.sub(r"\1", mime.words(part))
    if part.get_content_type() == "text/plain" and sniff.sniff(text.encode()) != sniff.HTML:
        flowed = str(part.get_param("format", "")).lower() == "flowed"
        text = _unflowed(text, glue=str(part.get_param("delsp", "")).lower() == "yes") if flowed else text
        for found in _UUENCODED.finditer(text):
            seen.files.append((found[1].strip(), _uudecoded(found[2])))
        seen.texts.append(_UUENCODED.sub("", text))
        return
    seen.shown |= {cid.strip() for cid in _CID.findall(text)}
    for pasted in _PASTED.findall(text):
        with suppress(ValueError):
            picture = base64.b64decode(pasted)
            seen.files += [("", picture)] if len(picture) >= _LOGO_SIZE else []
    seen.texts.append(strip_tags(_PASTED.sub("", text)))


def _unflowed(text: str, *, glue: bool) -> str:
    """Lines that were only broken for the wire, whole again (RFC 3676); quoted ones stay as they are."""
    whole = ""
    for line in text.split("\n"):
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
        whole += line.removesuffix(" ") if soft and glue else line
        whole += "" if soft else "\n"
    return whole


def _uudecoded(lines: str) -> bytes:
    found = b""
    for line in lines.splitlines():
        with suppress(binascii.Error):
            found += binascii.a2b_uu(line)
    return found


def _unwrapped(name: str, content: bytes) -> Iterator[File]:
    """An attachment, or what is in it where a mail program wrapped it; one that cannot be opened comes as it is."""
    if name.lower().endswith(".eml") and is_mail(content):
        yield DELIVERED_NAME, content  # whatever it was declared as
        return
    if content.startswith(TNEF):
        yield from list(tnef_files(content)) or ([] if any(tnef_text(content)) else [(name, content)])
        return
    if name.lower().endswith(_SIGNED_NAME):
        with suppress(UnreadableDocument):
            inner = signed_content(content)
            yield (DELIVERED_NAME if name.lower() == "smime.p7m" else name[: -len(_SIGNED_NAME)]), inner
            return
    yield name, content
