"""Files that were made so that a reader chokes on them, by kind; those broken by chance are in `harms`."""

# ruff: noqa: S311, E501 - chance is repeatable here, and a file is clearest on one line

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO

import numpy as np
from PIL import Image

from fakes import sheets
from fakes.hostile_pdfs import BIG, pdfs
from fakes.whole_files import zipped


def _png(width: int, height: int, depth: int = 1, kind: int = 0, rows: int = 8) -> bytes:
    """A PNG that claims a size and brings a few rows."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = zlib.compress(bytes((width * depth // 8 + 1) * rows))
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def _pictures() -> Iterator[tuple[str, bytes]]:
    small = sheets.scanned(sheets.form(), 60)
    yield "png-of-100000-pixels", _png(BIG, BIG)
    yield "png-of-9000-pixels-cut", _png(9000, 9000)
    yield "png-of-no-pixels", _png(0, 0)
    yield "png-one-pixel", _png(1, 1, rows=1)
    yield "png-one-row", sheets.packed(np.full((1, 5000), 255, np.uint8))
    yield "png-one-column", sheets.packed(np.full((5000, 1), 255, np.uint8))
    yield "png-black", sheets.packed(np.zeros((2339, 1654), np.uint8))
    yield "png-noise", sheets.packed(np.random.default_rng(1).integers(0, 255, (2339, 1654), dtype=np.uint8))
    yield (
        "jpeg-claims-65500",
        sheets.packed(small, "JPEG").replace(struct.pack(">HH", *small.shape), struct.pack(">HH", 65500, 65500), 1),
    )
    yield "jpeg-cut", sheets.packed(small, "JPEG")[:3000]
    yield "jpeg-cut-in-its-header", sheets.packed(small, "JPEG")[:30]
    yield "tiff-of-400-frames", _frames("TIFF", 400)
    yield "tiff-directory-in-itself", _looping_tiff()
    yield "gif-of-500-frames", _frames("GIF", 500)
    yield (
        "bmp-claims-too-much",
        b"BM" + struct.pack("<IHHI", 0, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, BIG, -BIG, 1, 24, 0, 0, 0, 0, 0, 0),
    )
    yield "webp-cut", sheets.packed(small, "WEBP")[:900]
    yield "heic-cut", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400)
    yield (
        "svg-that-asks-for-a-file",
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    )
    yield "postscript", b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file\n"


def _frames(form: str, count: int) -> bytes:
    out = BytesIO()
    frame = Image.new("L", (8, 8), 255)
    others = [Image.new("L", (8, 8), value % 250) for value in range(count - 1)]
    frame.save(out, form, save_all=True, append_images=others)
    return out.getvalue()


def _looping_tiff() -> bytes:
    entries = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8), (279, 4, 1, 64)]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\x00" + struct.pack("<I", 72) + bytes(64) + directory + struct.pack("<I", 72)


def _zips() -> Iterator[tuple[str, bytes]]:
    form = sheets.form()
    inner = zipped({"a.pdf": form})
    for _ in range(12):
        inner = zipped({"otro.zip": inner})
    bomb = zipped({f"{number}.txt": bytes(1 << 26) for number in range(2)})
    yield "zip-bomb", bomb
    yield "zip-in-zip-in-zip", inner
    yield "zip-of-nothing", zipped({})
    yield "zip-of-20000-files", zipped({f"{number}.txt": b"x" for number in range(20_000)})
    yield "zip-that-climbs", zipped({"../../../etc/cron.d/x.pdf": form, "/etc/passwd": b"x y z"})
    yield "zip-with-one-bad-member", zipped({"a.pdf": form, "b.exe": b"MZ" + bytes(300), "c.txt": b""})
    yield "zip-cut", zipped({"a.pdf": form})[:-40]
    yield (
        "zip-with-wrong-sums",
        zipped({"a.txt": b"hola " * 400}).replace(struct.pack("<I", zlib.crc32(b"hola " * 400)), b"\0\0\0\0"),
    )
    yield (
        "zip-that-lies-about-sizes",
        zipped({"a.txt": bytes(1 << 27)}).replace(struct.pack("<I", 1 << 27), struct.pack("<I", 10)),
    )
    yield "docx-of-nothing", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document"})
    yield "docx-of-entities", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": _laughs()})
    yield "odt-bomb", zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": bytes(1 << 27)})
    yield "gzip", b"\x1f\x8b\x08" + bytes(100)
    yield "ole-cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def _laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ja">{lines}]><d>&l9;</d>'.encode()


def _mails() -> Iterator[tuple[str, bytes]]:
    head = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: prova\r\nDate: x\r\nMIME-Version: 1.0\r\n"
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000))
    yield "mail-of-deep-parts", head + deep + b"\r\nhola"
    message = EmailMessage()
    message.set_content("hola")
    nested = message
    for number in range(60):
        outer = EmailMessage()
        outer["Subject"] = f"Fwd {number}"
        outer["From"] = "a@example.org"
        outer["To"] = "b@example.org"
        outer.set_content("reenviado")
        outer.add_attachment(nested)
        nested = outer
    yield "mail-in-mail-in-mail", nested.as_bytes()
    yield "mail-without-its-boundary", head + b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nhola\r\n--x--"
    yield (
        "mail-with-an-empty-boundary",
        head + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nhola\r\n----',
    )
    yield "mail-of-unknown-letters", head + b"Content-Type: text/plain; charset=x-klingon\r\n\r\nhola \xff\xfe"
    yield (
        "mail-of-bad-base64",
        head + b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n%PDF-!!!==AAA",
    )
    yield "mail-of-bad-encoding", head + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: rot13\r\n\r\nhola"
    yield "mail-of-one-long-header", head + b"X-Long: " + b"a" * 3_000_000 + b"\r\n\r\nhola"
    yield "mail-of-50000-headers", head + b"X-A: b\r\n" * 50_000 + b"\r\nhola"
    yield (
        "mail-of-strange-words",
        head.replace(b"prova", b"=?utf-8?b?//79?= =?x?q?=ff?= =?utf-8?q?=ED=A0=80?=") + b"\r\nhola",
    )
    yield (
        "mail-of-strange-names",
        head
        + b"Content-Type: application/pdf; name*0*=utf-8''%FF; name*99999999=x; name*a=y\r\nContent-Disposition: attachment; filename=\"\x00../../x\"\r\n\r\nhola",
    )
    yield "mail-of-a-strange-type", head + b"Content-Type: ;;;=;multipart/;\r\nContent-Type: text\r\n\r\nhola"
    yield "mail-of-only-headers", head
    yield (
        "mail-of-20000-parts",
        head + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 20_000 + b"--b--",
    )
    yield "mail-with-nulls", head + b"\r\n" + bytes(5000)
    yield "mail-of-open-comments", head.replace(b"a@example.org", b"(" * 50_000) + b"\r\nhola"
    yield "mail-of-open-quotes", head.replace(b"a@example.org", b'"' * 49_999) + b"\r\nhola"


def _texts() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "one-byte", b"\x00"
    yield "spaces", b" " * 5000
    yield "one-line-of-4-MB", b"a" * 4_000_000
    yield "words-of-4-MB", b"hola " * 800_000
    yield "lines-of-4-MB", b"a\n" * 2_000_000
    yield "half-a-utf-16", "hola".encode("utf-16") + b"\xd8"
    yield "html-of-200000-tags", b"<html>" + b"<div>" * 200_000 + b"hola"
    yield "html-without-end", b"<html><body" + b" a=" * 100_000
    yield "html-of-comments", b"<html>" + b"<!--" * 300_000
    yield "html-of-declarations", b"<html>" + b"<![" * 100_000
    yield "rtf-of-brackets", b"{\\rtf1" + b"{" * 300_000
    yield "noise", random.Random(2).randbytes(300_000)
    yield "program", b"\x7fELF" + bytes(300)
    yield "controls", bytes(range(32)) * 200


def kinds() -> dict[str, bytes]:
    """Every awkward kind by name."""
    return dict(file for family in (pdfs, _pictures, _zips, _mails, _texts) for file in family())
