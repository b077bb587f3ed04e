"""The names XMP properties have, as `{namespace}name`."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

PREFIXES = {
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "expressionmedia": "http://ns.microsoft.com/expressionmedia/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": RDF,
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "x": "adobe:ns:meta/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
"""The prefixes everybody uses, and what they stand for."""

WITHOUT_SLASH = frozenset(("MicrosoftPhoto",))
"""Prefixes whose namespace some programs write without the slash at its end."""


def named(short: str) -> str:
    """`dc:subject` in full."""
    prefix, name = short.split(":")
    return f"{{{PREFIXES[prefix]}}}{name}"


def spellings(short: str) -> tuple[str, ...]:
    """Every form in which a property is found: one, or two where its namespace is written in two ways."""
    prefix, name = short.split(":")
    if prefix not in WITHOUT_SLASH:
        return (named(short),)
    return (named(short), f"{{{PREFIXES[prefix].rstrip('/')}}}{name}")


CAPTION = named("dc:description")
"""What somebody wrote of the picture."""

SUBJECT = named("dc:subject")
"""Keywords, a word each."""

PERSONS = named("Iptc4xmpExt:PersonInImage")
"""Names of people, a name each."""

ACDSEE_KEYWORDS = named("acdsee:keywords")
"""Keywords of ACDSee, a word each."""

HIERARCHICAL = named("lr:hierarchicalSubject")
"""Keywords with those above them, parted by |, as Lightroom has them."""

TAGS_LIST = named("digiKam:TagsList")
"""The same, parted by /, as digiKam has them."""

LAST_KEYWORDS = (*spellings("MicrosoftPhoto:LastKeywordXMP"), *spellings("MicrosoftPhoto:LastKeywordIPTC"))
"""The same, parted by /, as Windows has them."""

CATALOG_SETS = (named("mediapro:CatalogSets"), named("expressionmedia:CatalogSets"))
"""The same, parted by |, as Media Pro has them."""

CATEGORIES = named("acdsee:categories")
"""The same as ACDSee has them: a document of its own within a text."""

RATING = named("xmp:Rating")
"""0 to 5 stars; -1 is rejected."""

ACDSEE_RATING = named("acdsee:rating")
"""0 to 5 stars of ACDSee."""

PERCENT_RATINGS = spellings("MicrosoftPhoto:Rating")
"""Stars of Windows: 1, 25, 50, 75 or 99 of a hundred."""

POSITION = (named("exif:GPSLatitude"), named("exif:GPSLongitude"))
"""Where a photo was taken."""

ORIENTATION = named("tiff:Orientation")
"""How the stored picture is turned upright, as EXIF numbers it."""

TAKEN = (named("exif:DateTimeOriginal"), named("photoshop:DateCreated"))
"""When the photo itself was taken: what people correct."""

DATES = tuple(
    map(
        named,
        ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "exif:DateTimeDigitized"),
    )
)
"""When a photo was taken, the surest first."""
