"""Sidecars as other programs might have written them, made by chance."""

import unicodedata

from hypothesis import strategies as st
from lxml import etree

from mmdesk.core.keyword_paths import pieces
from mmdesk.library.xmp.keywords import Keywords
from mmdesk.library.xmp.names import HIERARCHICAL, PREFIXES, RATING, SUBJECT, TAGS_LIST, named

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
WORDS = (
    st.text(LETTERS | st.sampled_from("|/"), min_size=1, max_size=12)
    .map(lambda word: " ".join(unicodedata.normalize("NFC", word).split()))
    .filter(pieces)
)
"""Keywords as people may have them, with what parts others in them."""

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,8}", fullmatch=True)
SPACES = st.sampled_from(
    ["http://darktable.sf.net/", "http://ns.adobe.com/camera-raw-settings/1.0/", "urn:x-own:#", "http://a.b/"]
)
OWN = (SUBJECT, HIERARCHICAL, TAGS_LIST, RATING)
LIST_KINDS = st.sampled_from(("Bag", "Seq", "Alt"))


def words_of(keywords: Keywords) -> tuple[str, ...]:
    """The keywords alone, each once."""
    return tuple(dict.fromkeys(path[-1] for path in keywords.paths))


def _list(parent, words, kind):
    items = etree.SubElement(parent, named(f"rdf:{kind}"))
    for word in words:
        etree.SubElement(items, named("rdf:li")).text = word


@st.composite
def _structure(draw, depth=2):
    """A foreign property: a text, a list, or a structure of others."""
    element = etree.Element(f"{{{draw(SPACES)}}}{draw(NAMES)}")
    form = draw(st.sampled_from(("text", "list", "structure") if depth else ("text", "list")))
    if form == "text":
        element.text = draw(WORDS)
    elif form == "list":
        _list(element, draw(st.lists(WORDS, max_size=3)), draw(LIST_KINDS))
    else:
        element.set(named("rdf:parseType"), "Resource")
        element.extend(draw(st.lists(_structure(depth=depth - 1), max_size=3)))
    return element


@st.composite
def _keywords(draw, name):
    """One of the lists this program knows, in any of its spellings: attribute, text, or list."""
    words = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    form = draw(st.sampled_from(("attribute", "text", "Bag", "Seq", "Alt")))
    if form in ("attribute", "text"):
        words = words[:1]
    return name, form, words


@st.composite
def foreign_sidecars(draw):
    """A sidecar's bytes."""
    root = etree.Element(named("x:xmpmeta"), nsmap={"x": PREFIXES["x"]})
    rdf = etree.SubElement(root, named("rdf:RDF"), nsmap={"rdf": PREFIXES["rdf"]})
    descriptions = [
        etree.SubElement(rdf, named("rdf:Description"), {named("rdf:about"): ""})
        for _ in range(draw(st.integers(1, 3)))
    ]
    for description in descriptions:
        description.extend(draw(st.lists(_structure(), max_size=3)))
        for space, name in draw(st.sets(st.tuples(SPACES, NAMES), max_size=2)):
            description.set(f"{{{space}}}{name}", draw(WORDS))
        if draw(st.booleans()):
            description.append(etree.Comment("kept"))
    for name in draw(st.sets(st.sampled_from(OWN[:3]))):
        _, form, words = draw(_keywords(name))
        home = draw(st.sampled_from(descriptions))
        if form == "attribute":
            home.set(name, words[0])
        elif form == "text":
            etree.SubElement(home, name).text = words[0]
        else:
            _list(etree.SubElement(home, name), words, form)
    if draw(st.booleans()):
        home, stars = draw(st.sampled_from(descriptions)), str(draw(st.integers(-1, 5)))
        if draw(st.booleans()):
            home.set(RATING, stars)
        else:
            etree.SubElement(home, RATING).text = stars
    return etree.tostring(
        root, encoding=draw(st.sampled_from(("UTF-8", "UTF-16"))), xml_declaration=True,
        pretty_print=draw(st.booleans()),
    )  # fmt: skip


def foreign_parts(data):
    """Everything in a sidecar that is none of ours, in an order that does not matter."""
    root = etree.fromstring(data)
    for description in root.iter(named("rdf:Description")):
        for name in OWN:
            description.attrib.pop(name, None)
            for element in description.findall(name):
                description.remove(element)
    return [
        (sorted(one.attrib.items()), [_canonical(child) for child in one])
        for one in root.iter(named("rdf:Description"))
    ]


def _canonical(element):
    if not isinstance(element.tag, str):
        return "comment", element.text
    return (
        element.tag,
        sorted(element.attrib.items()),
        (element.text or "").strip(),
        [_canonical(child) for child in element],
    )
