"""What a folder or an album shows as a whole: labels that are frequent in it and rare elsewhere.

A label counts by the share of the folder's photos that have it, weighted by how much more that is than in the
rest of the library (the lift): "person" says little of one folder among family pictures, "castle" much.
"""

import math
import os
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mmdesk.core.labels import LabelSet, Tag, TagState
from mmdesk.core.photo import PhotoId
from mmdesk.core.query import parse_query
from mmdesk.library.label_shelf import Album
from mmdesk.tasks.house import Library

LEAST_SHARE = 0.15
"""A label that fewer of the photos have does not speak for the folder."""

MOST_LABELS = 5
EVIDENCE = 6

DOUBT = 2.0
"""Photos without the label that are added to both sides: three photos of a small folder prove little."""

IN_TITLE = 2


@dataclass(frozen=True, slots=True)
class FolderLabel:
    """A label of a whole folder.

    `share` of its photos have it, with a mean `probability`; `lift` is how many times more often than the
    rest of the library; `weight` orders the labels. `evidence` are the photos that show it best.
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
        return " and ".join(label.label for label in self.labels[:IN_TITLE]).capitalize()


def folder_labels(library: Library, labels: LabelSet) -> list[FolderLabels]:
    """The labels of every directory that holds photos, by path; what lies below it does not count."""
    directories: defaultdict[bytes, list[PhotoId]] = defaultdict(list)
    for photo in library.photos.by_ids(library.photos.ids()):
        directories[os.path.dirname(photo.path)].append(photo.id)
    tags = _tags_of(library, labels)
    total = sum(map(len, directories.values()))
    return [_labels_of(name, directories[name], tags, total) for name in sorted(directories)]


def album_labels(
    library: Library, labels: LabelSet, album: Album, photos: Collection[PhotoId]
) -> FolderLabels:
    """The labels of an album of these photos; for a smart one they are what its search finds."""
    name = album.name.encode("utf-8")
    return _labels_of(name, photos, _tags_of(library, labels), library.photos.count())


def make_album(library: Library, found: FolderLabels, photos: Collection[PhotoId]) -> Album:
    """An album of a folder's photos, called by its suggested title. Raises UserError where that is taken."""
    return library.albums.make(found.title or os.path.basename(found.name).decode("utf-8", "replace"), photos)


def make_smart_album(library: Library, name: str, query: str) -> Album:
    """An album that shows whatever `query` finds, as "tag:beach". Raises UserError for a name that is
    taken.
    """
    parse_query(query)
    return library.albums.make(name, query=query)


def _tags_of(library: Library, labels: LabelSet) -> Mapping[str, Mapping[PhotoId, Tag]]:
    """For each label of the set, the photos that have it or a suggestion of it."""
    return {label.name: {tag.photo: tag for tag in library.tags.photos_of(label.name)} for label in labels}


def _labels_of(
    name: bytes, photos: Collection[PhotoId], tags: Mapping[str, Mapping[PhotoId, Tag]], total: int
) -> FolderLabels:
    within = set(photos)
    found = (
        _label(label, [having[photo] for photo in within & having.keys()], len(having), len(within), total)
        for label, having in tags.items()
    )
    telling = sorted((one for one in found if one.share >= LEAST_SHARE), key=lambda one: -one.weight)
    return FolderLabels(name, len(within), tuple(telling[:MOST_LABELS]))


def _label(label: str, tags: list[Tag], everywhere: int, photos: int, total: int) -> FolderLabel:
    share = len(tags) / max(1, photos)
    here = len(tags) / (photos + DOUBT)
    elsewhere = (everywhere - len(tags) + 1) / (total - photos + DOUBT)
    lift = here / elsewhere if total > photos else 1.0
    best = sorted(tags, key=lambda tag: (-_certainty(tag), tag.photo))
    return FolderLabel(
        label=label,
        probability=sum(map(_certainty, tags)) / max(1, len(tags)),
        share=share,
        lift=lift,
        weight=share * (1 + max(0.0, math.log2(max(lift, 1e-6)))),
        evidence=tuple(tag.photo for tag in best[:EVIDENCE]),
    )


def _certainty(tag: Tag) -> float:
    """What the user said is certain."""
    return tag.probability or 0.0 if tag.state is TagState.SUGGESTED else 1.0
