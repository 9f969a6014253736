"""What mail programs, scanners, providers and other administrations really send, and what must come of it."""

from __future__ import annotations

import base64
import struct

from fakes.awkward_mail import (
    JPEG,
    PDF,
    PNG,
    TEXT,
    WHOLE,
    Awkward,
    attached,
    html,
    mixed,
    part,
    pasted,
    plain,
    text,
    uuencoded,
    zipped,
)

_PDF = ("s.pdf",)
_KEY = b"0\x80"


def head(sender: str = "Ana Sanz <ana@example.org>", subject: str = "Solicitud", more: str = "") -> bytes:
    return f"From: {sender}\r\nTo: registro@example.org\r\nSubject: {subject}\r\n{more}MIME-Version: 1.0\r\n".encode()


def words(said: str = TEXT, *, kind: str = "plain", **of: str) -> bytes:
    """A message of one text in UTF-8."""
    return head(**of) + f"Content-Type: text/{kind}; charset=utf-8\r\n\r\n{said}\r\n".encode()


def inside(*parts: bytes, kind: str, mark: str) -> bytes:
    """A part of several parts."""
    return mixed(*parts, kind=kind, mark=mark, head=b"")


def tnef(*attributes: tuple[int, int, bytes]) -> bytes:
    """A winmail.dat of Exchange, as a part."""
    data = struct.pack("<IH", 0x223E9F78, 1)
    for level, attribute, value in attributes:
        data += struct.pack("<BII", level, attribute, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    return part("application/ms-tnef; name=winmail.dat", data)


def properties(*told: tuple[int, bytes]) -> bytes:
    """Properties of strings, each with one value."""
    data = struct.pack("<I", len(told) + 2)
    data += struct.pack("<HHI", 0x0003, 0x0E07, 1)  # a number
    data += struct.pack("<HH16sII4sII", 0x001F, 0x8001, b"", 1, 4, b"a\0\0\0", 1, 0)  # a named one, empty
    for tag, value in told:
        data += struct.pack("<HHII", tag & 0xFFFF, tag >> 16, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return data


def yenc(data: bytes) -> bytes:
    body = b""
    for sign in data:
        shifted = (sign + 42) % 256
        body += b"=" + bytes([(shifted + 64) % 256]) if shifted in b"\0\n\r=" else bytes([shifted])
    return b"=ybegin line=128 size=%d name=solicitud.pdf\r\n%b\r\n=yend size=%d\r\n" % (len(data), body, len(data))


def named(disposition: str) -> bytes:
    return part("application/pdf", PDF, more=f"Content-Disposition: attachment; {disposition}\r\n")


_FILE = ((2, 0x00069002, b"\0" * 14), (2, 0x00018010, b"SOLICI~1.PDF\0"), (2, 0x0006800F, PDF))
_LONG = (2, 0x00069005, properties((0x3707001F, "Solicitud año.pdf\0".encode("utf-16-le"))))
_PROTECTED = (
    f"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n{TEXT}\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQ\r\n"
    "-----END PGP SIGNATURE-----\r\n"
)
EXCHANGE = {
    "a long name in TNEF": Awkward(mixed(text(), tnef(*_FILE, _LONG)), files=("Solicitud año.pdf",)),
    "a short name in TNEF": Awkward(mixed(text(), tnef(*_FILE)), files=("SOLICI~1.PDF",)),
    "the words in TNEF alone": Awkward(
        head() + tnef((1, 0x00069003, properties((0x1000001F, f"{TEXT}\0".encode("utf-16-le")))))
    ),
    "HTML in TNEF alone": Awkward(
        head() + tnef((1, 0x00069003, properties((0x10130102, f"<p>{TEXT}</p>".encode())))), TEXT
    ),
    "an old body in TNEF": Awkward(mixed(text(""), tnef((1, 0x0002800C, TEXT.encode("cp1252") + b"\0"), *_FILE)),
                                   files=("SOLICI~1.PDF",)),
    "TNEF that says again what the text says": Awkward(
        mixed(text(), tnef((1, 0x0002800C, b"otra cosa\0"), *_FILE)), files=("SOLICI~1.PDF",)
    ),
    "broken properties in TNEF": Awkward(
        mixed(text(), tnef(*_FILE, (2, 0x00069005, b"\xff\0\0\0\x1f\0"))), files=("SOLICI~1.PDF",)
    ),
    "a logo beside papers": Awkward(
        mixed(
            inside(
                inside(text(), html(f"<p>{TEXT}</p><img src='cid:image001.png@01DA'>"), kind="alternative", mark="i"),
                pasted("image001.png", PNG + b"0" * 2000, "image001.png@01DA"), kind="related", mark="r",
            ),
            attached("s.pdf"),
        ),
        files=_PDF,
    ),
    "no automatic answers wanted": Awkward(words(more="X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n")),
    "an answer over a message": Awkward(
        words(f"<p>{TEXT}</p><div id='divRplyFwdMsg'><b>De:</b> Ayuntamiento<br></div>", kind="html")
    ),
}  # fmt: skip
APPLE = {
    "a PDF between two texts": Awkward(
        mixed(text("Hola:"), part("application/pdf; name=s.pdf", PDF, more="Content-Disposition: inline\r\n"), text()),
        files=_PDF,
    ),
    "a PDF within the HTML rendering": Awkward(
        mixed(
            text(),
            inside(
                html(), part("application/pdf; name=s.pdf", PDF, more="Content-Id: <a>\r\n"), html("<br>"),
                kind="mixed", mark="m",
            ),
            kind="alternative",
        ),
        files=_PDF,
    ),
    "a photograph of a telephone": Awkward(
        mixed(text(), part("image/heic; name=IMG_1.HEIC", b"\0\0\0\x18ftypheic" + b"0" * 50_000)), files=("IMG_1.HEIC",)
    ),
    "a document of Pages": Awkward(
        mixed(text(), attached("s.pages", zipped(("Index/Document.iwa", b"x"), ("preview.jpg", JPEG),
                                                 ("QuickLook/Preview.pdf", PDF)))),
        files=("Preview.pdf",),
    ),
    "a document of Pages with a picture": Awkward(
        mixed(text(), attached("s.pages", zipped(("Index/Document.iwa", b"x"), ("preview.jpg", JPEG + b"0" * 99)))),
        files=("preview.jpg",),
    ),
    "a document of Pages without a picture": Awkward(
        mixed(text(), attached("s.pages", zipped(("Index/Document.iwa", b"x")))), files=("Document.iwa",)
    ),
    "AppleDouble": Awkward(
        mixed(text(), inside(part("application/applefile", b"\0\5\x16\7"), attached("s.pdf"), kind="appledouble",
                             mark="ad")),
        files=_PDF,
    ),
}  # fmt: skip
SCANNERS = {
    "Canon, a name without an ending": Awkward(
        mixed(text(""), attached("20261127100000"), head=head("canon@example.org", "Datos escaneados")),
        "Subject: Datos escaneados", ("20261127100000",),
    ),
    "Ricoh, TIFF that is called PDF": Awkward(
        mixed(text("RNP002673"), attached("s.tif", b"II*\0" + b"0" * 400, "application/pdf")), "RNP", ("s.tif",)
    ),
    "Xerox, no subject and no text": Awkward(
        mixed(b"Content-Type: text/plain\r\n\r\n", attached("DOC.JPG", JPEG + b"0" * 30_000, "image/jpg")),
        "Subject: Vado", ("DOC.JPG",),
    ),
    "WhatsApp, WEBP that is called JPEG": Awkward(
        mixed(text(), part('image/webp; name="WhatsApp Image.jpeg"', b"RIFF\0\0\0\0WEBPVP8 " + b"0" * 30_000)),
        files=("WhatsApp Image.jpeg",),
    ),
}  # fmt: skip
SIGNED = {
    "clear S/MIME around parts": Awkward(
        mixed(inside(text(), attached("s.pdf"), kind="mixed", mark="in"),
              attached("smime.p7s", _KEY, "application/x-pkcs7-signature"), kind="signed"),
        files=_PDF,
    ),
    "PGP/MIME": Awkward(mixed(text(), part("application/pgp-signature", b"-----BEGIN"), kind="signed")),
    "PGP in the text": Awkward(plain(_PROTECTED.encode()), f"\n\n{TEXT}\n"),
    "a key of ProtonMail": Awkward(mixed(text(), attached("publickey.asc", b"-----BEGIN", "application/pgp-keys"))),
    "PGP/MIME encrypted": Awkward(
        mixed(part("application/pgp-encrypted", b"Version: 1"), attached("encrypted.asc", b"-----BEGIN PGP"),
              kind="encrypted"),
        "Subject: Vado", ("attachment-1", "encrypted.asc"), ("MESSAGE_ENCRYPTED",),
    ),
    "Italian certified mail": Awkward(
        mixed(
            text("Messaggio di posta certificata"), attached("daticert.xml", b"<postacert/>", "application/xml"),
            b"Content-Type: message/rfc822; name=postacert.eml\r\nContent-Disposition: inline\r\n\r\n" + WHOLE,
        ),
        "posta certificata", ("daticert.xml", "message.txt", "s.pdf"),
    ),
}  # fmt: skip
NAMES_AND_LETTERS = {
    "RFC 2231 in Latin 1 with a language": Awkward(
        mixed(text(), named("filename*=iso-8859-1'es'Petici%F3n%20a%F1o.pdf")), files=("Petición año.pdf",)
    ),
    "a name in two encoded words": Awkward(
        mixed(text(), attached("=?utf-8?B?U29saWNpdHVkIGHDsW8g?=\r\n =?utf-8?B?MjAyNi5wZGY=?=")),
        files=("Solicitud año 2026.pdf",),
    ),
    "a name without quotes": Awkward(mixed(text(), named("filename=Solicitud de vado.pdf")),
                                     files=("Solicitud de vado.pdf",)),
    "a letter broken in two": Awkward(
        plain(b"renovaci=C3=\r\n=B3n de =C3=91u", "utf-8", "Content-Transfer-Encoding: quoted-printable\r\n"),
        "renovación de Ñu",
    ),
    "Base64 without its end": Awkward(
        plain(base64.b64encode(TEXT.encode()).rstrip(b"="), "utf-8", "Content-Transfer-Encoding: base64\r\n")
    ),
    "a byte order mark in the text": Awkward(plain(b"\xef\xbb\xbf" + TEXT.encode(), "utf-8")),
    "Chinese": Awkward(plain("中国 vado".encode("gb2312"), "gb2312"), "中国 vado"),
    "Russian": Awkward(plain("Прошу vado".encode("koi8-r"), "koi8-r"), "Прошу vado"),
    "a character set in the HTML alone": Awkward(
        head() + b"Content-Type: text/html\r\n\r\n"
        + "<html><head><meta charset='iso-8859-1'></head><body>Petición del año</body></html>".encode("latin-1"),
        "Petición del año",
    ),
    "an address in UTF-8": Awkward(words(sender="José <josé@español.example>")),
}  # fmt: skip
PARTS_AND_FILES = {
    "yEnc": Awkward(plain(TEXT.encode() + b"\r\n\r\n" + yenc(PDF)), files=("solicitud.pdf",)),
    "uuencode as an encoding": Awkward(
        mixed(text(), b"Content-Type: application/pdf; name=s.pdf\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
              + uuencoded(PDF)),
        files=_PDF,
    ),
    "a file of no bytes": Awkward(mixed(text(), attached("vacio.pdf", b""), attached("s.pdf")), files=_PDF),
    "nothing but a file of no bytes": Awkward(mixed(text(""), attached("vacio.pdf", b"")), "Subject: Vado"),
    "two senders and two subjects": Awkward(b"From: a@a.example\r\nFrom: b@b.example\r\nSubject: Uno\r\nSubject: Dos"
                                            b"\r\n\r\n" + TEXT.encode()),
    "7-Zip": Awkward(mixed(text(), attached("a.7z", b"7z\xbc\xaf\x27\x1c" + b"0" * 99)), files=("a.7z",)),
    "RAR": Awkward(mixed(text(), attached("a.rar", b"Rar!\x1a\x07\x01\0" + b"0" * 99)), files=("a.rar",)),
    "a spoken message": Awkward(mixed(text(), attached("PTT.ogg", b"OggS", "audio/ogg")), files=("PTT.ogg",)),
    "a program": Awkward(mixed(text(), attached("factura.exe", b"MZ" + b"0" * 99)), files=("factura.exe",)),
    "a file that lies elsewhere": Awkward(
        mixed(text(), b"Content-Type: message/external-body; access-type=URL\r\n\r\nContent-Type: text/x\r\n\r\n")
    ),
    "a boundary with blanks": Awkward(mixed(text(), attached("s.pdf"), mark="=_NextPart (1) x"), files=_PDF),
    "a boundary that begins another": Awkward(
        mixed(inside(text(), html(), kind="alternative", mark="bb"), attached("s.pdf"), mark="b"), files=_PDF
    ),
    "a kind of parts nobody knows": Awkward(mixed(text(), attached("s.pdf"), kind="x-unknown"), files=_PDF),
    "words before the parts": Awkward(WHOLE.replace(b"\r\n\r\n--b", b"\r\n\r\nHola\r\n--b", 1),
                                      files=_PDF),
    "a card alone": Awkward(head() + part("text/vcard; name=a.vcf", b"BEGIN:VCARD"), "Subject: Solicitud"),
    "an attached forward of Thunderbird": Awkward(
        mixed(text(), b'Content-Type: message/rfc822; name="x.eml"\r\nContent-Disposition: attachment\r\n\r\n' + WHOLE,
              mark="o"),
        files=("message.txt", "s.pdf"),
    ),
    "a forward of Gmail": Awkward(words(f"---------- Forwarded message ---------\r\nDe: Pedro Gil\r\n\r\n{TEXT}")),
    "a link to WeTransfer": Awkward(
        words(f"{TEXT} <a href='https://we.tl/t-abc'>descargar</a>", kind="html"), codes=("DOCUMENTS_LINKED",)
    ),
    "a link to Google Drive": Awkward(
        words(f"{TEXT}\r\nhttps://drive.google.com/file/d/abc/view"), codes=("DOCUMENTS_LINKED",)
    ),
    "a link that another wrote": Awkward(words(f"{TEXT}\r\n> https://1drv.ms/b/s!abc")),
    "half a message": Awkward(
        head() + b"Content-Type: message/partial; id=a; number=2; total=2\r\n\r\nresto del mensaje",
        "Subject: Solicitud", ("message.eml",), ("MESSAGE_PARTIAL",),
    ),
}  # fmt: skip
PEOPLE = EXCHANGE | APPLE | SCANNERS | SIGNED | NAMES_AND_LETTERS | PARTS_AND_FILES


def machine(code: str, *, sender: str = "a@example.org", subject: str = "Solicitud", more: str = "") -> Awkward:
    return Awkward(words("x", sender=sender, subject=subject, more=more), codes=(code,))


_DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.example>"
_DSN = b"Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@b\r\nAction: failed"
MACHINES = {
    "absence: Exchange": machine("AUTO_REPLY", subject="Respuesta automática: Vado", more="auto-submitted: auto\r\n"),
    "absence: Gmail": machine("AUTO_REPLY", more="X-Autoreply: yes\r\nPrecedence: bulk\r\n"),
    "absence: Zimbra": machine("AUTO_REPLY", more='Auto-Submitted: auto-replied (zimbra; readreceipt="no")\r\n'),
    "absence: English": machine("AUTO_REPLY", subject="AutoReply: Vado"),
    "absence: Valencian": machine("AUTO_REPLY", subject="Absent de l'oficina: Gual"),
    "bounce: Postfix": Awkward(
        mixed(text("x"), _DSN, kind="report", more="; report-type=delivery-status", head=head(_DAEMON)),
        codes=("BOUNCE",),
    ),
    "bounce: Exim": machine("BOUNCE", sender=_DAEMON, subject="Mail delivery", more="X-Failed-Recipients: a@b\r\n"),
    "bounce: qmail": machine("BOUNCE", sender="MAILER-DAEMON@qmail.example", subject="failure notice"),
    "bounce: Google": machine("BOUNCE", sender="mailer-daemon@googlemail.com", subject="Delivery Status Notification"),
    "bounce: Yahoo": machine("BOUNCE", sender="MAILER-DAEMON@yahoo.com", subject="Error", more="Return-Path: <>\r\n"),
    "bounce: Exchange in Spanish": machine(
        "BOUNCE", sender="MicrosoftExchange329e@example.onmicrosoft.com", subject="No se puede entregar: Vado"
    ),
    "bounce: Valencian": machine("BOUNCE", sender="postmaster@example.org", subject="No s'ha pogut lliurar"),
    "read: Outlook without a report": machine("READ_RECEIPT", subject="Leído: Requerimiento"),
    "read: Outlook in Valencian": machine("READ_RECEIPT", subject="Llegit: Requeriment"),
    "report: abuse": Awkward(
        mixed(text("x"), b"Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse", kind="report"),
        codes=("REPORT",),
    ),
    "report: DMARC": Awkward(
        mixed(text("x"), attached("r.zip", zipped(("r.xml", b"<feedback/>"))),
              head=head("dmarc@example.org", "Report domain: example.org Submitter: google.com Report-ID: 1")),
        codes=("REPORT",),
    ),
    "report: certified mail": machine("REPORT", subject="ACCETTAZIONE: x", more="X-Ricevuta: accettazione\r\n"),
    "calendar: accepted": Awkward(
        mixed(text("x"), part("text/calendar; method=REPLY", b"BEGIN:VCALENDAR"), kind="alternative"),
        codes=("CALENDAR",),
    ),
    "spam: SpamAssassin": machine("SPAM", more="X-Spam-Status: Yes, score=9\r\n"),
    "spam: Exchange": machine("SPAM", more="X-MS-Exchange-Organization-SCL: 9\r\n"),
    "letters to many": machine("MAILING_LIST", more="X-Campaign: otoño\r\n"),
    "tickets": machine("MAILING_LIST", more="Precedence: bulk\r\nX-OTRS-Loop: yes\r\n"),
    "notice of the electronic office": machine("AUTOMATIC", more="Auto-Submitted: auto-generated\r\n"),
}  # fmt: skip
