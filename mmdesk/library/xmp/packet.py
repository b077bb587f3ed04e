"""One XMP packet: a few properties that are understood, among others that are left alone.

XMP is RDF in some of its many spellings (ISO 16684-1, chapter 7): a property is an attribute of a
description or an element in it, there may be several descriptions, and a list is a Bag, a Seq or an Alt.
All of them are read; what is written keeps the spelling that is there.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from lxml import etree

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.library.xmp.names import PREFIXES, named
from mmdesk.library.xmp.safe_xml import parse_xml

ListKind = Literal["Bag", "Seq", "Alt"]

MOST_BYTES = 16 << 20
"""A packet is some kilobytes, with thumbnails and a history of changes perhaps a megabyte."""

LISTS = tuple(named(f"rdf:{kind}") for kind in ("Bag", "Seq", "Alt"))
ITEM, VALUE, RESOURCE = named("rdf:li"), named("rdf:value"), named("rdf:resource")
LANGUAGE, ANY = "{http://www.w3.org/XML/1998/namespace}lang", "x-default"
DESCRIPTION, ABOUT = named("rdf:Description"), named("rdf:about")

EMPTY = f"""<x:xmpmeta xmlns:x="{PREFIXES["x"]}">
 <rdf:RDF xmlns:rdf="{PREFIXES["rdf"]}">
  <rdf:Description rdf:about=""/>
 </rdf:RDF>
</x:xmpmeta>""".encode()

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold at all."""


class XmpPacket:
    """A packet that can be read, added to, and written again."""

    def __init__(self, tree: "etree._ElementTree[etree._Element]", *, declared: bool) -> None:
        self._tree = tree
        self._declared = declared

    @classmethod
    def parse(cls, data: bytes, name: str) -> "XmpPacket":
        """The packet in `data`; `name` is what errors call it.

        Raises UserError for what is not XMP, is too large, or declares entities: those could grow without
        end, or bring in other files, and XMP has no use for them.
        """
        if len(data) > MOST_BYTES:
            raise UserError(tr("The metadata of {name} is too large to be XMP.", name=name))
        root, declared = parse_xml(data, name)
        return cls(root.getroottree(), declared=declared)

    @classmethod
    def empty(cls) -> "XmpPacket":
        """A packet that says nothing yet."""
        return cls(etree.fromstring(EMPTY).getroottree(), declared=True)

    def words(self, name: str) -> list[str]:
        """The items of a list, or the one text in its place; each once, without those that are empty."""
        found = (tidy(text) for element in self._found(name) for text in _texts(element))
        return list(dict.fromkeys(filter(None, found)))

    def text(self, name: str) -> str | None:
        """A property that is one text."""
        return next(iter(self.words(name)), None)

    def add_words(self, name: str, words: Sequence[str], kind: ListKind) -> list[str]:
        """Add those of `words` that are not there yet, and return them. A new list is of this `kind`.

        Raises UserError where the list has a form that nothing can be added to.
        """
        there = set(self.words(name))
        fresh = [word for word in dict.fromkeys(map(tidy, words)) if word and word not in there]
        if fresh:
            items = self._list(name, kind)
            for word in fresh:
                _append(items, ITEM).text = word
        return fresh

    def remove_words(self, name: str, words: Collection[str]) -> list[str]:
        """Take items out of a list, and return those that were there."""
        gone = []
        unwanted = set(map(tidy, words))
        for element in self._found(name):
            for item in element.iterfind(f"*/{ITEM}") if isinstance(element, etree._Element) else ():  # noqa: SLF001
                if (word := tidy(_text(item))) in unwanted:
                    _remove(item)
                    gone.append(word)
        return gone

    def set_text(self, name: str, value: str) -> None:
        """Set a property that is one text, in the form it has or as an element."""
        for description in self._descriptions():
            if name in description.attrib:
                description.set(name, value)
                return
            element = description.find(name)
            if element is not None:
                element[:] = []
                element.text = value
                return
        _append(self._first_description(), name).text = value

    def set_alternative(self, name: str, text: str | None) -> None:
        """Set the text of a property that has one for each language, for whoever speaks none of them; None
        takes it away. Raises UserError where the property has a form that has no room for it.
        """
        if text is None:
            self.remove_words(name, self.words(name)[:1])
            return
        items = self._list(name, "Alt")
        found = items.findall(ITEM)
        item = next((one for one in found if one.get(LANGUAGE) == ANY), None)
        if item is None and len(found) == 1 and found[0].get(LANGUAGE) is None:
            item = found[0]
        if item is None:
            item = _append(items, ITEM)
            items.insert(0, item)
        item[:] = []
        item.set(LANGUAGE, ANY)
        item.text = text

    def to_bytes(self) -> bytes:
        """The packet in UTF-8."""
        return etree.tostring(self._tree, encoding="UTF-8", xml_declaration=self._declared)

    def _descriptions(self) -> Iterator["etree._Element"]:
        """Whatever stands directly in rdf:RDF describes the picture."""
        for rdf in self._tree.getroot().iter(named("rdf:RDF")):
            yield from rdf.iterchildren(etree.Element)

    def _first_description(self) -> "etree._Element":
        found = next(self._descriptions(), None)
        if found is not None:
            return found
        root = self._tree.getroot()
        rdf = next(root.iter(named("rdf:RDF")), None)
        described = _append(_append(root, named("rdf:RDF")) if rdf is None else rdf, DESCRIPTION)
        described.set(ABOUT, "")
        return described

    def _found(self, name: str) -> Iterator["etree._Element | str"]:
        """Every place where a property stands: an element, or what the attribute says."""
        for description in self._descriptions():
            if name in description.attrib:
                yield str(description.attrib[name])
            yield from description.iterfind(name)

    def _list(self, name: str, kind: ListKind) -> "etree._Element":
        """The list of a property, which is made where there is none, or one text in its place."""
        for description in self._descriptions():
            for element in description.iterfind(name):
                return _list_in(element, name, kind)
            if name in description.attrib:
                items = _append(_append(description, name), named(f"rdf:{kind}"))
                _append(items, ITEM).text = str(description.attrib.pop(name))
                return items
        return _append(_append(self._first_description(), name), named(f"rdf:{kind}"))


