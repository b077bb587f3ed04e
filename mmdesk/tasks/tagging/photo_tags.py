"""The tags of chosen photos, one or many, as one looks at them and changes them by hand."""

from collections import defaultdict
from collections.abc import Sequence

from mmdesk.core.labels import TagState
from mmdesk.core.tagging.photo_tags import PhotoTags, SharedTag
from mmdesk.core.vectors import Ids
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.sets import LabelSets

MOST = 2000
"""Photos of a choice that are looked through; what most of them have shows in these."""


def tags_of(library: Library, photos: Sequence[int] | Ids) -> PhotoTags:
    """The tags of these photos together; rejected ones are not told of."""
    given: defaultdict[str, list[int]] = defaultdict(list)
    suggested: defaultdict[str, list[int]] = defaultdict(list)
    for photo, tags in library.tags.of_photos([int(photo) for photo in photos[:MOST]]).items():
        for tag in tags:
            if tag.state is not TagState.REJECTED:
                (suggested if tag.state is TagState.SUGGESTED else given)[tag.label].append(photo)
    told = [SharedTag(label, tuple(given[label])) for label in sorted(given, key=str.casefold)]
    often = sorted(suggested, key=lambda label: -len(suggested[label]))
    told += [SharedTag(label, tuple(suggested[label]), is_suggested=True) for label in often]
    return PhotoTags(photos, tuple(told))


def known_labels(library: Library) -> list[str]:
    """Every label a photo has or a set names, for completion."""
    named = {label.name for labels in LabelSets(library).all() for label in labels}
    return sorted(named | set(library.tags.names()), key=str.casefold)
