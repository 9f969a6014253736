"""PDFs that were made so that a reader chokes on them: their pages, pictures, contents and tables."""

# ruff: noqa: S311, E501 - chance is repeatable here, and a file is clearest on one line

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from PIL import Image

from fakes import sheets

_TEXT = b"BT /F 12 Tf 50 700 Td (Instancia general. NIF 12345678Z) Tj ET "
_FONT = b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"

BIG = 100_000


def pdf(*bodies: bytes, root: int = 1, trailer: bytes = b"", junk: bytes = b"") -> bytes:
    """A PDF of the given objects, numbered from 1, with a right cross-reference table."""
    out = bytearray(junk + b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out) - len(junk))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out) - len(junk)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(places) + 1,
        root,
        trailer,
        table,
    )
    return bytes(out)


def stream(data: bytes, entries: bytes = b"", *, packed: int = 0) -> bytes:
    """A stream object, its data deflated `packed` times."""
    for _ in range(packed):
        data = zlib.compress(data, 9)
    names = b"/Filter [%s]" % b" ".join([b"/FlateDecode"] * packed) if packed else b""
    return b"<< /Length %d %s %s >>\nstream\n%s\nendstream" % (len(data), names, entries, data)


def page(content: bytes, *more: bytes, box: bytes = b"0 0 595 842", extra: bytes = b"", packed: int = 0) -> bytes:
    """A PDF of one page; objects from number 5 on are `more`."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s >>" % (box, extra),
        stream(content, packed=packed),
        *more,
    )


def image_page(entries: bytes, data: bytes, *, width: int = 1600, height: int = 2200) -> bytes:
    """A PDF of one page that is one picture, of these entries and bytes."""
    picture = stream(data, b"/Type /XObject /Subtype /Image /Width %d /Height %d %s" % (width, height, entries))
    return page(b"q 595 0 0 842 0 0 cm /I Do Q", picture, extra=b"/Resources << /XObject << /I 5 0 R >> >>")


def pdfs() -> Iterator[tuple[str, bytes]]:
    """Each by its name."""
    for family in (_pages, _images, _contents, _structures, _files):
        yield from family()


def _pages() -> Iterator[tuple[str, bytes]]:
    """Pages too many, too large or of no size."""
    leaves = [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R %s >>" % _FONT] * 10_000
    kids = b" ".join(b"%d 0 R" % number for number in range(4, 10_004))
    tree = b"<< /Type /Pages /Count 10000 /Kids [%s] >>" % kids
    yield "pages-10000", pdf(b"<< /Type /Catalog /Pages 2 0 R >>", tree, stream(_TEXT), *leaves)
    yield "page-of-100000-points", page(_TEXT, box=b"0 0 %d %d" % (BIG, BIG), extra=_FONT)
    yield "page-of-no-size", page(_TEXT, box=b"0 0 0 0", extra=_FONT)
    yield "page-turned-inside-out", page(_TEXT, box=b"595 842 -595 -842", extra=_FONT)
    yield "page-of-a-billion-user-units", page(_TEXT, extra=_FONT + b"/UserUnit 1000000000")


def _images() -> Iterator[tuple[str, bytes]]:
    """Pictures too large, cut or of noise."""
    grey = b"/ColorSpace /DeviceGray /BitsPerComponent 8"
    bit = b"/ColorSpace /DeviceGray /BitsPerComponent 1"
    yield (
        "image-of-100000-pixels",
        image_page(bit + b" /Filter /FlateDecode", zlib.compress(bytes(1 << 20)), width=BIG, height=BIG),
    )
    yield (
        "image-bomb",
        image_page(grey + b" /Filter /FlateDecode", zlib.compress(bytes(1 << 28)), width=16384, height=16384),
    )
    yield "image-jbig2-garbage", image_page(bit + b" /Filter /JBIG2Decode", bytes(range(256)) * 40)
    yield (
        "image-jpx-garbage",
        image_page(b"/Filter /JPXDecode", b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(range(256)) * 40),
    )
    yield "image-jpx", image_page(b"/Filter /JPXDecode", sheets.packed(sheets.scanned(sheets.form(), 100), "JPEG2000"))
    fax = Image.fromarray(sheets.scanned(sheets.form())).convert("1", dither=Image.Dither.NONE)
    yield "image-ccitt", ccitt(fax)
    yield (
        "image-ccitt-garbage",
        image_page(bit + b" /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 1600 >>", b"\x12\x34" * 9000),
    )
    yield (
        "image-dct-cut",
        image_page(grey + b" /Filter /DCTDecode", sheets.packed(sheets.scanned(sheets.form()), "JPEG")[:9000]),
    )


def _contents() -> Iterator[tuple[str, bytes]]:
    """Contents that never end, fonts without maps, forms within themselves."""
    yield "content-bomb", page(b" " * (1 << 28), packed=2)
    yield "content-deflated-six-times", page(_TEXT * 100_000, extra=_FONT, packed=6)
    yield "content-of-open-states", page(b"q " * 2_000_000, packed=1)
    yield "content-of-a-million-lines", page(b"0 0 m 500 800 l S " * 1_000_000, packed=1)
    yield (
        "content-of-a-million-letters",
        page(b"BT /F 1 Tf 5 700 Td " + b"(aeiou aeiou) Tj " * 90_000 + b"ET", extra=_FONT, packed=1),
    )
    yield "content-of-deep-arrays", page(b"[" * 500_000, packed=1)
    yield "content-inline-image-without-end", page(b"BI /W 9999 /H 9999 /BPC 8 /CS /G ID " + bytes(5000))
    yield (
        "font-without-map",
        page(
            b"BT /F 12 Tf 50 700 Td <0001000200030004000500060007> Tj ET",
            extra=(
                b"/Resources << /Font << /F << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts"
                b" [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (I)"
                b" /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 >> >>] >> >> >>"
            ),
        ),
    )
    yield (
        "form-in-itself",
        page(
            b"/X Do",
            stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"),
            extra=b"/Resources << /XObject << /X 5 0 R >> >>",
        ),
    )
    yield (
        "annotations-by-the-hundred-thousand",
        page(
            _TEXT,
            b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] /Contents (x) >>",
            extra=_FONT + b"/Annots [%s]" % (b"5 0 R " * 100_000),
        ),
    )
    yield (
        "shading-of-functions",
        page(
            b"/S sh",
            extra=b"/Resources << /Shading << /S << /ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 100000 0 100000] /Function << /FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] /Length 0 >> >> >> >>",
        ),
    )


def _structures() -> Iterator[tuple[str, bytes]]:
    """Trees and tables that lead to themselves or nowhere."""
    yield (
        "pages-in-themselves",
        pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
    )
    yield (
        "pages-that-are-not-there",
        pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [7 0 R] /Count 5 >>"),
    )
    yield (
        "pages-count-of-two-billion",
        pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 2147483647 >>"),
    )
    yield (
        "parent-in-itself",
        pdf(
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Parent 2 0 R /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 3 0 R >>",
        ),
    )
    yield (
        "length-in-itself",
        pdf(
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
            b"<< /Length 4 0 R >>\nstream\nq\nendstream",
        ),
    )
    yield "previous-table-is-itself", _looping_table()


def _files() -> Iterator[tuple[str, bytes]]:
    """What acts by itself, what is locked, what is hardly a file."""
    yield (
        "script-launch-and-attachment",
        pdf(
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while(true){}) >> /AA << /WC << /S /Launch /F (/bin/sh) >> >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % _FONT,
            stream(_TEXT),
        ),
    )
    yield "locked", _locked("secreto")
    yield "locked-with-no-password", _locked("")
    yield (
        "header-after-junk",
        pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", junk=b"x" * 900),
    )
    yield "only-a-header", b"%PDF-1.7\n"
    yield "header-and-noise", b"%PDF-1.4\n" + random.Random(1).randbytes(200_000)
    yield "brackets", b"%PDF-1.7\n1 0 obj\n" + b"<<" * 300_000
    yield "object-numbers-too-large", pdf(b"<< /Type /Catalog /Pages 99999999999999999999 0 R >>")


def ccitt(picture: Image.Image) -> bytes:
    """A PDF whose page is a fax picture."""
    parms = b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /BlackIs1 true /Columns %d /Rows %d >>" % picture.size
    return image_page(
        b"/ColorSpace /DeviceGray /BitsPerComponent 1 " + parms,
        group4(picture),
        width=picture.width,
        height=picture.height,
    )


def group4(picture: Image.Image) -> bytes:
    """A picture of black and white in ITU-T T.6 coding."""
    out = BytesIO()
    picture.save(out, "TIFF", compression="group4")
    with Image.open(out) as tiff:
        start, size = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    return out.getvalue()[start : start + size]


def _looping_table() -> bytes:
    whole = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", trailer=b"/Prev 0000000000"
    )
    at = whole.rfind(b"startxref\n") + 10
    table = int(whole[at : whole.find(b"\n", at)])
    return whole.replace(b"/Prev 0000000000", b"/Prev %010d" % table)


def _locked(password: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(sheets.form())) as file:
        file.save(out, encryption=pikepdf.Encryption(user=password, owner="otro"))
    return out.getvalue()
