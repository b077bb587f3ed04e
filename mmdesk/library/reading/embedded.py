"""What stands beside EXIF within a picture: the XMP packet, IPTC, and the texts of a PNG file."""

from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageFile, IptcImagePlugin, PsdImagePlugin

from mmdesk.library.reading.exif_values import guarded, text
from mmdesk.library.reading.position import Position, xmp_position

EXIF_RESOURCE, PACKET_RESOURCE = 1058, 1060
"""Numbers of what a Photoshop file keeps beside its picture."""

PACKET_KEYS = ("xmp", "XML:com.adobe.xmp")
TIFF_PACKET = 700

SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "exifEX": "http://cipa.jp/exif/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
"""Namespaces of the XMP properties read here."""

DATES = ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "exif:DateTimeDigitized")
"""When a photo was taken, the surest first."""

LENSES = ("aux:Lens", "exifEX:LensModel")

CAPTION = "dc:description"

IPTC_DATE, IPTC_TIME, IPTC_CAPTION = (2, 55), (2, 60), (2, 120)

PNG_DATES = ("creation time", "create time", "date created", "date")


@dataclass(frozen=True, slots=True)
class Embedded:
    """Texts as they were written, the surest first; a place in degrees; the EXIF block itself."""

    xmp_dates: tuple[str, ...] = ()
    iptc_date: str | None = None
    text_dates: tuple[str, ...] = ()
    position: Position | None = None
    make: str | None = None
    model: str | None = None
    lens: str | None = None
    exif_block: bytes = b""
    captions: tuple[str | bytes, ...] = ()


def read_embedded(image: Image.Image) -> Embedded:
    """All of a loaded picture (PNG may keep some of it behind the pixels)."""
    said = guarded(lambda: _properties(packet_within(image))) or {}
    iptc = guarded(lambda: _iptc(image)) or {}
    return Embedded(
        xmp_dates=tuple(said[name] for name in DATES if name in said),
        iptc_date=guarded(lambda: _iptc_date(iptc)),
        text_dates=_text_dates(image),
        position=xmp_position(said.get("exif:GPSLatitude"), said.get("exif:GPSLongitude")),
        make=text(said.get("tiff:Make")),
        model=text(said.get("tiff:Model")),
        lens=next((lens for name in LENSES if (lens := text(said.get(name)))), None),
        exif_block=block if isinstance(block := image.info.get("exif"), bytes) else b"",
        captions=_written(said.get(CAPTION), _first(iptc.get(IPTC_CAPTION)), _png_caption(image)),
    )


def resource(image: PsdImagePlugin.PsdImageFile, number: int) -> bytes:
    """What a Photoshop file keeps under a number; nothing where there is none."""
    return next((data for key, _, data in image.resources if key == number), b"")


def packet_within(image: Image.Image) -> bytes:
    """The XMP packet of an open picture, or nothing. Padding at its end is not part of it."""
    found = next((image.info[key] for key in PACKET_KEYS if image.info.get(key)), None)
    if isinstance(image, PsdImagePlugin.PsdImageFile):
        found = resource(image, PACKET_RESOURCE)
    if found is None:
        found = getattr(image, "tag_v2", {}).get(TIFF_PACKET)
    data = found.encode() if isinstance(found, str) else found
    return data.strip(b"\0 \r\n\t") if isinstance(data, bytes) else b""


def _properties(packet: bytes) -> Mapping[str, str]:
    """The properties of a packet that are read here, by their short names."""
    if not packet:
        return {}
    # Most pictures have none, and a reading process then does without the parser.
    from mmdesk.library.reading.packet import properties  # noqa: PLC0415

    names = (*DATES, *LENSES, CAPTION, "exif:GPSLatitude", "exif:GPSLongitude", "tiff:Make", "tiff:Model")
    short = {_full(name): name for name in names}
    return {short[name]: words for name, words in properties(packet, short).items()}


def _full(short: str) -> str:
    prefix, name = short.split(":")
    return f"{{{SPACES[prefix]}}}{name}"


def _iptc(image: Image.Image) -> Mapping[tuple[int, int], object]:
    return (isinstance(image, ImageFile.ImageFile) and IptcImagePlugin.getiptcinfo(image)) or {}


def _written(*captions: str | bytes | None) -> tuple[str | bytes, ...]:
    return tuple(one for one in captions if one)


def _first(field: object) -> bytes | None:
    """A field of IPTC, or the first of several."""
    one = field[0] if isinstance(field, list) and field else field
    return one if isinstance(one, bytes) else None


def _png_caption(image: Image.Image) -> str | None:
    """The description among the texts of a PNG file."""
    return next((f"{said}" for key, said in _texts(image).items() if key == "description"), None)


def _iptc_date(fields: Mapping[tuple[int, int], object]) -> str | None:
    """Day and time, of which each is a field of its own."""
    day = text(fields.get(IPTC_DATE))
    return day and f"{day} {text(fields.get(IPTC_TIME)) or ''}"


def _text_dates(image: Image.Image) -> tuple[str, ...]:
    """Dates among the texts of a PNG file, which names them as it likes."""
    texts = _texts(image)
    return tuple(f"{texts[name]}" for name in PNG_DATES if name in texts)


def _texts(image: Image.Image) -> Mapping[str, object]:
    """The texts of a PNG file by their names in lower case."""
    return {name.lower(): words for name, words in getattr(image, "text", {}).items()}
