"""Messages as they really come: undeclared letters, broken parts, wrapped and locked files; each with what it says."""

from __future__ import annotations

import base64
import binascii
import gzip
import quopri
import tarfile
import zipfile
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from reportlab.pdfgen import canvas

TEXT = "Solicito la renovación del vado en calle Ñu, año 2026: 3 €"
HEAD = b"From: Ana <ana@example.org>\r\nTo: registro@example.org\r\nSubject: Vado\r\nMIME-Version: 1.0\r\n"
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
FACTURAE = '<?xml version="1.0"?><fe:Facturae xmlns:fe="http://www.facturae.es/Facturae/2014/v3.2.1/Facturae"/>'


@dataclass(frozen=True, slots=True)
class Awkward:
    """One message, what its text must say, and the files that must hang on it; `codes` tell what sort it is."""

    data: bytes
    says: str = TEXT
    files: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def pdf(text: str = "Solicito vado", *, password: str = "") -> bytes:
    """A small PDF; locked where a password is given."""
    out = BytesIO()
    page = canvas.Canvas(out, invariant=1)
    page.drawString(72, 700, text)
    page.save()
    if not password:
        return out.getvalue()
    locked = BytesIO()
    with pikepdf.open(out) as file:
        file.save(locked, encryption=pikepdf.Encryption(owner=password, user=password))
    return locked.getvalue()


PDF = pdf()


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A ZIP file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members:
            packed.writestr(name, data)
    return out.getvalue()


