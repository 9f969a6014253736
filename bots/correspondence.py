"""Tells mail that machines send (automatic replies, bounces, lists, spam) from what people write, by its headers."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from io import BytesIO

from bots import mime
from casework.errors import TooLarge

_HEADERS_WITHIN = 256 * 1024
_REPORTS = {"delivery-status": "BOUNCE", "disposition-notification": "READ_RECEIPT"}
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post")
_ANSWERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder")
_PRECEDENCE = {"auto_reply": "AUTO_REPLY", "bulk": "MAILING_LIST", "list": "MAILING_LIST", "junk": "MAILING_LIST"}
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SEALED = frozenset({"enveloped-data", "authenveloped-data"})
_XML = frozenset({"text/xml", "application/xml"})
_MACHINE_SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|respuesta autom[aá]tica|"
    r"resposta autom[aà]tica|fuera de (?:la )?oficina|fora de (?:l['’]\s?)?oficina|ausencia de la oficina|"
    r"(?:absent|abs[eè]ncia) de (?:l['’]\s?)?oficina|"
    r"abwesenheitsnotiz|r[eé]ponse automatique)\s*(?::|$)",
    re.IGNORECASE,
)
_UNDELIVERED = re.compile(
    r"(?:undeliver(?:able|ed)|delivery status notification|mail delivery fail|delivery failure|returned mail|"
    r"failure notice|no se puede entregar|no se ha podido entregar|no s'ha pogut lliurar)",
    re.IGNORECASE,
)
_RECEIPT = re.compile(r"(?:le[ií]do|no le[ií]do|llegit|no llegit|read|not read):\s", re.IGNORECASE)
_NOBODY = re.compile(
    r"\b(?:no|do-?not|not)[-_.]?(?:reply|responder|responda|contestar|respongueu)\b[^@]*@", re.IGNORECASE
)
_DMARC = re.compile(r"report domain:.*submitter:", re.IGNORECASE)
_NEVER = frozenset({"REPORT", "READ_RECEIPT"})  # what a report brings is no document of its sender
_SENT_ROUND = ("X-Campaign", "X-CampaignID", "X-MC-User")
_SCL, _SURELY_SPAM = "X-MS-Exchange-Organization-SCL", 7  # the council's own Exchange alone can write this header
_STORES = re.compile(
    rb"https?://(?:[a-z0-9-]+\.)*(?:wetransfer\.com|we\.tl|drive\.google\.com/(?:file|open|drive|uc)|"
    rb"docs\.google\.com/[a-z]+/d/|1drv\.ms|onedrive\.live\.com|sharepoint\.com/:|dropbox\.com/(?:s|scl|sh|transfer)/|"
    rb"icloud\.com/(?:attachment|iclouddrive)|mega\.nz/|transfernow\.net|swisstransfer\.com/d|smash\.|filemail\.com/)",
    re.IGNORECASE,
)
_DAEMONS = ("mailer-daemon@", "postmaster@", "microsoftexchange")
_NDR = "X-MS-Exchange-Message-Is-Ndr"
_CIPHER = tuple(bytes.fromhex(oid) for oid in ("2a864886f70d010703", "2a864886f70d0109100117"))  # RFC 5652, RFC 5083
_ARMOURED = re.compile(rb"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_CALENDAR = frozenset({"text/calendar", "application/ics"})
_INVOICE = re.compile(rb"facturae\.(?:gob\.)?es/|xsd:(?:Invoice|CreditNote)-2|:CrossIndustryInvoice:", re.IGNORECASE)
_ZIP = frozenset({"application/zip", "application/x-zip-compressed"})
_QUOTED_LINE = re.compile(rb"^[ \t]*>.*$", re.MULTILINE)
_WORDS_WITHIN = 200_000  # bytes of a text that are looked through
_BEGINNING, _OUTSET, _MEMBERS = 4096, 64, 20  # bytes of a document, bytes of a sealed block, members of a ZIP file
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, TooLarge)  # if hostile


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """A message that no person wrote to us: its sort as a code, and whether it brings documents all the same."""

    code: str
    documents: bool


def automatic(data: bytes) -> Automatic | None:
    """What sort of automatic mail a message is; None for all others, and for those too broken to tell.

    RFC 3834 (Auto-Submitted, null return path), RFC 6522 (reports), RFC 2919 and 2369 (lists), RFC 6047 (invitations
    of calendars), the marks of the usual spam filters, and the words that mail programs put first in the subject where
    they mark nothing. Only the message's own headers count, never those of a message within.
    """
    try:
        head = BytesHeaderParser(policy=compat32).parsebytes(mime.mended(data[:_HEADERS_WITHIN]))
        code = _code(head) or ("CALENDAR" if _invites(head, data) else "")
        kept = (_unanswerable(head) and code == "AUTOMATIC") or _brings_documents(data)
        return Automatic(code=code, documents=code not in _NEVER and kept) if code else None
    except _BROKEN:
        return None


def marks(data: bytes) -> tuple[str, ...]:
    """What a clerk must know of a message before it is read, as codes of findings; nothing of most.

    `DOCUMENTS_LINKED` is a link to one of the usual places where people leave files; none is ever opened.
    An invoice is a Facturae or UBL document among the attachments: it has its own entry point (Ley 25/2013).
    """
    try:
        message = mime.parsed(data)
        encrypted = _encrypted(message)
        parts = [part for part in message.walk() if not part.is_multipart()]
        found = {
            "MESSAGE_ENCRYPTED": encrypted,
            "MESSAGE_PARTIAL": message.get_content_type() == "message/partial",
            "DOCUMENTS_LINKED": any(_links_documents(part) for part in parts),
            "INVOICE": any(_is_invoice(part) for part in parts),
        }
    except _BROKEN:
        return ()
    return tuple(code for code, holds in found.items() if holds)


def _links_documents(part: Message) -> bool:
    """Whether the sender's own words, not those that are quoted, name a place where files wait."""
    if part.get_content_type() not in {"text/plain", "text/html"} or mime.is_attachment(part):
        return False
    own = _QUOTED_LINE.sub(b"", mime.content(part)[:_WORDS_WITHIN]).partition(b"<blockquote")[0]
    return _STORES.search(own) is not None


