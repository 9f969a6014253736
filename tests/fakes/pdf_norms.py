"""What a PDF lacks of PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), read with pikepdf as veraPDF would ask."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from lxml import etree

_X = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "a": "http://www.aiim.org/pdfa/ns/id/",
    "ua": "http://www.aiim.org/pdfua/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
}
_CHILDREN = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
}
_PARENTS = {"TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "LBody": {"LI"}}
_STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl "
    "LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Figure Formula "
    "Form".split()
)
_PAINTING = set("S s f F f* B B* b b* sh Do Tj TJ ' \" EI".split())
_FORBIDDEN_ACTIONS = {"/Launch", "/JavaScript", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/GoToE"}
_BCP47 = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?(-[a-zA-Z0-9]{5,8})?")


def lacks(data: bytes) -> list[str]:
    """The rules that the file breaks, in a few words with the clause; none where it is PDF/A-2a and PDF/UA-1."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found: list[str] = []
        for rule in _RULES:
            found += rule(pdf, data) if rule is _file else rule(pdf)
    return found


def _file(pdf: pikepdf.Pdf, data: bytes) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", data):
        yield "A 6.1.2 header"
    if pdf.is_encrypted:
        yield "A 6.1.3 encryption"
    if "/ID" not in pdf.trailer:
        yield "A 6.1.3 no file identifier"
    if not data.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "A 6.1.3 data after the end"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/Metadata" not in pdf.Root:
        yield "A 6.6.2.1 no metadata"
        return
    tree = etree.fromstring(pdf.Root.Metadata.read_bytes())
    if len(tree.findall("rdf:RDF", _X)) != 1:
        yield "A 6.6.2.1 metadata is not one RDF"
    said = {name: value for item in tree.iter(f"{{{_X['rdf']}}}Description") for name, value in item.attrib.items()}
    if (said.get(f"{{{_X['a']}}}part"), said.get(f"{{{_X['a']}}}conformance")) != ("2", "A"):
        yield "A 6.6.4 not said to be PDF/A-2a"
    if said.get(f"{{{_X['ua']}}}part") != "1":
        yield "UA 5 not said to be PDF/UA-1"
    if _X["ua"] not in [item.text for item in tree.iter(f"{{{_X['schema']}}}namespaceURI")]:
        yield "A 6.6.2.3 a schema is not described"
    title, author = tree.findtext(".//dc:title//rdf:li", "", _X), tree.findtext(".//dc:creator//rdf:li", "", _X)
    if not title:
        yield "UA 7.1 no title"
    for name, value in (("Title", title), ("Author", author), ("Producer", said.get(f"{{{_X['pdf']}}}Producer"))):
        if str(pdf.docinfo.get(f"/{name}", "")) != (value or ""):
            yield f"A 6.6.2 {name} differs between information and metadata"


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not _BCP47.fullmatch(str(root.get("/Lang", ""))):
        yield "UA 7.2 no language"
    if not root.get("/MarkInfo", {}).get("/Marked", False) or root.MarkInfo.get("/Suspects", False):
        yield "UA 7.1 not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "UA 7.1 shows the file's name for its title"
    intents = [intent for intent in root.get("/OutputIntents", []) if intent.S == "/GTS_PDFA1"]
    profiles = [intent.DestOutputProfile.read_bytes() for intent in intents]
    if not profiles or any(profile[36:40] != b"acsp" or profile[16:20] != b"RGB " for profile in profiles):
        yield "A 6.2.3 no output intent for RGB"
    if "/AA" in root or ("/OpenAction" in root and "/S" in root.OpenAction):
        yield "A 6.5.2 an action when opened"
    if "/EmbeddedFiles" in root.get("/Names", {}) or "/JavaScript" in root.get("/Names", {}):
        yield "A 6.8 something is embedded"
    if not root.get("/Outlines", {}).get("/Count", 0):
        yield "UA 7.17 no bookmarks"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        filters = item.get("/Filter", [])
        if "/LZWDecode" in ([str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]):
            yield "A 6.1.7.2 LZW"
        if isinstance(item, pikepdf.Stream) and "/F" in item:
            yield "A 6.1.7.1 a stream outside the file"
        if item.get("/Interpolate", False):
            yield "A 6.2.8 an interpolated picture"
        if item.get("/Subtype") == "/PS" or "/OPI" in item or "/Alternates" in item:
            yield "A 6.2.9 PostScript or alternates"
        if item.get("/Type") == "/Action" and str(item.get("/S")) in _FORBIDDEN_ACTIONS:
            yield f"A 6.5.1 action {item.S}"
        if item.get("/Type") == "/ExtGState" and ("/TR" in item or "/HTP" in item or "/HTO" in item):
            yield "A 6.2.5 transfer function"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for name, (font, shown) in _shown(pdf).items():
        if font.get("/Subtype") != "/Type0":
            yield f"A 6.2.11 {name} is no composite font"
            continue
        child = font.DescendantFonts[0]
        held = {"/FontFile", "/FontFile2", "/FontFile3"} & set(child.FontDescriptor.keys())
        if not held:
            yield f"A 6.2.11.4 {name} is not embedded"
            continue
        if child.get("/CIDToGIDMap") != "/Identity" or font.Encoding != "/Identity-H":
            yield f"A 6.2.11.3 {name} is not mapped by identity"
        program = TTFont(io.BytesIO(child.FontDescriptor[held.pop()].read_bytes()), lazy=True)
        order, scale = program.getGlyphOrder(), 1000 / program["head"].unitsPerEm
        widths = _widths(child.W)
        for glyph in sorted(shown):
            if glyph == 0 or glyph >= len(order):
                yield f"A 6.2.11.8 {name} shows a glyph it has not"
            elif abs(widths.get(glyph, 1000) - program["hmtx"][order[glyph]][0] * scale) > 1:
                yield f"A 6.2.11.5 {name} tells another width than its program"
        unmapped = shown - _unicode(font)
        if unmapped:
            yield f"A 6.2.11.7 {name} has {len(unmapped)} glyphs without a character"


