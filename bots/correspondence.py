"""Tells mail that machines send (automatic replies, bounces, lists, spam) from what people write, by its headers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

_HEADERS_WITHIN = 256 * 1024
_REPORTS = {"delivery-status": "BOUNCE", "disposition-notification": "READ_RECEIPT"}
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post")
_ANSWERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder")
_PRECEDENCE = {"auto_reply": "AUTO_REPLY", "bulk": "MAILING_LIST", "list": "MAILING_LIST", "junk": "MAILING_LIST"}
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SEALED = frozenset({"enveloped-data", "authenveloped-data"})
_XML = frozenset({"text/xml", "application/xml"})
_INVOICE = re.compile(rb"facturae\.(?:gob\.)?es/|xsd:(?:Invoice|CreditNote)-2", re.IGNORECASE)
_BEGINNING = 4096  # bytes
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)  # of hostile headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """A message that no person wrote to us: its sort as a code, and whether it brings documents all the same."""

    code: str
    documents: bool


def automatic(data: bytes) -> Automatic | None:
    """What sort of automatic mail a message is; None for all others, and for those too broken to tell.

    RFC 3834 (Auto-Submitted, null return path), RFC 6522 (reports), RFC 2919 and 2369 (lists), and the marks of the
    usual spam filters. Only the message's own headers count, never those of a message within.
    """
    try:
        code = _code(BytesHeaderParser(policy=compat32).parsebytes(data[:_HEADERS_WITHIN]))
        return Automatic(code=code, documents=_brings_documents(data)) if code else None
    except _BROKEN:
        return None


def marks(data: bytes) -> tuple[str, ...]:
    """What a clerk must know of a message before it is read: MESSAGE_ENCRYPTED, INVOICE; nothing of most.

    An invoice is a Facturae or UBL document among the attachments: it has its own entry point (Ley 25/2013).
    """
    try:
        message = BytesParser(policy=compat32).parsebytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
        invoice = any(_INVOICE.search(_beginning(part)) for part in parts)
    except _BROKEN:
        return ()
    return (*(["MESSAGE_ENCRYPTED"] if _encrypted(message) else []), *(["INVOICE"] if invoice else []))


def _encrypted(message: Message) -> bool:
    """S/MIME and PGP/MIME, by what the message says of itself (RFC 8551, RFC 3156)."""
    kind = message.get_content_type()
    sealed = kind in _SMIME and str(message.get_param("smime-type", "")).lower() in _SEALED
    return sealed or kind == "multipart/encrypted"


def _beginning(part: Message) -> bytes:
    name = (part.get_filename() or "").lower()
    xml = part.get_content_type() in _XML or name.endswith((".xml", ".xsig"))
    payload = part.get_payload(decode=True) if xml else b""
    return payload[:_BEGINNING] if isinstance(payload, bytes) else b""


def _code(head: Message) -> str:
    return _bounced(head) or _answered(head) or _spread(head)


def _bounced(head: Message) -> str:
    if head.get_content_type() == "multipart/report":
        return _REPORTS.get(str(head.get_param("report-type", "")).lower(), "REPORT")
    daemon = _of_nobody(head) and "mailer-daemon@" in _line(head, "From").lower()
    return "BOUNCE" if daemon or "X-Failed-Recipients" in head else ""


def _answered(head: Message) -> str:
    answers = _word(head, "Auto-Submitted") == "auto-replied" or any(name in head for name in _ANSWERS)
    return "AUTO_REPLY" if answers else ""


def _spread(head: Message) -> str:
    precedence = _word(head, "Precedence")
    if _word(head, "X-Spam-Flag") == "yes" or _word(head, "X-Spam-Status") == "yes":
        return "SPAM"
    if precedence in _PRECEDENCE:
        return _PRECEDENCE[precedence]
    if any(name in head for name in _LISTS):
        return "MAILING_LIST"
    automatic_word = _word(head, "Auto-Submitted") not in {"", "no"}
    return "AUTOMATIC" if automatic_word or _of_nobody(head) else ""


def _of_nobody(head: Message) -> bool:
    return _line(head, "Return-Path") == "<>"


def _line(head: Message, name: str) -> str:
    return " ".join(str(head.get(name, "")).split())


def _word(head: Message, name: str) -> str:
    """The first word of a header, without its parameters."""
    words = _line(head, name).replace(";", " ").replace(",", " ").split()
    return words[0].lower() if words else ""


def _brings_documents(data: bytes) -> bool:
    """Whether a file hangs on the message itself; what a report quotes is no document of its sender."""
    message = BytesParser(policy=compat32).parsebytes(data)
    if message.get_content_type() == "multipart/report":
        return False
    return any(_is_document(part) for part in message.walk())


def _is_document(part: Message) -> bool:
    if part.is_multipart() or part.get_content_type() in _SIGNATURES:
        return part.get_content_type() == "message/rfc822"
    shown = part.get_content_maintype() == "image" and "Content-ID" in part
    return not shown and (part.get_filename() is not None or part.get_content_maintype() in {"application", "image"})
