"""Files to be taken elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gathered:
    """Files to be taken elsewhere: photos, and what belongs to them beside them."""

    photos: tuple[bytes, ...]
    beside: tuple[bytes, ...]
