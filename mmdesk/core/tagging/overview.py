"""A label set at a glance: its labels in order, and how many photos each of them has."""

from dataclasses import dataclass

from mmdesk.core.labels import LabelSet

MANUAL_SET = "by hand"
"""The set of labels that no set has."""


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label below `depth` parents, with what it has; a heading is a parent that is not looked for itself.

    `given` are photos that have the label, by the user's word; `learned` says from how many it learned.
    """

    name: str
    depth: int = 0
    is_heading: bool = False
    suggested: int = 0
    given: int = 0
    rejected: int = 0
    learned: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The names of all sets, the one that is looked at, and its labels.

    `is_own` where the user made or changed the set, `was_looked_for` where there are suggestions of the model
    in use, `photos` how many the library has.
    """

    sets: tuple[str, ...]
    labels: LabelSet
    lines: tuple[LabelLine, ...]
    is_own: bool
    was_looked_for: bool
    photos: int

    def next_waiting(self, label: str) -> str:
        """The next label after `label` with suggestions, from the first one on after the last; else empty."""
        names = [line.name for line in self.lines]
        place = names.index(label) + 1 if label in names else 0
        waiting = (line for line in (*self.lines[place:], *self.lines[:place]) if line.suggested)
        return next((line.name for line in waiting if line.name != label), "")

    @property
    def is_by_hand(self) -> bool:
        """Whether these are the labels that no set has."""
        return self.labels.name == MANUAL_SET


@dataclass(frozen=True, slots=True)
class TagSummary:
    """How a run ended: `photos` looked at this time, and `tags` suggested now, by all runs of the set."""

    label_set: str
    model: str
    photos: int
    tags: int
    seconds: float
