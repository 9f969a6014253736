"""XFA forms: what was typed into them stands in XML packets inside the PDF (Adobe XFA 3.3, chapters 2 and 4).

A dynamic form has no pages of its own: what other programs than Acrobat show of it is a request to wait or to use
Acrobat. Its texts and fields are read from the packets instead; `xfa_pages` lays them out.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import pypdfium2.raw as pdfium_c

_MOST_PACKETS, _MOST_BYTES = 64, 20_000_000
_MOST_NODES, _DEEPEST = 100_000, 100
_MOST_STAND_INS, _SHOWN_BY = 2, ("adobe", "acrobat")
_UNSEEN = frozenset({"hidden", "invisible", "inactive"})
_OFF = frozenset({"", "0", "off", "false", "no"})


@dataclass(slots=True)
class _Node:
    """An XML element without its namespace."""

    name: str
    attributes: Mapping[str, str]
    children: list[_Node] = field(default_factory=list)
    text: str = ""

    def first(self, *path: str) -> _Node | None:
        """The first element that a path of names leads to."""
        here: _Node | None = self
        for name in path:
            here = next((child for child in here.children if child.name == name), None) if here else None
        return here


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the form: printed text, or a field's caption with what was typed; `ticked` is a tick box's state."""

    caption: str
    name: str = ""
    value: str = ""
    ticked: bool | None = None


def is_dynamic(document: Any) -> bool:
    """Whether the pages of an open PDF only stand in for an XFA form: they hold none of its fields and no text but one.

    That text, in any language, names the program that can show the form. A form that was flattened into ordinary pages
    keeps its packets often, and is read as what it shows.
    """
    kinds = {pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND}
    if pdfium_c.FPDF_GetFormType(document) not in kinds or len(document) > _MOST_STAND_INS:
        return False
    return all(_stands_in(document[index]) for index in range(len(document)))


def entries(found: Mapping[str, bytes]) -> Iterator[Entry]:
    """The form's texts and fields in the order of its template; data that it has no field for come last."""
    root, template = _parsed(found.get("datasets", b"")), _parsed(found.get("template", b""))
    data = root.first("data") if root else None
    values: dict[str, deque[str]] = defaultdict(deque)
    for name, value in _leaves(data) if data else ():
        values[name].append(value)
    if template:
        yield from _of_template(template, values)
    for name, rest in values.items():
        yield from (Entry(caption=name, name=name, value=value) for value in rest if value)


def _stands_in(page: Any) -> bool:
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_bounded().casefold()
        return not _has_widgets(page) and (not text.strip() or any(name in text for name in _SHOWN_BY))
    finally:
        textpage.close()
        page.close()


def _has_widgets(page: Any) -> bool:
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        subtype = pdfium_c.FPDFAnnot_GetSubtype(annotation) if annotation else None
        if annotation:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
        if subtype == pdfium_c.FPDF_ANNOT_WIDGET:
            return True
    return False


def packets(document: Any) -> dict[str, bytes]:
    """The form's XML packets by name."""
    found: dict[str, bytes] = {}
    for index in range(min(_MOST_PACKETS, pdfium_c.FPDF_GetXFAPacketCount(document))):
        size = pdfium_c.FPDF_GetXFAPacketName(document, index, None, 0)
        name = ctypes.create_string_buffer(max(1, size))
        pdfium_c.FPDF_GetXFAPacketName(document, index, name, size)
        length = ctypes.c_ulong()
        pdfium_c.FPDF_GetXFAPacketContent(document, index, None, 0, length)
        if not 0 < length.value <= _MOST_BYTES:
            continue
        content = ctypes.create_string_buffer(length.value)
        pdfium_c.FPDF_GetXFAPacketContent(document, index, content, length.value, length)
        found[name.value.decode("utf-8", "replace")] = content.raw
    return found


class _TooMuch(Exception):
    """The XML declares entities, or is deeper or longer than any form."""


def _parsed(xml: bytes) -> _Node | None:
    """The root of a packet; None where it is no XML that a form would hold."""
    top = _Node("", {})
    open_nodes = [top]
    count = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > _MOST_NODES or len(open_nodes) > _DEEPEST:
            raise _TooMuch
        node = _Node(name.rpartition(":")[2], attributes)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_: str) -> None:
        open_nodes.pop()

    def characters(text: str) -> None:
        open_nodes[-1].text += text

    def refuse(*_: object) -> None:
        raise _TooMuch

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = characters, refuse
    try:
        parser.Parse(xml.rstrip(b"\0"), True)  # noqa: FBT003 - the whole document at once
    except (expat.ExpatError, _TooMuch, ValueError):
        return None
    return top.children[0] if top.children else None


def _leaves(node: _Node) -> Iterator[tuple[str, str]]:
    """Name and value of the data's elements that hold one; formatted text is one value, not its paragraphs."""
    for child in node.children:
        if child.children and not child.first("body"):
            yield from _leaves(child)
        else:
            lines = (" ".join(line.split()) for line in _lines(child).splitlines())
            yield child.name, "\n".join(line for line in lines if line)


def _lines(node: _Node) -> str:
    """The text inside, each paragraph on a line of its own."""
    return node.text + "".join(_lines(child) + "\n" * (child.name in {"p", "br", "div"}) for child in node.children)


def _of_template(node: _Node, values: Mapping[str, deque[str]]) -> Iterator[Entry]:
    """The template's texts and fields that a person sees, each field with the next value of its name."""
    if node.attributes.get("presence") in _UNSEEN:
        return
    name = node.attributes.get("name", "")
    match node.name:
        case "draw":
            if words := _words_in(node, "value"):
                yield Entry(caption=words)
        case "exclGroup":
            chosen = _next(values, name)
            for option in (child for child in node.children if child.name == "field"):
                state = bool(chosen) and chosen in _choices(option)
                caption = _words_in(option, "caption", "value") or option.attributes.get("name", "")
                yield Entry(caption=caption, name=name, value=chosen if state else "", ticked=state)
        case "field" if node.first("ui", "button") is None:
            value, caption = _next(values, name), _words_in(node, "caption", "value") or name
            if node.first("ui", "checkButton") is not None:
                on = _choices(node)[:1]
                ticked = value in on if on else value.casefold() not in _OFF
                yield Entry(caption=caption, name=name, ticked=ticked)
            else:
                yield Entry(caption=caption, name=name, value=value)
        case "field":
            return
        case _:
            for child in node.children:
                yield from _of_template(child, values)


def _next(values: Mapping[str, deque[str]], name: str) -> str:
    waiting = values.get(name)
    return waiting.popleft() if waiting else ""


def _words_in(node: _Node, *path: str) -> str:
    found = node.first(*path)
    return " ".join(_lines(found).split()) if found else ""


def _choices(node: _Node) -> list[str]:
    """The values that a field's options stand for; of a tick box the first is the ticked one."""
    items = [child for child in node.children if child.name == "items"]
    saved = next((child for child in items if child.attributes.get("save") == "1"), items[0] if items else None)
    return [" ".join(child.text.split()) for child in saved.children] if saved else []