def _shown(pdf: pikepdf.Pdf) -> dict[str, tuple[pikepdf.Object, set[int]]]:
    """The fonts by name, with the two-byte codes that any page shows of each."""
    fonts: dict[str, tuple[pikepdf.Object, set[int]]] = {}
    for page in pdf.pages:
        shown: set[int] = set()
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = page.resources.Font[str(operands[0])]
                shown = fonts.setdefault(str(font.BaseFont), (font, set()))[1]
            elif str(operator) in {"Tj", "TJ"}:
                texts = operands[0] if str(operator) == "TJ" else operands
                for text in texts:
                    if isinstance(text, pikepdf.String):
                        raw = bytes(text)
                        shown |= {int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)}
    return fonts


def _widths(listed: Any) -> dict[int, float]:
    widths: dict[int, float] = {}
    items = list(listed)
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if isinstance(second, pikepdf.Array):
            widths |= {first + place: float(width) for place, width in enumerate(second)}
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(items.pop(0)))
    return widths


def _unicode(font: pikepdf.Object) -> set[int]:
    """The codes that ToUnicode gives a character, those without meaning left out."""
    if "/ToUnicode" not in font:
        return set()
    pairs = re.findall(rb"<([0-9a-fA-F]{2,4})>\s*<([0-9a-fA-F]+)>", font.ToUnicode.read_bytes())
    return {int(code, 16) for code, text in pairs if text.lower() not in {b"0000", b"feff", b"fffe"}}


