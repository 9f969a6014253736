"""Messages that Outlook saved as .msg files ([MS-OXMSG]): text and attachments, messages within messages too."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from typing import Any

import olefile

from bots.reading.text import strip_tags
from casework.errors import TooLarge, UnreadableDocument

# The properties of [MS-OXPROPS] that are read, by their number and the types of their values.
_SUBJECT, _BODY, _HTML, _SENDER = "0037", "1000", "1013", "0C1F"
_ATTACHED, _LONG_NAME, _SHORT_NAME = "3701", "3707", "3704"
_UNICODE, _BYTES, _BINARY, _STORAGE = "001F", "001E", "0102", "000D"
_MOST_FILES, _MOST_DEPTH = 100, 8
_LARGEST = 100 * 1024 * 1024


def is_message(data: bytes) -> bool:
    """Whether an OLE file is a message, and not an old Word or Excel document."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return bool(file.exists("__properties_version1.0"))
    except (OSError, ValueError, IndexError, AttributeError, TypeError, KeyError):
        return False


def as_mail(data: bytes) -> bytes:
    """The message as an e-mail with the same text and attachments; raises UnreadableDocument or TooLarge."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return _mail(file, [], 0).as_bytes(policy=SMTP)
    except (OSError, ValueError, IndexError, AttributeError, TypeError, KeyError, UnicodeError) as error:
        # what olefile raises for a damaged file
        raise UnreadableDocument("the message cannot be opened", remedy="ask for the documents themselves") from error


def _mail(file: Any, folder: list[str], depth: int) -> EmailMessage:
    if depth > _MOST_DEPTH:
        raise TooLarge("messages in messages too many times", remedy="ask for the documents themselves")
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(_text(file, folder, _SUBJECT).split())
    mail["From"] = _address(_text(file, folder, _SENDER))
    mail["To"] = ""
    mail["MIME-Version"] = "1.0"
    html = _stream(file, folder, _HTML, _BINARY)
    mail.set_content(_text(file, folder, _BODY) or strip_tags(html.decode("utf-8", "replace")))
    for part in _attachments(file, folder):
        _attach(mail, file, part, depth)
    return mail


def _address(sender: str) -> str:
    """The sender's address where it is one; Exchange writes others there."""
    plain = sender.strip()
    return plain if plain.isascii() and plain.count("@") == 1 and plain.replace("@", "x").isprintable() else ""


def _attachments(file: Any, folder: list[str]) -> Iterator[list[str]]:
    names = {
        entry[len(folder)]
        for entry in file.listdir(streams=True, storages=True)
        if entry[: len(folder)] == folder and len(entry) > len(folder)
    }
    found = sorted(name for name in names if name.startswith("__attach_version1.0_"))
    if len(found) > _MOST_FILES:
        raise TooLarge(f"more than {_MOST_FILES} files in one message", remedy="ask for them in parts")
    for name in found:
        yield [*folder, name]


def _attach(mail: EmailMessage, file: Any, part: list[str], depth: int) -> None:
    inner = [*part, f"__substg1.0_{_ATTACHED}{_STORAGE}"]
    if file.exists(inner):
        mail.add_attachment(_mail(file, inner, depth + 1))
        return
    name = _text(file, part, _LONG_NAME) or _text(file, part, _SHORT_NAME) or "attachment"
    content = _stream(file, part, _ATTACHED, _BINARY)
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=" ".join(name.split()))


def _text(file: Any, folder: list[str], number: str) -> str:
    unicode = _stream(file, folder, number, _UNICODE).decode("utf-16-le", "replace")
    text = unicode or _stream(file, folder, number, _BYTES).decode("cp1252", "replace")
    return text.replace("\x00", "")


def _stream(file: Any, folder: list[str], number: str, kind: str) -> bytes:
    path = [*folder, f"__substg1.0_{number}{kind}"]
    if not file.exists(path) or file.get_type(path) != olefile.STGTY_STREAM:
        return b""
    if file.get_size(path) > _LARGEST:
        raise TooLarge("a part of the message is too large", remedy="ask for it in parts")
    content: bytes = file.openstream(path).read()
    return content
