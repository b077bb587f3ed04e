"""What is excluded from a folder of the library, and what a change of that does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The glob patterns of an added folder, and of how many known photos each is about, in their order."""

    folder: bytes
    patterns: tuple[str, ...]
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExclusionChange:
    """Other patterns for an added folder: so many photos are hidden with them, and so many shown again."""

    folder: bytes
    before: tuple[str, ...]
    now: tuple[str, ...]
    hidden: int = 0
    shown: int = 0
