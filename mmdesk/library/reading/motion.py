"""Short films within the files of photos: what telephones call motion photos.

Google writes the film behind the picture and says so in the XMP
(https://developer.android.com/media/platform/motion-photo-format), Samsung puts a mark before it. Programs
that save such a picture anew often keep the XMP and lose the film, so both must be there.
"""

import re

WORDS = (b"MotionPhoto", b"MicroVideo")
"""What is looked for first: among plain bytes that is thirty times as quick."""

SAYS_SO = re.compile(
    rb"""[:\s](?:MotionPhoto|MicroVideo)(?:\s*=\s*["']1["']|>\s*1\s*<)|MotionPhoto_Data""", re.IGNORECASE
)

FILM_BEGINS = re.compile(rb"\0\0\0[\x08-\xff]ftyp(?=mp4|isom|iso[2-9]|qt  |M4V|3gp|avc1|MSNV|heic)")
"""The first box of a film (ISO/IEC 14496-12): its length, its name, and a brand."""

HEAD = 16
"""Bytes at the beginning of any file, in which the picture itself may be made of boxes."""


def film_at(data: bytes) -> int | None:
    """Where the film within the file of a photo begins; None where there is none."""
    if not any(word in data for word in WORDS) or not SAYS_SO.search(data):
        return None
    return max((found.start() for found in FILM_BEGINS.finditer(data, HEAD)), default=None)
