"""What slow work says of itself while it runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come.

    `total` is None while nobody can know it yet; `note` is a few words for
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
