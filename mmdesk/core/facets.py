"""Facets: what the photos of a library can be chosen by beside names, each with its number of photos."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facets:
    """Numbers of photos by stars, by flag, by kind of file, by state and by month of a library.

    `picks` are by the words after `pick:`, `kinds` by those after `type:`, `states` by those after `is:`;
    `months` by what is known of the date: "2019-07", or "2019" where that is all. What no photo has is not
    there.
    """

    stars: Mapping[int, int] = field(default_factory=dict)
    picks: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)

    def with_stars(self, least: int) -> int:
        """Number of photos with so many stars or more."""
        return sum(photos for stars, photos in self.stars.items() if stars >= least)
