"""Properties of an XMP packet that are one text each: attributes of a description, or elements in it."""

from collections.abc import Collection

from lxml import etree

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"

MOST_BYTES = 16 << 20
"""A packet is some kilobytes, with thumbnails and a history of changes perhaps a megabyte."""


def properties(packet: bytes, wanted: Collection[str]) -> dict[str, str]:
    """The `wanted` properties, as `{namespace}name`; those that are lists by their first item.

    A packet that is broken, or declares entities, which could grow without end, says nothing.
    """
    if len(packet) > MOST_BYTES or b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, str] = {}
    for description in root.iter(f"{RDF}Description"):
        told = {str(name): str(words) for name, words in description.attrib.items()}
        told |= {str(element.tag): _text(element) for element in description.iterchildren(etree.Element)}
        found = {name: words for name, words in told.items() if name in wanted and words.strip()} | found
    return found


def _text(element: "etree._Element") -> str:
    """The element's own text, or the first within it."""
    return next((words for part in element.itertext() if (words := str(part).strip())), "")
