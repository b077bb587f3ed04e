"""What a file says about its picture: when, with what, where.

EXIF is written by thousands of devices and mangled by as many programs. Every fact is read behind a guard
of its own. Tags are those of Exif 3.0 (CIPA DC-008-2023).
"""

import os
from collections import ChainMap

from PIL import ExifTags, Image, PsdImagePlugin

from mmdesk.core.photo import FileStamp, PhotoFacts
from mmdesk.core.turns import AS_IT_IS
from mmdesk.library.reading.caption import caption
from mmdesk.library.reading.embedded import EXIF_RESOURCE, Embedded, resource
from mmdesk.library.reading.exif_values import Ifd, directory, guarded, number, text
from mmdesk.library.reading.exposure import exposure
from mmdesk.library.reading.lens import lens
from mmdesk.library.reading.position import exif_position
from mmdesk.library.reading.taken import taken

GENERATED = tuple(
    b"cv.iptc.org/newscodes/digitalsourcetype/" + kind
    for kind in (b"trainedAlgorithmicMedia", b"compositeWithTrainedAlgorithmicMedia")
)
"""What XMP calls pictures that a model made, wholly or in part (IPTC's vocabulary of digital sources)."""

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture upright, by its EXIF orientation; 1 is upright already."""


def read_exif(image: Image.Image) -> Image.Exif:
    """The EXIF of a loaded picture (PNG may keep it behind the pixels); empty when it cannot be read."""
    if isinstance(image, PsdImagePlugin.PsdImageFile):
        return exif_of_tiff(resource(image, EXIF_RESOURCE))
    return guarded(image.getexif) or Image.Exif()


TIFF_LIKE = {b"IIRO": b"II*\0", b"IIRS": b"II*\0", b"MMOR": b"MM\0*", b"IIU\0": b"II*\0"}
"""First bytes of Olympus' and Panasonic's raw files, and those that a TIFF would have in their place."""


def exif_of_tiff(data: bytes) -> Image.Exif:
    """The EXIF of a raw file, most of which are built like a TIFF; empty where it cannot be read."""
    exif = Image.Exif()
    begin = TIFF_LIKE.get(data[:4])
    guarded(lambda: exif.load(begin + data[4:] if begin else data))
    return exif


def orientation(exif: Image.Exif) -> Image.Transpose | None:
    """What turns the picture upright, or None."""
    return UPRIGHT.get(orientation_number(exif))


def orientation_number(exif: Image.Exif) -> int:
    """The number EXIF has for what turns the picture upright. Programs write it in any type there is."""
    value = guarded(lambda: number(exif.get(ExifTags.Base.Orientation)))
    return int(value) if value in UPRIGHT else AS_IT_IS


def photo_facts(
    exif: Image.Exif,
    beside: Embedded,
    size: tuple[int, int],
    path: bytes,
    stamp: FileStamp,
) -> PhotoFacts:
    """All that is said. `size` is that of the upright picture; without a date, the file has one."""
    # What some programs put one directory too high is taken from there.
    shot = ChainMap(dict(directory(exif, ExifTags.IFD.Exif)), exif)
    gps = directory(exif, ExifTags.IFD.GPSInfo)
    latitude, longitude = exif_position(gps) or beside.position or (None, None)
    date = taken(shot, gps, beside, path, stamp)
    return PhotoFacts(
        width=size[0],
        height=size[1],
        taken_at=date.at,
        taken_from=date.source,
        camera=_camera(shot, beside),
        lens=lens(shot, beside),
        exposure=exposure(shot),
        latitude=latitude,
        longitude=longitude,
        caption=guarded(lambda: _caption(exif, beside, path)),
    )


def _caption(exif: Image.Exif, beside: Embedded, path: bytes) -> str | None:
    """What somebody wrote of the picture: XMP and IPTC are believed before EXIF, where cameras write, too."""
    written = (*beside.captions, exif.get(ExifTags.Base.ImageDescription))
    return caption(written, os.fsdecode(os.path.basename(path)))


def is_generated(data: bytes) -> bool:
    """Whether the file says that a model made its picture.

    XMP packets are made to be found without knowing the format around them (XMP Specification Part 3,
    "Scanning files for XMP packets"), so this is a search among the bytes.
    """
    return any(kind in data for kind in GENERATED)


def _camera(shot: Ifd, beside: Embedded) -> str | None:
    make = guarded(lambda: text(shot.get(ExifTags.Base.Make))) or beside.make
    model = guarded(lambda: text(shot.get(ExifTags.Base.Model))) or beside.model
    return camera_name(make, model)


def camera_name(make: str | None, model: str | None) -> str | None:
    """Make and model in one, the make only once: many models begin with it."""
    if not make or not model:
        return make or model
    brand, makers = model.split()[0].lower(), make.lower().split()
    return model if brand in makers or brand.startswith(makers[0]) else f"{make} {model}"
