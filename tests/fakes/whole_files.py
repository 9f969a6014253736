"""Sound files of every format that a citizen may send, small enough to be broken by the thousand."""

# ruff: noqa: E501 - a file is clearest on one line

from __future__ import annotations

import struct
import zipfile
from email.message import EmailMessage
from functools import cache
from io import BytesIO

import numpy as np
import pikepdf
import pillow_heif
from PIL import Image

from fakes import hostile_pdfs, outlook, sheets

_SCHEMAS = "http://schemas.openxmlformats.org/"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@cache
def whole_files() -> dict[str, bytes]:
    """One of each, by name."""
    form = sheets.form()
    scan = sheets.scanned(form, 75)[:190]  # its first lines: what is read is not the point here
    return {**_pdfs(form, scan), **_pictures(scan), **_office(), **_packed(form), **_texts()}


def _pdfs(form: bytes, scan: np.ndarray) -> dict[str, bytes]:
    bits = Image.fromarray(scan).convert("1", dither=Image.Dither.NONE)
    return {
        "pdf": form,
        "pdf-live": sheets.form(live=True),
        "pdf-streams": _saved(form, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "pdf-plain": _saved(form, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all),
        "pdf-linear": _saved(form, linearize=True),
        "pdf-locked": _saved(form, encryption=pikepdf.Encryption(user="", owner="o", R=6)),
        "pdf-locked-rc4": _saved(
            form, encryption=pikepdf.Encryption(user="", owner="o", R=3, aes=False, metadata=False)
        ),
        "pdf-jpeg": hostile_pdfs.image_page(
            b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode",
            sheets.packed(scan, "JPEG"),
            width=scan.shape[1],
            height=scan.shape[0],
        ),
        "pdf-jpx": hostile_pdfs.image_page(
            b"/Filter /JPXDecode", sheets.packed(scan, "JPEG2000"), width=scan.shape[1], height=scan.shape[0]
        ),
        "pdf-ccitt": hostile_pdfs.ccitt(bits),
        "pdf-jbig2": hostile_pdfs.image_page(
            b"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode",
            _jbig2(bits),
            width=bits.width,
            height=bits.height,
        ),
        "pdf-xfa": _xfa(form),
    }


def _saved(pdf: bytes, **options: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        file.save(out, **options)
    return out.getvalue()


def _jbig2(bits: Image.Image) -> bytes:
    """One page of JBIG2 (ITU-T T.88) as PDF embeds it: a page information segment and a generic region coded as G4."""
    page = struct.pack(">IIIIBH", *bits.size, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", *bits.size, 0, 0, 0) + b"\x01" + hostile_pdfs.group4(bits)
    segments = ((48, page), (38, region))
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data for number, (kind, data) in enumerate(segments)
    )


def _xfa(form: bytes) -> bytes:
    template = b'<template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform name="f"><field name="nif"/></subform></template>'
    data = b'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><f><nif>48576231R</nif></f></xfa:data></xfa:datasets>'

    def add(file: pikepdf.Pdf) -> None:
        packets = [
            pikepdf.String("template"),
            file.make_stream(template),
            pikepdf.String("datasets"),
            file.make_stream(data),
        ]
        file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.Array(packets))

    return sheets.changed(form, add)


def _pictures(scan: np.ndarray) -> dict[str, bytes]:
    grey = Image.fromarray(scan)
    bits = grey.convert("1", dither=Image.Dither.NONE)
    colour = grey.convert("RGB")
    heic = BytesIO()
    pillow_heif.from_pillow(colour).save(heic)
    made = {
        "jpeg": (grey, "JPEG", {"quality": 50}),
        "jpeg-progressive": (colour, "JPEG", {"progressive": True, "exif": _turned()}),
        "jpeg-cmyk": (colour.convert("CMYK"), "JPEG", {}),
        "png": (grey, "PNG", {}),
        "png-palette": (colour.convert("P"), "PNG", {"transparency": 0}),
        "png-bits": (bits, "PNG", {}),
        "png-deep": (Image.fromarray(scan.astype(np.uint16) * 257), "PNG", {}),
        "tiff-lzw": (grey, "TIFF", {"compression": "tiff_lzw"}),
        "tiff-group4": (bits, "TIFF", {"compression": "group4"}),
        "tiff-jpeg": (colour, "TIFF", {"compression": "jpeg"}),
        "tiff-deflate": (grey, "TIFF", {"compression": "tiff_adobe_deflate"}),
        "tiff-packbits": (bits, "TIFF", {"compression": "packbits"}),
        "tiff-pages": (bits, "TIFF", {"compression": "group4", "save_all": True, "append_images": [bits, bits]}),
        "webp": (grey, "WEBP", {}),
        "webp-lossless": (colour, "WEBP", {"lossless": True}),
        "bmp": (grey, "BMP", {}),
        "bmp-palette": (colour.convert("P"), "BMP", {}),
        "gif": (grey, "GIF", {}),
        "gif-frames": (grey, "GIF", {"save_all": True, "append_images": [bits, grey.rotate(180)]}),
        "avif": (colour, "AVIF", {}),
    }
    return {"heic": heic.getvalue(), **{name: _picture(*how) for name, how in made.items()}}


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


def _picture(picture: Image.Image, form: str, options: dict[str, object]) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP file of these members, deflated."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def _office() -> dict[str, bytes]:
    text = "Sol·licitud. NIF 48576231R"
    word = f'<w:document xmlns:w="{_SCHEMAS}wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>'
    sheet = f'<worksheet xmlns="{_SCHEMAS}spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c><c r="B1"><v>3.5</v></c></row></sheetData></worksheet>'
    book = f'<workbook xmlns="{_SCHEMAS}spreadsheetml/2006/main" xmlns:r="{_SCHEMAS}officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r"/></sheets></workbook>'
    inner = _relation("worksheet", "worksheets/sheet1.xml")
    odt = f'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text><text:p>{text}</text:p></office:text></office:body></office:document-content>'
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    return {
        "docx": _opened("word/document.xml", "wordprocessingml.document.main", {"word/document.xml": word}),
        "xlsx": _opened(
            "xl/workbook.xml",
            "spreadsheetml.sheet.main",
            {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": inner, "xl/worksheets/sheet1.xml": sheet},
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>',
        ),
        "odt": zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": (_HEAD + odt).encode(),
                "META-INF/manifest.xml": (_HEAD + manifest).encode(),
            }
        ),
        "rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0\fs24 Sol\'b7licitud\par{\trowd\cellx3000\intbl NIF\cell\row}\u8364?\page Segona}",
    }