def _list_in(element: "etree._Element", name: str, kind: ListKind) -> "etree._Element":
    children = list(element.iterchildren(etree.Element))
    if children and children[0].tag in LISTS:
        return children[0]
    if children or element.attrib:
        raise UserError(
            tr(
                "It keeps {list_name} in a form that nothing can be added to.",
                list_name=etree.QName(name).localname,
            )
        )
    alone, element.text = tidy(element.text or ""), None
    items = _append(element, named(f"rdf:{kind}"))
    if alone:
        _append(items, ITEM).text = alone
    return items


def _texts(element: "etree._Element | str") -> Iterator[str]:
    """The items of a list, or the one text."""
    if isinstance(element, str):
        yield element
        return
    children = list(element.iterchildren(etree.Element))
    if children and children[0].tag in LISTS:
        yield from (_text(item) for item in children[0].iterfind(ITEM))
    else:
        yield _text(element)


def _text(element: "etree._Element") -> str:
    """Plain text; with qualifiers it is the rdf:value among them (ISO 16684-1, 7.8). Structures have none."""
    if next(element.iterchildren(etree.Element), None) is None:
        alone = str(element.xpath("string()"))
        return alone or str(element.get(RESOURCE, element.get(VALUE, "")))
    value = next(element.iter(VALUE), None)
    if value is not None:
        return str(value.xpath("string()"))
    return next((str(child.attrib[VALUE]) for child in element if VALUE in child.attrib), "")


def _append(parent: "etree._Element", name: str) -> "etree._Element":
    """A new last child, on a line of its own where its siblings are."""
    space = etree.QName(name).namespace
    prefixes = {prefix: uri for prefix, uri in PREFIXES.items() if uri == space}
    inner = parent.text if parent.text and not parent.text.strip() else None
    last = parent[-1] if len(parent) else None
    child = etree.SubElement(parent, name, nsmap=prefixes)
    if last is not None:
        child.tail, last.tail = last.tail, inner if inner is not None else last.tail
    return child


def _remove(child: "etree._Element") -> None:
    """Take an element out, with the line it stood on."""
    parent, before = child.getparent(), child.getprevious()
    if parent is None:
        return
    if before is not None and child.getnext() is None:
        before.tail = child.tail
    child.tail = None
    parent.remove(child)


def tidy(word: str) -> str:
    """A word as it is compared and written: composed letters, single spaces, nothing XML cannot hold."""
    return " ".join(ILLEGAL.sub(" ", unicodedata.normalize("NFC", word)).split())
