"""The review of a label: what is asked of it, and its photos."""

from dataclasses import dataclass
from typing import Literal

from mmdesk.core.labels import Tag
from mmdesk.core.photo import PhotoId

View = Literal["open", "given", "rejected"]
"""Which photos of a label are looked at: those still to be decided, those that have it, those that do not."""


USUAL_CUTOFF = 0.5
"""Where the line stands for a label nobody has looked for yet."""


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """What of a label is to be reviewed: a view, below a folder, and taken from `since` to `until`."""

    view: View = "open"
    folder: bytes | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class LabelReview:
    """The photos of a label, most probable first, and what is known of the label.

    `given` and `rejected` are all photos that something was decided of, wished for or not. `learned` says
    from how many photos it learned, empty where it has not. `cutoff` is the probability from which the label
    is suggested.
    """

    label_set: str
    label: str
    request: ReviewRequest
    tags: tuple[Tag, ...]
    given: frozenset[int] = frozenset()
    rejected: frozenset[int] = frozenset()
    cutoff: float = USUAL_CUTOFF
    learned: str = ""


@dataclass(frozen=True, slots=True)
class LabelPreview:
    """Number of photos a label would be suggested for, and those it fits best."""

    label: str
    photos: int
    best: tuple[PhotoId, ...]
