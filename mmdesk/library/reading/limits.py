"""Limits on what a single file may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Limits beyond which a file is left out, with the reason.

    `pixels` is what a picture may claim; 250 million covers today's cameras and most stitched panoramas.
    `memory_bytes` bounds the address space of a worker process where the platform can do so.
    `seconds` is the time a file may take on the clock, on a busy machine too.
    """

    pixels: int = 250_000_000
    memory_bytes: int = 3 << 30
    seconds: float = 30.0
    file_bytes: int = 1 << 30
