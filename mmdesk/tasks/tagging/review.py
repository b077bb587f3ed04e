"""Reviewing a label: its photos by probability, and whole ranges decided at once."""

from collections.abc import Sequence

from mmdesk.core.labels import LabelSet, Tag, TagState
from mmdesk.library.tags import SHOWN
from mmdesk.tasks.library import Library


def review_list(
    library: Library,
    label: str,
    *,
    states: Sequence[TagState] = SHOWN,
    folder: bytes | None = None,
    since: str | None = None,
    until: str | None = None,
    least: float = 0.0,
) -> list[Tag]:
    """The photos of a label, most probable first: below `folder`, taken from `since` to `until`, and at
    least so probable.
    """
    tags = library.tags.photos_of(label, states, folder, since, until)
    return [tag for tag in tags if tag.probability is None or tag.probability >= least]


def accept_above(library: Library, labels: LabelSet, probability: float) -> int:
    """Accept every suggestion of a set that is at least so probable; returns how many. One undo step a
    label.
    """
    accepted = 0
    for label in labels:
        sure = [
            tag.photo
            for tag in review_list(library, label.name, states=[TagState.SUGGESTED], least=probability)
        ]
        if sure:
            library.tags.accept(label.name, sure, labels.name)
        accepted += len(sure)
    return accepted
