"""What a picture itself says: its XMP packet, and IPTC of older programs. Pictures are only read."""

import struct
import warnings

from PIL import Image, IptcImagePlugin

from mmdesk.core.errors import UserError
from mmdesk.core.paths import display_path
from mmdesk.library.xmp.keywords import Keywords, keywords_in
from mmdesk.library.xmp.packet import XmpPacket

PACKET_KEYS = ("xmp", "XML:com.adobe.xmp")
"""Where Pillow keeps the packet, by format."""

TIFF_PACKET = 700
IPTC_KEYWORDS = (2, 25)

DAMAGE = (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError)
"""What Pillow raises for pictures and IPTC that are cut off or damaged."""


def embedded_keywords(picture: bytes) -> Keywords:
    """Keywords, stars and date within a picture; nothing where there are none.

    Raises UserError where the picture cannot be opened or its packet is refused.
    """
    name = display_path(picture)
    try:
        # The warnings are about pixels, which nobody asks for here.
        with warnings.catch_warnings(action="ignore"), Image.open(picture) as image:
            packet = _packet(image)
            iptc = IptcImagePlugin.getiptcinfo(image) or {}
    except DAMAGE as error:
        raise UserError(f"The picture {name} cannot be read.") from error
    found = keywords_in(XmpPacket.parse(packet, name)) if packet else Keywords()
    known = set(found.names)
    older = tuple((word,) for word in _iptc_words(iptc.get(IPTC_KEYWORDS)) if word not in known)
    return Keywords(found.paths + older, found.rating, found.taken_at)


def _packet(image: Image.Image) -> bytes:
    """The packet, or nothing. Padding at its end is not part of it."""
    found = next((image.info[key] for key in PACKET_KEYS if image.info.get(key)), None)
    if found is None and hasattr(image, "tag_v2"):
        found = image.tag_v2.get(TIFF_PACKET)
    data = found.encode() if isinstance(found, str) else found
    return data.strip(b"\0 \r\n\t") if isinstance(data, bytes) else b""


def _iptc_words(found: object) -> list[str]:
    """One keyword is bytes, several are a list. Most write UTF-8; Latin-1 can be read as nothing else."""
    raw = found if isinstance(found, list) else [found]
    words = []
    for word in (entry for entry in raw if isinstance(entry, bytes)):
        try:
            words.append(word.decode("utf-8").strip())
        except UnicodeDecodeError:
            words.append(word.decode("latin-1").strip())
    return list(dict.fromkeys(filter(None, words)))
