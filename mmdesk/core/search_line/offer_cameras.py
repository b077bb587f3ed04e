"""Cameras, lenses and the names that cameras give to files, as they are recognised among words."""

import re

from mmdesk.core.search_line.offer_words import MAKERS, MODEL_LINES

ENDS = ",;!?"
"""Signs that may stand around a word."""

CAMERA_NAME = re.compile(
    r"_?(?:img|dsc[nf]?|dji|pxl|mvimg|gopr|gx|vid|pict|cimg|imgp|mg|sam|hpim|p|wp|scan)[-_]?\d{3,}.*"
    r"|[a-z]+_\d{3,}.*"
    r"|(?=.*\d)[\w-]+\*[\w*.-]*"
)
WITH_ENDING = re.compile(r"\S+\.(?:jpe?g|png|tiff?|heic|heif|webp|gif|avif|nef|cr[23]|arw|dng|raf|orf|rw2)")
PARTED_NAME = re.compile(r"(img|dsc[nf]?|pict|pxl|dji|mvimg) (\d{3,8})", re.IGNORECASE | re.ASCII)
FOCAL_LENGTH = re.compile(r"\d{1,4}(?:\.\d)?(?: ?- ?\d{1,4})? ?mm", re.ASCII)
_MODEL = re.compile(r"(?=.*\d)(?=.*[a-z])[\w-]{2,}")


def may_name_camera(line: str) -> bool:
    """Whether the names of cameras are needed to read a line."""
    is_lens = FOCAL_LENGTH.search(line.lower()) is not None
    return is_lens or any(
        begins_camera(word.lower().lstrip("-").strip(ENDS)) for word in re.split(r"[\s|]+", line)
    )


def begins_camera(word: str) -> bool:
    """Whether a word in lower case may be a camera's name, or the first word of one."""
    is_model = _MODEL.fullmatch(word) is not None and CAMERA_NAME.fullmatch(word) is None
    return word in MAKERS | MODEL_LINES or is_model
