"""Limits on what a single file may cost."""

import os
from dataclasses import dataclass, replace


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

    def for_each(self, workers: int, together: int) -> "ReadingLimits":
        """Limits of one of several processes, so that all of them and one that reads alone need no more than
        `together` bytes. A picture that needs more than its process may have is read once more, alone.
        """
        share = (together - self.memory_bytes) // workers
        return replace(
            self, memory_bytes=min(self.memory_bytes, share if share > LEAST_SHARE else USUAL_SHARE)
        )


LEAST_SHARE = 160 << 20
"""Bytes of address space below which a process cannot even start; a small computer has to give more."""

USUAL_SHARE = 1 << 30
"""Bytes of address space that any picture of today's cameras is read in, with room to spare."""


def memory_for_reading() -> int:
    """Bytes that all reading processes may have together: three quarters of this computer's memory."""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * 3 // 4
    return 12 << 30