def _relation(kind: str, target: str) -> str:
    return f'<Relationships xmlns="{_SCHEMAS}package/2006/relationships"><Relationship Id="r" Type="{_SCHEMAS}officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'


def _opened(main: str, kind: str, parts: dict[str, str], more: str = "") -> bytes:
    types = f'<Types xmlns="{_SCHEMAS}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>{more}</Types>'
    parts = {"[Content_Types].xml": types, "_rels/.rels": _relation("officeDocument", main), **parts}
    return zipped({name: (_HEAD + part).encode() for name, part in parts.items()})


def _packed(form: bytes) -> dict[str, bytes]:
    message = mail("Sol·licitud", "Adjunte la sol·licitud.", {"a.pdf": form})
    nested = EmailMessage()
    nested["Subject"], nested["From"], nested["To"] = "Fwd: Sol·licitud", "a@example.org", "b@example.org"
    nested.set_content("Reenvie.")
    nested.add_alternative("<html><body><p>Reenvie.</p></body></html>", subtype="html")
    nested.add_attachment(message)
    return {
        "mail": message.as_bytes(),
        "mail-in-mail": nested.as_bytes(),
        "msg": outlook.saved(outlook.message("Sol·licitud", "Adjunte.", {"a.pdf": form[:3000]})),
        "zip": zipped({"a.pdf": form, "b.txt": b"hola"}),
        "zip-in-zip": zipped({"a.zip": zipped({"b.eml": message.as_bytes()}), "c.txt": b"hola"}),
    }


def mail(subject: str, body: str, attached: dict[str, bytes]) -> EmailMessage:
    """A message with PDF files attached."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "a@example.org", "b@example.org"
    message.set_content(body)
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message


def _texts() -> dict[str, bytes]:
    html = "<html><head><style>p{color:red}</style></head><body><p>Exposa &amp; demana</p><table><tr><td>NIF</td><td>12345678Z</td></tr></table></body></html>"
    return {
        "html": html.encode(),
        "text": "Sol·licitud de María, NIF 48576231R\n".encode() * 20,
        "text-utf-16": ("Sol·licitud de María\n" * 20).encode("utf-16"),
        "text-latin": ("Sol·licitud de María, º ª\n" * 20).encode("latin-1"),
    }
