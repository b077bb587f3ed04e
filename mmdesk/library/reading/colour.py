"""Any of Pillow's pixel formats, and any colour profile, as plain sRGB.

Profiles are applied by LittleCMS. Transparent pictures are laid on white, as
paper and most viewers do; what lies hidden under full transparency is arbitrary.
"""

import io
from functools import lru_cache

from PIL import Image, ImageCms

WHITE = (255, 255, 255)

PROFILE_COLOURS = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "LAB ": "LAB"}
"""Pillow's mode for the colours a profile speaks of (ICC.1:2022, table 19)."""

BITS_PER_SAMPLE = 258
"""A tag of TIFF."""

SIXTEEN_TO_EIGHT = 1 / 257
"""65535 becomes 255."""


def to_srgb(image: Image.Image) -> Image.Image:
    """`image` as RGB in sRGB. A profile that does not fit the picture is ignored."""
    profile = image.info.get("icc_profile")
    image = _eight_bits(image)
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    plain = _in_srgb(_without_alpha(image), profile if isinstance(profile, bytes) else None)
    if alpha is None:
        return plain
    paper = Image.new("RGB", image.size, WHITE)
    paper.paste(plain, mask=alpha)
    return paper


def _eight_bits(image: Image.Image) -> Image.Image:
    """Palettes resolved, 16 and 32 bits brought to 8, premultiplied alpha divided out."""
    if image.mode in ("P", "PA"):
        transparent = image.mode == "PA" or "transparency" in image.info
        return image.convert("RGBA" if transparent else "RGB")
    if image.mode.startswith("I"):
        return _scaled(image.convert("I"), 65535)
    if image.mode == "F":
        return _scaled(image, None)
    if image.mode in ("La", "RGBa"):
        return image.convert({"La": "LA", "RGBa": "RGBA"}[image.mode])
    if image.mode in ("L", "RGB") and "transparency" in image.info:
        return image.convert("RGBA")
    return image


def stretched(image: Image.Image) -> Image.Image:
    """A TIFF of 16 bits a channel, of which its maker used the lower ones: cameras of laboratories have 10 or
    12. Pillow keeps the upper eight, so that little is left; what there is becomes visible.
    """
    if image.mode not in ("RGB", "RGBA") or max(getattr(image, "tag_v2", {}).get(BITS_PER_SAMPLE, (8,))) <= 8:
        return image
    brightest = max(high for _, high in image.getextrema()[:3])  # type: ignore[misc]
    if not 0 < brightest < 128:
        return image
    table = [min(255, round(value * 255 / brightest)) for value in range(256)] * 3
    plain = image.point(table + list(range(256)) if image.mode == "RGBA" else table)
    plain.info = image.info
    return plain


def _scaled(image: Image.Image, white: int | None) -> Image.Image:
    """Grey values brought to 0..255: by `white`; or by their own span where they exceed it, leave its upper
    half unused, or where there is none.
    """
    low, high = (float(end) for end in image.getextrema())  # type: ignore[arg-type]
    if white is not None and 0 <= low <= high <= white and (high > white / 2 or low == high):
        return image.point(lambda value: value * SIXTEEN_TO_EIGHT).convert("L")
    span = (high - low) or 1
    return image.point(lambda value: value * (255 / span) - low * 255 / span).convert("L")


def _without_alpha(image: Image.Image) -> Image.Image:
    opaque = {"RGBA": "RGB", "LA": "L", "RGBX": "RGB", "1": "L"}
    return image.convert(opaque[image.mode]) if image.mode in opaque else image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    transform = _transform(profile or b"", image.mode)
    if transform is not None:
        return transform.apply(image)
    return image.convert("RGB")


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Transform from `profile` to sRGB for pictures of `mode`; None where plain conversion does as well.

    A folder of photographs uses a few profiles over and over, and making a transform
    takes longer than applying it to a small picture.
    """
    try:
        source = _profile(profile, mode)
        if source is None:
            return None
        return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return None  # photographs with broken profiles are common; their colours are nearly right without


def _profile(profile: bytes, mode: str) -> ImageCms.ImageCmsProfile | None:
    """The profile to convert from: None without one, one for other colours, or one that is sRGB already."""
    if mode == "LAB":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    if not profile:
        return None
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if PROFILE_COLOURS.get(source.profile.xcolor_space) != mode:
        return None
    return None if "sRGB" in (source.profile.profile_description or "") else source
