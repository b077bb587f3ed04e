"""What changes in sidecars, and how a run over them ends."""

from dataclasses import dataclass

from mmdesk.core.fact_edits import FactChange
from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId


@dataclass(frozen=True, slots=True)
class Difference:
    """What would change in one sidecar, or has changed. `rating` is the one before and the one after, `facts`
    are captions, dates and the like.
    """

    photo: PhotoId
    picture: bytes
    sidecar: bytes
    is_new: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    rating: tuple[int | None, int] | None
    facts: tuple[FactChange, ...] = ()

    @property
    def sentence(self) -> str:
        """The difference for people: "+ beach, − dog, rating 2 → 4"."""
        stars = []
        if self.rating is not None:
            before, after = self.rating
            given = tr("rating {after}", after=after)
            changed = tr("rating {before} → {after}", before=before, after=after)
            stars = [given if before is None else changed]
        words = [*(f"+ {word}" for word in self.added), *(f"− {word}" for word in self.removed)]
        return ", ".join([*words, *stars, *(change.sentence for change in self.facts)])


@dataclass(frozen=True, slots=True)
class XmpSummary:
    """How it ended: sidecars that were (or, in a dry run, would be) written, and those that could not be."""

    written: int
    skipped: int


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What files told: photos that got tags, tags, photos that got stars or a flag, a date, a place, and
    which photos are turned otherwise from now on.
    """

    photos: int
    tags: int
    rated: int
    dated: int = 0
    placed: int = 0
    turned: tuple[PhotoId, ...] = ()
