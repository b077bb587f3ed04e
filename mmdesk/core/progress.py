"""Progress of slow work, as it yields it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Number of steps done.

    `total` is None while it is not known yet; `note` is a few words for
    people ("Looking for photos"), empty when there is nothing to add.
    """

    done: int
    total: int | None = None
    note: str = ""

    @property
    def fraction(self) -> float | None:
        """Share done, 0..1, or None while the total is unknown."""
        if self.total is None:
            return None
        return min(1.0, self.done / self.total) if self.total else 1.0
