"""Locations: what the spot where a photo was taken is called."""

from dataclasses import dataclass

from mmdesk.core.plain_text import plain


@dataclass(frozen=True, slots=True)
class Location:
    """Names of a spot, from the nearest to the widest, in English where there is an English one.

    `quarter` is the part of a large town. Each is empty where there is none: out at sea all are.
    """

    town: str = ""
    region: str = ""
    country: str = ""
    quarter: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All names there are, each once."""
        names = (self.quarter, self.town, self.region, self.country)
        return tuple(dict.fromkeys(filter(None, names)))

    def __str__(self) -> str:
        """The names for people; a region that is called like its town tells nothing more."""
        region = "" if self.town and plain(self.town) in plain(self.region) else self.region
        return ", ".join(filter(None, (self.quarter, self.town, region, self.country)))
