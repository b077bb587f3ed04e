"""Files of every kind that is read, made by code."""

import io
import struct
from typing import Any

from PIL import Image, features

SAVED: dict[str, dict[str, Any]] = {
    "avif": {},
    "bmp": {},
    "dib": {},
    "gif": {},
    "j2k": {},
    "jp2": {},
    "jpg": {},
    "pbm": {},
    "pcx": {},
    "pgm": {},
    "png": {},
    "pnm": {},
    "ppm": {},
    "tga": {"compression": "tga_rle"},
    "tif": {"compression": "tiff_lzw"},
    "webp": {},
}
"""By extension, what Pillow saves, and how."""

WITH_EXTRAS = {"heic": "pillow_heif", "jxl": "pillow_jxl"}

MODES = {"pbm": "1", "pgm": "L"}

RESOURCE = b"8BIM"


def file_of(suffix: str, image: Image.Image, **options: Any) -> bytes:
    """The picture as a file of a kind."""
    if suffix == "psd":
        return psd(image, options.get("exif", b""))
    _register(suffix)
    assert suffix != "jp2" or features.check("jpg_2000")
    file = io.BytesIO()
    plain = image.convert(MODES.get(suffix, "RGB"))
    plain.save(file, _format(suffix), **{**SAVED.get(suffix, {}), **options})
    return file.getvalue()


def psd(image: Image.Image, exif: bytes = b"") -> bytes:
    """A Photoshop file without layers: the flattened picture and, beside it, EXIF."""
    plain = image.convert("RGB")
    block = exif.removeprefix(b"Exif\0\0")
    kept = RESOURCE + struct.pack(">HHI", 1058, 0, len(block)) + block + b"\0" * (len(block) % 2)
    resources = kept if block else b""
    return b"".join(
        (
            struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, plain.height, plain.width, 8, 3),
            struct.pack(">I", 0),
            struct.pack(">I", len(resources)),
            resources,
            struct.pack(">I", 0),
            struct.pack(">H", 0),
            *(channel.tobytes() for channel in plain.split()),
        )
    )


def _format(suffix: str) -> str:
    return Image.registered_extensions()[f".{suffix}"]


def _register(suffix: str) -> None:
    if suffix == "heic":
        import pillow_heif  # noqa: PLC0415

        pillow_heif.register_heif_opener()
    if suffix == "jxl":
        import pillow_jxl  # noqa: F401, PLC0415
