"""Sidecars in the shapes programs write them, and what each says: keywords below parents, and stars."""

from mmdesk.core.keyword_paths import Path

SPACES = {
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "MPbare": "http://ns.microsoft.com/photo/1.0",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "darktable": "http://darktable.sf.net/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "photomechanic": "http://ns.camerabits.com/photomechanic/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def bag(name: str, *words: str, kind: str = "Bag") -> str:
    """A list property."""
    items = "".join(f"<rdf:li>{word}</rdf:li>" for word in words)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def sidecar(inside: str = "", attributes: str = "") -> bytes:
    """A packet whose only description has these elements and attributes."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="" {spaces} {attributes}>{inside}'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


CATEGORIES = (
    '&lt;Categories&gt;&lt;Category Assigned="0"&gt;Places&lt;Category Assigned="1"&gt;Rome&lt;/Category&gt;'
    '&lt;Category Assigned="0"&gt;Oslo&lt;/Category&gt;&lt;/Category&gt;'
    '&lt;Category Assigned="1"&gt;Dog&lt;/Category&gt;&lt;/Categories&gt;'
).replace('"', "&quot;")

ROME = ("Places", "Italy", "Rome")

PROGRAMS: dict[str, tuple[bytes, set[Path], int | None]] = {
    "Lightroom": (
        sidecar(
            bag("dc:subject", "Animals", "Dog") + bag("lr:hierarchicalSubject", "Animals|Dog"),
            'xmp:Rating="4"',
        ),
        {("Animals",), ("Animals", "Dog")},
        4,
    ),
    "Lightroom with a rating of its own line and settings": (
        sidecar("<xmp:Rating>2</xmp:Rating>" + bag("dc:subject", "sea"), 'crs:Contrast2012="+12"'),
        {("sea",)},
        2,
    ),
    "Lightroom without any keyword": (sidecar("", 'crs:Exposure2012="0.00" xmp:Rating="0"'), set(), 0),
    "digiKam": (
        sidecar(
            bag("dc:subject", "Rome") + bag("lr:hierarchicalSubject", "Places|Italy|Rome")
            + bag("digiKam:TagsList", "Places/Italy/Rome", kind="Seq"),
            'xmp:Rating="3"',
        ),
        {ROME},
        3,
    ),
    "digiKam for all": (
        sidecar(
            bag("dc:subject", "Rome") + bag("lr:hierarchicalSubject", "Places|Italy|Rome")
            + bag("digiKam:TagsList", "Places/Italy/Rome", kind="Seq")
            + bag("MicrosoftPhoto:LastKeywordXMP", "Places/Italy/Rome")
            + bag("mediapro:CatalogSets", "Places|Italy|Rome")
            + f"<acdsee:categories>{CATEGORIES}</acdsee:categories>",
            'xmp:Rating="5" MicrosoftPhoto:Rating="99" acdsee:rating="5"',
        ),
        {ROME, ("Places", "Rome"), ("Dog",)},
        5,
    ),
    "darktable": (
        sidecar(
            bag("dc:subject", "changed", "darktable", "format", "jpg", "Rome", kind="Seq")
            + bag("lr:hierarchicalSubject", "darktable|changed", "darktable|format|jpg", "Places|Rome"),
            'xmp:Rating="-1" darktable:xmp_version="4"',
        ),
        {
            ("darktable",), ("format",), ("darktable", "changed"), ("darktable", "format", "jpg"),
            ("Places", "Rome"),
        },
        -1,
    ),
    "Immich": (
        sidecar(bag("digiKam:TagsList", "Taken By/Rich", kind="Seq"), 'xmp:Rating="5"'),
        {("Taken By", "Rich")},
        5,
    ),
    "Immich with a slash in a word": (
        sidecar(bag("digiKam:TagsList", "Music/AC|DC", kind="Seq") + bag("dc:subject", "AC/DC")),
        {("Music", "AC/DC")},
        None,
    ),
    "every parent written out": (
        sidecar(bag("dc:subject", "a", "b", "c") + bag("lr:hierarchicalSubject", "a", "a|b", "a|b|c")),
        {("a",), ("a", "b"), ("a", "b", "c")},
        None,
    ),
    "one word below two parents": (
        sidecar(
            bag("dc:subject", "Georgia") + bag("lr:hierarchicalSubject", "USA|Georgia", "Caucasus|Georgia")
        ),
        {("USA", "Georgia"), ("Caucasus", "Georgia")},
        None,
    ),
    "Bridge, all of it in attributes": (
        sidecar("", 'dc:subject="sea" lr:hierarchicalSubject="Places|sea" xmp:Rating="1"'),
        {("Places", "sea")},
        1,
    ),
    "Bridge with qualifiers": (
        sidecar(
            "<dc:subject><rdf:Bag><rdf:li rdf:parseType='Resource'><rdf:value>sea</rdf:value>"
            "<crs:x>1</crs:x></rdf:li></rdf:Bag></dc:subject>"
        ),
        {("sea",)},
        None,
    ),
    "Photo Mechanic": (
        sidecar(
            bag("dc:subject", "Smith, John", "AC/DC"),
            'photomechanic:ColorClass="1" photomechanic:Tagged="True" xmp:Rating="3"',
        ),
        {("Smith, John",), ("AC/DC",)},
        3,
    ),
    "ACDSee": (
        sidecar(
            f"<acdsee:categories>{CATEGORIES}</acdsee:categories>" + bag("acdsee:keywords", "sea"),
            'acdsee:rating="4"',
        ),
        {("Places", "Rome"), ("Dog",), ("sea",)},
        4,
    ),
    "ACDSee with a damaged tree": (
        sidecar("<acdsee:categories>&lt;Categories&gt;</acdsee:categories>" + bag("dc:subject", "sea")),
        {("sea",)},
        None,
    ),
    "Windows": (
        sidecar(bag("MicrosoftPhoto:LastKeywordXMP", "Canyon/Falls"), 'MicrosoftPhoto:Rating="75"'),
        {("Canyon", "Falls")},
        4,
    ),
    "Windows, its namespace without the slash": (
        sidecar(bag("MPbare:LastKeywordXMP", "Canyon/Falls") + "<MPbare:Rating>50</MPbare:Rating>"),
        {("Canyon", "Falls")},
        3,
    ),
    "Media Pro": (sidecar(bag("mediapro:CatalogSets", "Canyon|Gorge")), {("Canyon", "Gorge")}, None),
    "Apple Photos": (
        sidecar(
            bag("dc:subject", "holiday", "Jane Roe", kind="Seq")
            + bag("digiKam:TagsList", "holiday", kind="Seq") + bag("Iptc4xmpExt:PersonInImage", "Jane Roe")
        ),
        {("holiday",), ("Jane Roe",)},
        None,
    ),
    "people alone": (sidecar(bag("Iptc4xmpExt:PersonInImage", "Jane Roe")), {("Jane Roe",)}, None),
    "one word in many spellings": (
        sidecar(bag("dc:subject", "Dog", "dog", "DOG") + bag("lr:hierarchicalSubject", "Animals|dog")),
        {("Animals", "Dog")},
        None,
    ),
    "letters put together": (
        sidecar(bag("dc:subject", "cafe\N{COMBINING ACUTE ACCENT}", "café")),
        {("café",)},
        None,
    ),
    "words that hold what parts others": (
        sidecar(
            bag("dc:subject", "rock|pop", "a &lt;b&gt; &amp; c")
            + bag("lr:hierarchicalSubject", "Music|rock|pop")
        ),
        {("Music", "rock|pop"), ("a <b> & c",)},
        None,
    ),
    "empty lists": (
        sidecar(
            "<dc:subject><rdf:Bag/></dc:subject><digiKam:TagsList/>" + bag("lr:hierarchicalSubject", "", " ")
        ),
        set(),
        None,
    ),
    "alternatives": (
        sidecar("<dc:subject><rdf:Alt><rdf:li xml:lang='x-default'>sea</rdf:li></rdf:Alt></dc:subject>"),
        {("sea",)},
        None,
    ),
    "other prefixes": (
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:a="{SPACES["dc"]}" xmlns:b="{SPACES["xmp"]}">'
        '<rdf:Description b:Rating="2">'
        "<a:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></a:subject></rdf:Description></rdf:RDF>".encode(),
        {("sea",)},
        2,
    ),
    "several descriptions": (
        f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description xmlns:b="{SPACES["xmp"]}"><b:Rating>2</b:Rating>'
        f'</rdf:Description><rdf:Description xmlns:a="{SPACES["dc"]}" a:subject="sea"/></rdf:RDF>'.encode(),
        {("sea",)},
        2,
    ),
    "half a star": (sidecar("", 'xmp:Rating="3.5"'), set(), 4),
    "a mark of UTF-8": (b"\xef\xbb\xbf" + sidecar(bag("dc:subject", "sea")), {("sea",)}, None),
    "UTF-16": (sidecar(bag("dc:subject", "sea")).decode().encode("utf-16"), {("sea",)}, None),
    "UTF-16 unmarked": (sidecar(bag("dc:subject", "sea")).decode().encode("utf-16-be"), {("sea",)}, None),
    "said to be UTF-16, and is not": (
        b'<?xml version="1.0" encoding="UTF-16"?>' + sidecar(bag("dc:subject", "sea")),
        {("sea",)},
        None,
    ),
    "lines ended as on Windows, with zeros behind": (
        sidecar(bag("dc:subject", "sea")).replace(b"><", b">\r\n<") + b"\0\0\0",
        {("sea",)},
        None,
    ),
}  # fmt: skip
"""Each with the name of what writes so."""