def _contents(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Each mark on the page is either part of the text's structure or declared as an ornament, and never CMYK."""
    for number, page in enumerate(pdf.pages, start=1):
        stack: list[str] = []
        known = _numbers(pdf).get(int(page.get("/StructParents", -1)), [])
        for operands, operator in pikepdf.parse_content_stream(page):
            sign = str(operator)
            if sign in {"BDC", "BMC"}:
                artifact = str(operands[0]) == "/Artifact"
                if (artifact and "tagged" in stack) or (not artifact and "artifact" in stack):
                    yield f"UA 7.1 page {number}: ornament and content within each other"
                properties = operands[1] if sign == "BDC" else {}
                tagged = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
                if tagged and int(properties.MCID) >= len(known):
                    yield f"UA 7.1 page {number}: content {int(properties.MCID)} is in no structure"
                stack.append("artifact" if artifact else "tagged" if tagged else "")
            elif sign == "EMC":
                stack.pop()
            elif sign in _PAINTING and not {"artifact", "tagged"} & set(stack):
                yield f"UA 7.1 page {number}: {sign} is neither content nor ornament"
            elif sign in {"K", "k"}:
                yield f"A 6.2.4.3 page {number}: CMYK"
        if page.get("/Tabs") != "/S":
            yield f"UA 7.18.3 page {number}: tab order is not that of the structure"


def _numbers(pdf: pikepdf.Pdf) -> dict[int, Any]:
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums) if "/StructTreeRoot" in pdf.Root else []
    return {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/StructTreeRoot" not in pdf.Root:
        yield "UA 7.1 no structure"
        return
    roles = {str(role)[1:] for role in pdf.Root.StructTreeRoot.get("/RoleMap", {})}
    identifiers = {str(item.ID) for item, _ in _elements(pdf) if "/ID" in item}
    for element, parent in _elements(pdf):
        kind, above = str(element.S)[1:], str(parent.get("/S", "/"))[1:]
        if kind not in _STANDARD | roles:
            yield f"UA 7.1 {kind} is no standard type"
        if element.P.objgen != parent.objgen:
            yield f"UA 7.1 {kind} names another parent"
        if not _may_stand(kind, above):
            yield f"UA 7.2 {kind} within {above}"
        if kind in {"Figure", "Formula"} and not str(element.get("/Alt", element.get("/ActualText", ""))):
            yield f"UA 7.3 a {kind} without words"
        if kind == "TD" and not identifiers.issuperset(map(str, element.get("/A", {}).get("/Headers", [""]))):
            yield "UA 7.5 a cell without a header"


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    kinds = [str(element.S) for element, _ in _elements(pdf)] if "/StructTreeRoot" in pdf.Root else []
    levels = [0, *(int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind))]
    yield from (f"UA 7.4.2 H{low} after H{high}" for high, low in pairwise(levels) if low > high + 1)
    if len(levels) == 1:
        yield "UA 7.4 no heading"


def _may_stand(kind: str, above: str) -> bool:
    return kind in _CHILDREN.get(above, {kind}) and above in _PARENTS.get(kind, {above})


def _elements(pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    waiting = [(pdf.Root.StructTreeRoot.K, pdf.Root.StructTreeRoot)]
    while waiting:
        kids, parent = waiting.pop(0)
        for kid in reversed(list(kids) if isinstance(kids, pikepdf.Array) else [kids]):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                waiting.insert(0, (kid.get("/K", pikepdf.Array()), kid))
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid, parent


def _annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    numbers = _numbers(pdf)
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if not int(annotation.get("/F", 0)) & 4 or int(annotation.F) & 0b100011:
                yield "A 6.3.2 an annotation that is not printed"
            if not str(annotation.get("/Contents", "")):
                yield "UA 7.18.5 a link without words"
            element = numbers.get(int(annotation.get("/StructParent", -1)))
            if element is None or element.S != "/Link":
                yield "UA 7.18.5 a link in no structure"
            elif annotation.objgen not in [
                kid.Obj.objgen for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
            ]:
                yield "UA 7.18.5 a structure without its link"


_RULES: tuple[Callable[..., Iterator[str]], ...] = (
    _file,
    _metadata,
    _catalogue,
    _objects,
    _fonts,
    _contents,
    _structure,
    _headings,
    _annotations,
)
