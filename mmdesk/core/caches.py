"""What can be made, measured or fetched again, and the room it takes."""

from dataclasses import dataclass
from enum import Enum


class CacheKind(Enum):
    """Kind of what is kept to be quick."""

    THUMBNAILS = "thumbnails"
    PLANS = "plans"
    FETCHED = "fetched parts"


@dataclass(frozen=True, slots=True)
class CacheSize:
    """Number of bytes that a cache takes on the disk."""

    kind: CacheKind
    bytes: int