def _encrypted(message: Message) -> bool:
    """S/MIME and PGP/MIME, by what the message says of itself (RFC 8551, RFC 3156)."""
    if message.get_content_type() == "multipart/encrypted":
        return True
    return any(_sealed(part) for part in message.walk() if not part.is_multipart())


def _sealed(part: Message) -> bool:
    """A part that is encrypted, whatever it is declared as: an S/MIME block, or PGP's armour as text."""
    kind, name = part.get_content_type(), mime.file_name(part).lower()
    if kind in _SMIME or name.endswith(".p7m"):
        named = str(part.get_param("smime-type", "")).lower() in _SEALED
        return named or any(oid in mime.content(part)[:_OUTSET] for oid in _CIPHER)
    return kind == "text/plain" and not name and _ARMOURED.match(mime.content(part).lstrip()) is not None


def _invites(head: Message, data: bytes) -> bool:
    """Whether a message is an invitation of a calendar, or the answer to one."""
    if head.get_content_type() in _CALENDAR:
        return True
    if b"text/calendar" not in data.lower() or head.get_content_type() == "multipart/report":
        return False
    return any(part.get_content_type() == "text/calendar" for part in _own_parts(mime.parsed(data)))


def _own_parts(message: Message) -> Iterator[Message]:
    """The parts of the message itself, not those of messages within."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    for part in mime.parts(message):
        yield from _own_parts(part)


def _is_invoice(part: Message) -> bool:
    """Whether a part is an electronic invoice, or a ZIP file with one in it."""
    name, kind = mime.file_name(part).lower(), part.get_content_type()
    if kind in _XML or name.endswith((".xml", ".xsig")):
        return _INVOICE.search(_plain(mime.content(part)[:_BEGINNING])) is not None
    if not name.endswith(".zip") and kind not in _ZIP:
        return False
    try:
        with zipfile.ZipFile(BytesIO(mime.content(part))) as packed:
            members = [one for one in packed.infolist() if one.filename.lower().endswith((".xml", ".xsig"))][:_MEMBERS]
            return any(_INVOICE.search(_plain(_start(packed, member))) for member in members)
    except (OSError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error, struct.error, lzma.LZMAError):
        return False


def _start(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with packed.open(member) as file:
        return file.read(_BEGINNING)


def _plain(beginning: bytes) -> bytes:
    """The beginning of an XML document as ASCII, also of one in UTF-16."""
    return beginning.replace(b"\0", b"")


def _code(head: Message) -> str:
    return _bounced(head) or _answered(head) or _spread(head)


def _bounced(head: Message) -> str:
    if head.get_content_type() == "multipart/report":
        return _REPORTS.get(str(head.get_param("report-type", "")).lower(), "REPORT")
    sender = mime.header(head, "From").lower()
    daemon = any(name in sender for name in _DAEMONS)
    told = _of_nobody(head) or _UNDELIVERED.match(mime.header(head, "Subject"))
    return "BOUNCE" if (daemon and told) or "X-Failed-Recipients" in head or _NDR in head else ""


def _answered(head: Message) -> str:
    answers = _word(head, "Auto-Submitted") == "auto-replied" or any(name in head for name in _ANSWERS)
    subject = mime.header(head, "Subject")
    if answers or _MACHINE_SUBJECT.match(subject):
        return "AUTO_REPLY"
    return "READ_RECEIPT" if _RECEIPT.match(f"{subject} ") else ""


def _spread(head: Message) -> str:
    precedence = _word(head, "Precedence")
    if _word(head, "X-Spam-Flag") == "yes" or _word(head, "X-Spam-Status") == "yes":
        return "SPAM"
    if precedence in _PRECEDENCE:
        return _PRECEDENCE[precedence]
    if _scl(head) >= _SURELY_SPAM:
        return "SPAM"
    if any(name in head for name in (*_LISTS, *_SENT_ROUND)):
        return "MAILING_LIST"
    if "X-Ricevuta" in head or _DMARC.match(mime.header(head, "Subject")):  # receipts of the Italian PEC; RFC 7489
        return "REPORT"
    automatic_word = _word(head, "Auto-Submitted") not in {"", "no"}
    return "AUTOMATIC" if automatic_word or _of_nobody(head) or _unanswerable(head) else ""


def _unanswerable(head: Message) -> bool:
    """Whether the sender's address says that nobody reads it."""
    return _NOBODY.search(mime.header(head, "From")) is not None


def _scl(head: Message) -> int:
    told = _line(head, _SCL)
    return int(told) if told.isdigit() else 0


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
    message = mime.parsed(data)
    if message.get_content_type() == "multipart/report":
        return False
    return any(_is_document(part) for part in message.walk())


def _is_document(part: Message) -> bool:
    if part.is_multipart() or part.get_content_type() in _SIGNATURES | _CALENDAR:
        return part.get_content_type() == "message/rfc822"
    shown = part.get_content_maintype() == "image" and "Content-ID" in part
    return not shown and (part.get_filename() is not None or part.get_content_maintype() in {"application", "image"})
