"""Shapes of exported copies: format, size, what is said inside, and the name."""

from dataclasses import dataclass
from enum import StrEnum

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.name_pattern import SAME_NAME


class CopyFormat(StrEnum):
    """Format of copies: the files as they are, or pictures made anew."""

    AS_IS = "as-is"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    TIFF = "tiff"
    AVIF = "avif"
    JXL = "jxl"

    @property
    def suffix(self) -> str:
        """End of the name of a file, with its dot; empty for files as they are."""
        ends = {CopyFormat.AS_IS: "", CopyFormat.JPEG: ".jpg", CopyFormat.TIFF: ".tif"}
        return ends.get(self, f".{self.value}")


class CopyFacts(StrEnum):
    """Facts that are said within copies: all that people ask for, all but the position, or none."""

    ALL = "all"
    NO_POSITION = "no-position"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CopyShape:
    """What copies are to be like. Those made anew are upright and in sRGB, and say so in a profile.

    `longest` bounds the long side in pixels; none is enlarged. `quality` goes from 1 to 100, where the format
    has any. `pattern` is what `core.name_pattern` fills in. Raises UserError for what cannot be.
    """

    format: CopyFormat = CopyFormat.AS_IS
    longest: int | None = None
    quality: int = 90
    facts: CopyFacts = CopyFacts.ALL
    pattern: str = SAME_NAME

    def __post_init__(self) -> None:
        """Refuse what files as they are cannot be."""
        if self.format is CopyFormat.AS_IS and (self.longest or self.facts is not CopyFacts.ALL):
            raise UserError(
                tr("Files that are copied as they are keep their size and facts: choose a format, as JPEG.")
            )

    @property
    def is_made(self) -> bool:
        """Whether pictures are made anew."""
        return self.format is not CopyFormat.AS_IS
