"""What a file is, told from its bytes: a name or a declared type is the sender's claim and is never believed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

PDF = "application/pdf"
EMAIL = "message/rfc822"
HTML = "text/html"
PLAIN = "text/plain"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
RTF = "application/rtf"
GZIP = "application/gzip"
TAR = "application/x-tar"
SEVEN_ZIP = "application/x-7z-compressed"
RAR = "application/vnd.rar"
UNKNOWN = "application/octet-stream"

ODT = "application/vnd.oasis.opendocument.text"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = _OFFICE + "wordprocessingml.document"
XLSX = _OFFICE + "spreadsheetml.sheet"
PPTX = _OFFICE + "presentationml.presentation"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00\x08\x00", "image/tiff"),  # BigTIFF
    (b"MM\x00+\x00\x08", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
    (b"\x1f\x8b", GZIP),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"Rar!\x1a\x07", RAR),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)
_TAR_MARK, _TAR_AT = b"ustar", 257
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"))
_HEADER_LINE = re.compile(rb"(?im)^(from|to|subject|date|received|message-id|mime-version|return-path|content-type):")
# atomic groups: comments in a row could else be divided among themselves in more ways than time is for
_HTML_START = re.compile(
    rb"(?is)^\s*(?>(?>(?><!--.*?-->|<\?xml[^>]*>)\s*)*)<(?:(?:!doctype\s+html|html|head|body)\b"
    rb"|(?:meta|title|style|table|div|p|span|font|center|h[1-6]|ul|ol|br)\b[^<@]*>)"
)
_MOST_BRANDS = 256  # bytes
_PDF_WITHIN = 1024
_LOOK = 4096


def sniff(data: bytes) -> str:
    """The media type of the bytes; `application/octet-stream` where they look like nothing known."""
    head = data[:_LOOK]
    if head.startswith(b"%PDF-"):
        return PDF
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if head.startswith(_ZIP_STARTS):
        return _zip_kind(data)
    if head.startswith(_TAR_MARK, _TAR_AT):
        return TAR
    known = _riff_or_box(head) or _bitmap(head)
    if known:
        return known
    told = _text_kind(head)
    # readers accept junk before a PDF's header, as ISO 32000 allows; what packs a PDF is recognised before
    return PDF if told != EMAIL and b"%PDF-" in head[:_PDF_WITHIN] else told


def _riff_or_box(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return "image/heic" if head[4:8] == b"ftyp" and not _HEIC_BRANDS.isdisjoint(_brands(head)) else ""


def _brands(head: bytes) -> Iterator[bytes]:
    """The major brand of an ISO media file and those it is compatible with (ISO/IEC 14496-12, 4.3)."""
    size = min(int.from_bytes(head[:4], "big"), _MOST_BRANDS)
    yield head[8:12]
    yield from (head[place : place + 4] for place in range(16, size, 4))


def _bitmap(head: bytes) -> str:
    # "BM" alone also begins plain words; the reserved bytes of the header are always zero
    return "image/bmp" if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00" else ""


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = packed.namelist()[:200]
    except zipfile.BadZipFile:
        return ZIP
    if "[Content_Types].xml" in names:
        kinds = {
            "word/": DOCX,
            "xl/": XLSX,
            "ppt/": PPTX,
        }
        for folder, kind in kinds.items():
            if any(name.startswith(folder) for name in names):
                return kind
    if "mimetype" in names and "content.xml" in names:
        return ODT
    return ZIP


def _text_kind(head: bytes) -> str:
    if not _is_text(head):
        return UNKNOWN
    if _HTML_START.match(head):
        return HTML
    return EMAIL if _begins_with_headers(head) else PLAIN


def _begins_with_headers(head: bytes) -> bool:
    """Whether the first block is made of header lines, at least three of them of the usual names."""
    block = re.split(rb"\r?\n\r?\n", head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), maxsplit=1)[0]
    lines = [line for line in block.splitlines() if line.strip()]
    shaped = all(re.match(rb"(?:[!-9;-~]+:|[ \t]|From )", line) for line in lines[:-1])
    return shaped and len({name.lower() for name in _HEADER_LINE.findall(block)}) >= 3


def _is_text(head: bytes) -> bool:
    if not head.strip():
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return control == 0
