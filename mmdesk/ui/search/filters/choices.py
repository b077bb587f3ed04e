"""Choices of the filter bar: values that there are in the library, as filters have them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mmdesk.core.facets import Facets
from mmdesk.core.language import tr, trc
from mmdesk.core.search_line.editing import chosen_values
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.line import Part
from mmdesk.core.search_line.matching import folded, is_part_of

IN_PART = frozenset({"camera", "lens"})
"""Filters that are met by a part of a name."""

KINDS = {
    "raw": trc("a kind of file", "Raw"),
    "jpeg": "JPEG",
    "png": "PNG",
    "heic": "HEIC",
    "tiff": "TIFF",
    "webp": "WebP",
    "video": trc("a kind of file", "Film"),
}
STATES = {
    "painted": tr("Painted here"),
    "generated": tr("Made by a model"),
    "damaged": tr("Damaged"),
    "untagged": tr("Without tags"),
    "unplaced": tr("Without a position"),
    "text": tr("With text that was read"),
    "live": tr("Live photos"),
}


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A value of the filter called `name`, how it is called for people, and its number of photos."""

    name: str
    value: str
    words: str
    photos: int

    def is_among(self, values: Sequence[str]) -> bool:
        """Whether a filter of these values lets photos of this one pass."""
        is_same = folded(self.value) in map(folded, values)
        return is_same or (self.name in IN_PART and any(is_part_of(value, self.value) for value in values))


def names_of(known: KnownNames, name: str) -> list[FilterChoice]:
    """Names in the library that a filter takes, the most frequent first; none for a filter without names."""
    counts = known.by_filter.get(name, {})
    return [FilterChoice(name, value, value, photos) for value, photos in counts.items() if photos]


def kinds_of(facets: Facets) -> list[FilterChoice]:
    """Kinds of files, then states of photos."""
    return [*_named("type", facets.kinds, KINDS), *_named("is", facets.states, STATES)]


def chosen_among(choices: Sequence[FilterChoice], parts: Sequence[Part]) -> list[FilterChoice]:
    """Those that the parts of a line ask for."""
    asked = {name: chosen_values(parts, name) for name in {one.name for one in choices}}
    return [one for one in choices if one.is_among(asked[one.name])]


def toggled(choices: Sequence[FilterChoice], chosen: FilterChoice, parts: Sequence[Part]) -> tuple[str, ...]:
    """Values that the filter of a choice has once that is taken too, or no longer.

    What the line asks for and is none of the choices stays, but not where it stood for several of them.
    """
    asked = chosen_values(parts, chosen.name)
    own = [one for one in choices if one.name == chosen.name]
    others = [value for value in asked if not any(one.is_among([value]) for one in own)]
    values = [one.value for one in own if one.is_among(asked) != (one == chosen)]
    return (*others, *values)


def _named(name: str, counts: Mapping[str, int], words: Mapping[str, str]) -> Iterator[FilterChoice]:
    for value, photos in counts.items():
        yield FilterChoice(name, value, words.get(value, value.upper()), photos)
