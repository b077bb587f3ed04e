"""What Pillow's exceptions say of a file.

Pillow answers hostile files with nearly every exception Python has. Those are caught by name in one place;
each becomes one clear sentence.
"""

import struct
import zlib

from PIL import Image, UnidentifiedImageError

from mmdesk.library.reading import reasons
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.reading.reasons import RefusedError

PILLOW_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    Image.DecompressionBombError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow's parsers are known to raise on malformed files (NotImplementedError is a RuntimeError)."""

CUT_OFF = ("truncated", "not enough image data", "cannot read", "unexpected end", "buffer overrun")
"""Words by which Pillow and its libraries say that data ends too early."""


def refused_by_pillow(
    error: BaseException, limits: ReadingLimits, unread_kind: str | None = None
) -> RefusedError:
    """What an exception out of Pillow says of the file; `unread_kind` names the kind of one that is sound."""
    if unread_kind is not None:
        return RefusedError(reasons.KIND_NOT_READ.format(kind=unread_kind))
    if isinstance(error, UnidentifiedImageError):
        return RefusedError(reasons.NO_PICTURE)
    if isinstance(error, Image.DecompressionBombError):
        return reasons.too_many_pixels(limits)
    if isinstance(error, MemoryError):
        return reasons.out_of_memory(limits)
    return RefusedError(reasons.ENDS_EARLY if says_cut_off(error) else reasons.BROKEN)


def says_cut_off(error: BaseException) -> bool:
    """Whether an exception out of Pillow says that data ends too early."""
    words = str(error).lower()
    return isinstance(error, EOFError) or any(sign in words for sign in CUT_OFF)
