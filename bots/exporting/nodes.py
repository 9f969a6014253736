"""XML built node by node, where what XML or the standard cannot hold is refused by the element's name."""

from __future__ import annotations

from lxml import etree

from casework.errors import Refused

# Nothing outside the file is ever looked up; documents of many megabytes are one text node of base64.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def put(parent: etree._Element, name: str, value: str | None = None, *, at_most: int = 0) -> etree._Element:
    """A new last child; its value is never cut: one that is longer than `at_most` characters raises Refused."""
    if at_most and value is not None and len(value) > at_most:
        raise Refused(
            f"the value for {_local(name)} has {len(value)} characters, at most {at_most} are allowed",
            remedy="correct the value in the case, then export again",
        )
    node = etree.SubElement(parent, name)
    try:
        node.text = value
    except ValueError:  # control characters that a damaged file may bring
        raise Refused(
            f"the value for {_local(name)} holds characters that XML cannot", remedy="correct the value in the case"
        ) from None
    return node


def to_bytes(root: etree._Element) -> bytes:
    """The whole document in UTF-8 with its declaration; the same bytes for the same content."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def canonical(node: etree._Element) -> bytes:
    """The node in exclusive canonical XML: what a signature is made over."""
    written: bytes = etree.tostring(node, method="c14n", exclusive=True)
    return written


def parsed(data: bytes) -> etree._Element:
    """The document's root; raises Refused where the bytes are no XML."""
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        raise Refused("the exported file is no XML any more", remedy="export the case again") from None


def _local(name: str) -> str:
    return name.rpartition("}")[2]
