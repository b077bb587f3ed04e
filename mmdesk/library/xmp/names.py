"""The names XMP properties have, as `{namespace}name`."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": RDF,
    "x": "adobe:ns:meta/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
"""The prefixes everybody uses, and what they stand for."""


def named(short: str) -> str:
    """`dc:subject` in full."""
    prefix, name = short.split(":")
    return f"{{{PREFIXES[prefix]}}}{name}"


SUBJECT = named("dc:subject")
"""Keywords, a word each."""

HIERARCHICAL = named("lr:hierarchicalSubject")
"""Keywords with those above them, parted by |, as Lightroom has them."""

TAGS_LIST = named("digiKam:TagsList")
"""The same, parted by /, as digiKam has them."""

RATING = named("xmp:Rating")
"""0 to 5 stars; -1 is rejected."""

DATES = (named("exif:DateTimeOriginal"), named("photoshop:DateCreated"), named("xmp:CreateDate"))
"""When a photo was taken, the surest first."""
