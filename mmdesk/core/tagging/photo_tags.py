"""The tags that chosen photos have together."""

from collections.abc import Sequence
from dataclasses import dataclass

from mmdesk.core.vectors import Ids


@dataclass(frozen=True, slots=True)
class SharedTag:
    """A label that some of the chosen `photos` have, or that is suggested for them."""

    label: str
    photos: tuple[int, ...]
    is_suggested: bool = False


@dataclass(frozen=True, slots=True)
class PhotoTags:
    """The chosen photos, as they were given, and their tags.

    First what they have, by name, then what is suggested, the most frequent first.
    """

    photos: Sequence[int] | Ids
    tags: tuple[SharedTag, ...]
