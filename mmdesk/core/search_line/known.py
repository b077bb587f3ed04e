"""What a library has that a search line may name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mmdesk.core.search_line.matching import folded
from mmdesk.core.search_line.spelling import Spelling


@dataclass(frozen=True)
class KnownNames:
    """Names of cameras, lenses, places, folders, albums and tags of a library, each with how many photos.

    `spelling` knows the words that can be searched for. Those that are `everyday` say what a photo shows.
    """

    cameras: Mapping[str, int] = field(default_factory=dict)
    lenses: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    folders: Mapping[str, int] = field(default_factory=dict)
    albums: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    spelling: Spelling = field(default_factory=Spelling, compare=False)
    everyday: Spelling = field(default_factory=Spelling, compare=False)

    @cached_property
    def by_filter(self) -> Mapping[str, Mapping[str, int]]:
        """Values that there are for the filters that take names."""
        return {
            "camera": self.cameras,
            "lens": self.lenses,
            "place": self.places,
            "folder": self.folders,
            "album": self.albums,
            "tag": self.tags,
        }

    def named(self, kind: str, text: str) -> str | None:
        """The value of a filter that is called so, whatever the case, the accents and the white space."""
        return self._folded[kind].get(folded(text))

    @cached_property
    def _folded(self) -> Mapping[str, Mapping[str, str]]:
        """Names by what is the same in them; of several the most frequent, which comes first."""
        return {
            kind: {folded(name): name for name in reversed(list(names))}
            for kind, names in self.by_filter.items()
        }
