"""What a folder or an album shows as a whole."""

from dataclasses import dataclass

from mmdesk.core.photo import PhotoId

IN_TITLE = 2

IN_TITLE_FROM = 0.6
"""Share of the best label's weight from which another one comes into the title."""


@dataclass(frozen=True, slots=True)
class FolderLabel:
    """A label of a whole folder.

    `share` of its photos have it, with a mean `probability` among these; `lift` is how many times more often
    that is than in all the library; `weight` orders the labels. `evidence` are the photos that show it best.
    """

    label: str
    probability: float
    share: float
    lift: float
    weight: float
    evidence: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class FolderLabels:
    """A folder, or album `name`, with what it shows, most telling first."""

    name: bytes
    photos: int
    labels: tuple[FolderLabel, ...]

    @property
    def title(self) -> str:
        """A suggested title, as "Cat and flower"; empty where nothing stands out."""
        told = [one.label for one in self.labels if one.weight >= IN_TITLE_FROM * self.labels[0].weight]
        return " and ".join(told[:IN_TITLE]).capitalize()