def tarred(*members: tuple[str, bytes]) -> bytes:
    """A tar file, with a folder and a link among its members."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, kind in (("papeles", tarfile.DIRTYPE), ("enlace.pdf", tarfile.SYMTYPE)):
            odd = tarfile.TarInfo(name)
            odd.type, odd.linkname = kind, "/etc/passwd"
            packed.addfile(odd)
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, BytesIO(data))
    return out.getvalue()


def part(kind: str, data: bytes, *, encoding: str = "base64", more: str = "") -> bytes:
    """One part of a message."""
    body = base64.encodebytes(data) if encoding == "base64" else data
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n".encode("latin-1") + body


def text(words: str = TEXT) -> bytes:
    return part("text/plain; charset=utf-8", words.encode(), encoding="8bit")


def html(words: str = f"<p>{TEXT}</p>") -> bytes:
    return part("text/html; charset=utf-8", words.encode())


def attached(name: str, data: bytes = PDF, kind: str = "application/octet-stream") -> bytes:
    return part(kind, data, more=f'Content-Disposition: attachment; filename="{name}"\r\n')


def pasted(name: str, data: bytes, cid: str = "x") -> bytes:
    """A picture as mail programs paste it into the text."""
    return part("image/png", data, more=f'Content-ID: <{cid}>\r\nContent-Disposition: inline; filename="{name}"\r\n')


def mixed(*parts: bytes, head: bytes = HEAD, kind: str = "mixed", mark: str = "b", more: str = "") -> bytes:
    """A message of several parts."""
    body = b"".join(b"--%s\r\n%s\r\n" % (mark.encode(), one) for one in parts)
    return (
        head
        + f'Content-Type: multipart/{kind}; boundary="{mark}"{more}\r\n\r\n'.encode()
        + body
        + (f"--{mark}--\r\n".encode())
    )


def plain(data: bytes, charset: str = "", more: str = "") -> bytes:
    """A message of one text."""
    kind = f"Content-Type: text/plain; charset={charset}\r\n" if charset else ""
    return HEAD + f"{kind}{more}\r\n".encode() + data


def uuencoded(data: bytes) -> bytes:
    lines = (binascii.b2a_uu(data[start : start + 45]) for start in range(0, len(data), 45))
    return b"begin 644 solicitud.pdf\r\n" + b"".join(lines) + b"`\r\nend\r\n"


def nested(times: int) -> bytes:
    """A message that was forwarded so often, with its PDF."""
    data = mixed(text(), attached("s.pdf"))
    for turn in range(times):
        data = mixed(text(f"Reenvío {turn}"), b"Content-Type: message/rfc822\r\n\r\n" + data, mark=f"n{turn}")
    return data


WHOLE = mixed(text(), attached("s.pdf"))
_CP = TEXT.encode("cp1252")
_B64 = "Content-Transfer-Encoding: base64\r\n"
_PDF = ("s.pdf",)
_CII = b"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"

LETTERS = {
    "Windows-1252, undeclared": Awkward(plain(_CP)),
    "Windows-1252 as us-ascii": Awkward(plain(_CP, "us-ascii")),
    "Windows-1252 as iso-8859-1": Awkward(plain(_CP, "iso-8859-1")),
    "Windows-1252 as utf-8": Awkward(plain(_CP, "utf-8")),
    "UTF-8, undeclared": Awkward(plain(TEXT.encode())),
    "UTF-8 of one broken letter": Awkward(plain(b"vado \xc3 renovaci\xc3\xb3n \xc3\xb1u", "utf-8"), "renovación ñu"),
    "iso-8859-15": Awkward(
        plain(
            quopri.encodestring(TEXT.encode("iso-8859-15")),
            "iso-8859-15",
            "Content-Transfer-Encoding: quoted-printable\r\n",
        )
    ),
    "utf-7": Awkward(plain(TEXT.encode("utf-7"), "utf-7")),
    "utf-7 of half a sign": Awkward(plain(b"hola +2AA-", "utf-7"), "hola"),
    "utf-16": Awkward(
        plain(base64.encodebytes(TEXT.encode("utf-16")), "utf-16", "Content-Transfer-Encoding: base64\r\n")
    ),
    "macintosh": Awkward(plain(TEXT.encode("mac-roman"), "macintosh")),
    "a character set nobody knows": Awkward(plain(_CP, "x-klingon")),
    "a codec that is no text": Awkward(plain(TEXT.encode(), "zlib")),
    "a codec of domain names": Awkward(plain(TEXT.encode(), "idna")),
    "a NUL in the character set": Awkward(plain(TEXT.encode(), '"ut\x00f"')),
    "NULs in the text": Awkward(plain(TEXT.encode().replace(b" ", b" \x00"))),
    "Base64 that is none": Awkward(plain(TEXT.encode(), "utf-8", "Content-Transfer-Encoding: base64\r\n")),
    "Base64 spelled otherwise": Awkward(
        plain(base64.encodebytes(TEXT.encode()), "utf-8", "Content-Transfer-Encoding: BASE64 (sic); x\r\n")
    ),
    "Base64 in pieces": Awkward(
        plain(b"\r\n".join(base64.b64encode(TEXT.encode()[at : at + 10]) for at in range(0, 70, 10)), "utf-8", _B64)
    ),
    "Base64 of a sign too many": Awkward(
        plain(base64.b64encode(b"Solicito").rstrip(b"=") + b"AA", "utf-8", _B64), "Solicit"
    ),
    "quoted-printable spelled otherwise": Awkward(
        plain(quopri.encodestring(TEXT.encode()), "utf-8", "Content-Transfer-Encoding: Quoted Printable\r\n")
    ),
    "quoted-printable with blanks at the ends": Awkward(
        plain(b"Solicito la reno=  \r\nvaci=c3=b3n", "utf-8", "Content-Transfer-Encoding: quoted-printable\r\n"),
        "Solicito la renovación",
    ),
    "quoted-printable of an unknown kind": Awkward(
        plain(TEXT.encode(), "utf-8", "Content-Transfer-Encoding: 8-bit\r\n")
    ),
    "a remark in the type": Awkward(
        plain(TEXT.encode(), "utf-8 (Unicode)").replace(b"text/plain;", b"text/plain (texto);")
    ),
    "HTML that names its letters itself": Awkward(
        HEAD
        + b"Content-Type: text/html\r\n\r\n"
        + f"<head><meta charset='iso-8859-15'></head><body>{TEXT}</body>".encode("iso-8859-15")
    ),
    "HTML that names others than it has": Awkward(
        HEAD + b"Content-Type: text/html\r\n\r\n" + f"<head><meta charset='iso-8859-15'></head>{TEXT}".encode()
    ),
    "HTML of no name in no letters": Awkward(HEAD + b"Content-Type: text/html\r\n\r\n<p>" + _CP),
    "raw bytes in the head": Awkward(
        b"From: Jos\xe9 <j@example.org>\r\nSubject: Petici\xf3n\r\n\r\nx", "Subject: Petición"
    ),
    "broken encoded words": Awkward(
        b"From: a@example.org\r\nSubject: =?utf-8?B?UGV0aWNpw7Nu?=de vado =?x\r\n\r\nx", "Petición"
    ),
    "lines broken for the wire": Awkward(
        plain(b"Solicito la renova \r\nci\xc3\xb3n del vado\r\n-- \r\nAna", "utf-8; format=flowed; delsp=yes"),
        "renovación del",
    ),
    "enriched text": Awkward(HEAD + b"Content-Type: text/enriched\r\n\r\n<bold>Solicito</bold> vado", "Solicito vado"),
}
BODIES = {
    "HTML alone": Awkward(mixed(html(), kind="alternative")),
    "an empty text beside HTML": Awkward(mixed(text(" \r\n"), html(), kind="alternative")),
    "a text that stands in for HTML": Awkward(
        mixed(text("Sin HTML."), html(f"<p>{TEXT}. Vivo en el número tres.</p>"), kind="alternative")
    ),
    "text on both sides of a file": Awkward(mixed(text("Uno"), attached("s.pdf"), text()), files=_PDF),
    "a small picture that is shown": Awkward(
        mixed(html(f"{TEXT}<img src='cid:x'>"), pasted("l.png", PNG + b"0" * 3000), kind="related")
    ),
    "a small picture that is not shown": Awkward(
        mixed(text(), pasted("croquis.png", PNG + b"0" * 3000)), files=("croquis.png",)
    ),
    "a photograph in the text": Awkward(
        mixed(html(f"{TEXT}<img src='cid:x'>"), pasted("dni.png", PNG + b"0" * 60000), kind="related"),
        files=("dni.png",),
    ),
    "a photograph in the HTML itself": Awkward(
        mixed(html(f"{TEXT}<img src='data:image/png;base64,{base64.b64encode(PNG + b'0' * 60000).decode()}'>")),
        files=("attachment-1",),
    ),
    "nothing but a PDF": Awkward(HEAD + part("application/pdf; name=s.pdf", PDF), "Subject: Vado", _PDF),
    "an empty body and a PDF": Awkward(mixed(text(""), attached("s.pdf")), "Subject: Vado", _PDF),
    "a PDF that is called text": Awkward(mixed(text(), part("text/plain", PDF)), files=("attachment-1",)),
    "uuencoded": Awkward(plain(TEXT.encode() + b"\r\n\r\n" + uuencoded(PDF)), files=("solicitud.pdf",)),
    "a line that only lists of messages show": Awkward(
        mixed(html(f"<div style='display:none;max-height:0px'>Ver en línea<br>Baja</div><p>{TEXT}</p>")),
        f"Subject: Vado\n\n{TEXT}",
    ),
    "a hidden element that never ends": Awkward(mixed(html(f"<div style='visibility: hidden'><p>{TEXT}</p>"))),
    "nothing but hidden words": Awkward(mixed(html(f"<p hidden>{TEXT}</p>"))),
    "a frame of no font size": Awkward(
        mixed(html(f"<td style='font-size:0'><p style='font-size:14px'>{TEXT}</p></td>"))
    ),
    "HTML that is called plain": Awkward(
        plain(f"<html><body><p>{TEXT}</p></body></html>".encode(), "utf-8"), f"\n{TEXT}\n"
    ),
    "an AMP rendering beside the others": Awkward(
        mixed(text(), part("text/x-amp-html; charset=utf-8", b"<html amp4email>"), html(), kind="alternative")
    ),
    "RTF alone": Awkward(HEAD + b"Content-Type: text/rtf\r\n\r\n{\\rtf1 Solicito}", "Subject: Vado", ("attachment-1",)),
    "a signature and a card": Awkward(
        mixed(
            text(),
            attached("smime.p7s", b"0\x80", "application/pkcs7-signature"),
            attached("ana.vcf", b"BEGIN", "text/vcard"),
            kind="signed",
        )
    ),
}
PARTS = {
    "one boundary twice": Awkward(
        mixed(mixed(text(), attached("r.pdf"), head=b""), attached("s.pdf")), files=("r.pdf", "s.pdf")
    ),
    "a footer under a file": Awkward(
        mixed(
            text(), part("application/pdf; name=s.pdf", PDF) + b"\r\n-- \r\nEnviado a la lista de correo del barrio\r\n"
        ),
        files=_PDF,
    ),
    "no end": Awkward(WHOLE[:-8], files=_PDF),
    "another boundary": Awkward(WHOLE.replace(b'"b"', b'"c"'), files=_PDF),
    "no boundary": Awkward(WHOLE.replace(b'; boundary="b"', b""), files=_PDF),
    "parts that are none": Awkward(HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + TEXT.encode()),
    "Base64 around the parts": Awkward(
        WHOLE.replace(b"1.0\r\n", b"1.0\r\nContent-Transfer-Encoding: base64\r\n", 1), files=_PDF
    ),
    "two kinds": Awkward(WHOLE.replace(b"1.0\r\n", b"1.0\r\nContent-Type: text/plain\r\n", 1), files=_PDF),
    "a line in the head that is no header": Awkward(
        WHOLE.replace(b"MIME-V", b"esto no es nada\r\nMIME-V", 1), files=_PDF
    ),
    "a space before the colon": Awkward(WHOLE.replace(b"Content-Type:", b"Content-Type :", 1), files=_PDF),
    "an empty line first": Awkward(b"\r\n" + WHOLE, files=_PDF),
    "a byte order mark first": Awkward(b"\xef\xbb\xbf" + WHOLE, files=_PDF),
    "a line of mbox first": Awkward(b">From ana@example.org Thu Jan  1\r\n" + WHOLE, files=_PDF),
    "bare LF": Awkward(WHOLE.replace(b"\r\n", b"\n"), files=_PDF),
    "bare CR": Awkward(plain(TEXT.encode()).replace(b"\r\n", b"\r")),
    "CR CR LF": Awkward(WHOLE.replace(b"\r\n", b"\r\r\n"), files=_PDF),
    "huge headers": Awkward(b"Received: x\r\n" * 5000 + WHOLE, files=_PDF),
    "a subject without end": Awkward(
        b"Subject: " + b"a " * 200_000 + b"\r\nFrom: a@example.org\r\n\r\n" + TEXT.encode()
    ),
    "Base64 that was cut": Awkward(mixed(text(), part("application/pdf; name=s.pdf", PDF))[:-700], files=_PDF),
}
NAMES = {
    "RFC 2231": Awkward(
        mixed(
            text(),
            part(
                "application/pdf",
                PDF,
                more="Content-Disposition: attachment;\r\n filename*0*=utf-8''a%C3;\r\n filename*1*=%B1o.pdf\r\n",
            ),
        ),
        files=("año.pdf",),
    ),
    "an encoded word": Awkward(mixed(text(), attached("=?utf-8?Q?a=C3=B1o.pdf?=")), files=("año.pdf",)),
    "raw bytes": Awkward(mixed(text(), attached("a\xf1o.pdf")), files=("año.pdf",)),
    "folders": Awkward(mixed(text(), attached("../../etc/s.pdf")), files=_PDF),
    "a very long one": Awkward(mixed(text(), attached("a" * 400 + ".pdf")), files=("a" * 150 + ".pdf",)),
}
WRAPPED = {
    "forwarded": Awkward(nested(1), "Reenvío 0", ("message.txt", "s.pdf")),
    "forwarded six times": Awkward(nested(6), "Reenvío 5", ("message.txt",) * 6 + _PDF),
    "forwarded as Base64": Awkward(
        mixed(text(), part("message/rfc822", WHOLE), mark="o"), files=("message.txt", "s.pdf")
    ),
    "forwarded as a file": Awkward(
        mixed(text(), attached("x.eml", b"Subject: y\r\n\r\nhola"), mark="o"), files=("message.txt",)
    ),
    "half a message": Awkward(
        HEAD + b"Content-Type: message/partial; id=a; number=1; total=2\r\n\r\nSubject: y\r\n\r\nhola",
        "Subject: Vado",
        ("message.txt",),
        ("MESSAGE_PARTIAL",),
    ),
    "a digest": Awkward(mixed(b"\r\n" + WHOLE, kind="digest", mark="o"), "Subject: Vado", ("message.txt", "s.pdf")),
    "ZIP in ZIP": Awkward(mixed(text(), attached("a.zip", zipped(("b.zip", zipped(("s.pdf", PDF)))))), files=_PDF),
    "ZIP of a Macintosh": Awkward(
        mixed(text(), attached("a.zip", zipped(("s.pdf", PDF), ("__MACOSX/._s.pdf", b"x"), (".DS_Store", b"x")))),
        files=_PDF,
    ),
    "a broken ZIP beside a PDF": Awkward(
        mixed(text(), attached("a.zip", b"PK\3\4x"), attached("s.pdf")), files=("a.zip", "s.pdf")
    ),
    "an empty ZIP beside a PDF": Awkward(
        mixed(text(), attached("a.zip", zipped()), attached("s.pdf")), files=("a.zip", "s.pdf")
    ),
    "an encrypted block": Awkward(
        HEAD + part("application/octet-stream; name=smime.p7m", bytes.fromhex("300f06092a864886f70d010703a0020500")),
        "Subject: Vado",
        ("smime.p7m",),
        ("MESSAGE_ENCRYPTED",),
    ),
    "PGP in the text": Awkward(plain(b"-----BEGIN PGP MESSAGE-----\r\n\r\nx"), "PGP", (), ("MESSAGE_ENCRYPTED",)),
    "an invoice": Awkward(mixed(text(), attached("f.xsig", FACTURAE.encode())), files=("f.xsig",), codes=("INVOICE",)),
    "an invoice in UTF-16": Awkward(
        mixed(text(), attached("f.xml", FACTURAE.encode("utf-16"))), files=("f.xml",), codes=("INVOICE",)
    ),
    "an invoice of another standard": Awkward(
        mixed(text(), attached("f.xml", b'<?xml version="1.0"?><r:CrossIndustryInvoice xmlns:r="' + _CII + b'"/>')),
        files=("f.xml",),
        codes=("INVOICE",),
    ),
    "an invoice in a ZIP file": Awkward(
        mixed(text(), attached("f.zip", zipped(("f.xml", FACTURAE.encode())))), files=("f.xml",), codes=("INVOICE",)
    ),
    "sixty files": Awkward(
        mixed(text(), *(attached(f"{n}.pdf") for n in range(60))), files=tuple(f"{n}.pdf" for n in range(60))
    ),
    "gzip": Awkward(mixed(text(), attached("s.pdf.gz", gzip.compress(PDF))), files=_PDF),
    "gzip that was cut": Awkward(
        mixed(text(), attached("s.pdf.gz", gzip.compress(PDF)[:-20]), attached("s.pdf")), files=("s.pdf.gz", "s.pdf")
    ),
    "tar and gzip": Awkward(
        mixed(text(), attached("papeles.tgz", gzip.compress(tarred(("papeles/s.pdf", PDF), ("._s.pdf", b"x"))))),
        files=_PDF,
    ),
    "tar alone": Awkward(
        mixed(text(), attached("a.tar", tarred(("s.pdf", PDF), ("t.pdf", PDF)))), files=("s.pdf", "t.pdf")
    ),
    "tar that was cut": Awkward(
        mixed(text(), attached("a.tar.gz", gzip.compress(tarred(("s.pdf", PDF))[:900]))), files=("a.tar.gz",)
    ),
    "7z": Awkward(mixed(text(), attached("a.7z", b"7z\xbc\xaf\x27\x1c" + b"0" * 40)), files=("a.7z",)),
    "a signed block that is none": Awkward(
        HEAD + part("application/pkcs7-mime; name=smime.p7m", b"0\x80 nothing"), "Subject: Vado", ("smime.p7m",)
    ),
    "a signed block of nothing": Awkward(
        HEAD + part("application/pkcs7-mime; smime-type=signed-data", b""), "Subject: Vado"
    ),
}
_INVITATION = part("text/calendar; method=REQUEST; charset=utf-8", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR")
MACHINES = {
    "an invitation": Awkward(
        mixed(text(), _INVITATION, attached("invite.ics", b"BEGIN", "application/ics")), codes=("CALENDAR",)
    ),
    "an invitation alone": Awkward(HEAD + _INVITATION, codes=("CALENDAR",)),
    "a bounce of Exchange": Awkward(
        b"From: Microsoft Outlook <postmaster@example.org>\r\nSubject: Undeliverable: Vado\r\n\r\nx", codes=("BOUNCE",)
    ),
    "an absence that marks nothing": Awkward(
        "From: a@example.org\r\nSubject: Respuesta automática: Vado\r\n\r\nx".encode(), codes=("AUTO_REPLY",)
    ),
    "an absence in Valencian": Awkward(
        b"From: a@example.org\r\nSubject: =?utf-8?q?Resposta_autom=C3=A0tica=3A?= Gual\r\n\r\nx",
        codes=("AUTO_REPLY",),
    ),
    "a list, an empty line first": Awkward(b"\r\n" + HEAD + b"List-Id: <a.b>\r\n\r\nx", codes=("MAILING_LIST",)),
}
FROM_PEOPLE = LETTERS | BODIES | PARTS | NAMES | WRAPPED
