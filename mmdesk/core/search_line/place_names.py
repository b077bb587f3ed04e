"""Names of places as people type them: neither case nor accents count, and some countries have several."""

from collections import Counter
from collections.abc import Iterable, Sequence

from mmdesk.core.locations import Location
from mmdesk.core.plain_text import plain, words_of

ALSO_CALLED = {
    "america": "united states", "britain": "united kingdom", "burma": "myanmar",
    "czech republic": "czechia", "great britain": "united kingdom", "holland": "netherlands",
    "korea": "south korea", "macedonia": "north macedonia", "swaziland": "eswatini", "turkiye": "turkey",
    "uae": "united arab emirates", "uk": "united kingdom", "us": "united states", "usa": "united states",
    "vatican": "vatican city",
}  # fmt: skip
"""Countries by other names than those that they have here."""


def places_called(said: str, locations: Sequence[Location]) -> list[bool]:
    """Which locations are meant: those with these words in a row in one of their names.

    Where there are none, those with a name that has words beginning so: "vien", but not "india" for Indiana.
    """
    wanted = _wanted(said)
    names = [[words_of(name) for name in one.names] for one in locations]
    whole = [any(_has(name, wanted) for name in some) for some in names]
    if any(whole):
        return whole
    return [any(_has(name, wanted, is_begun=True) for name in some) for some in names]


def counted_names(counts: Iterable[tuple[Location, int]]) -> dict[str, int]:
    """Every name of these locations with its number of photos, the most frequent first.

    Of names that differ in case and accents alone ("Zürich" in "Zurich"), the first is told, for all.
    """
    photos: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for location, number in counts:
        for name in {plain(name): name for name in reversed(location.names)}.values():
            photos[spelt.setdefault(plain(name), name)] += number
    return dict(photos.most_common())


def _wanted(said: str) -> list[str]:
    words = words_of(said)
    return ALSO_CALLED.get(" ".join(words), "").split() or words


def _has(name: Sequence[str], wanted: Sequence[str], *, is_begun: bool = False) -> bool:
    """Whether the wanted words are in a row in a name; the last of them may be `is_begun` only."""
    count = len(wanted)
    for place in range(len(name) - count + 1 if wanted else 0):
        *some, last = name[place : place + count]
        if some == list(wanted[:-1]) and (last.startswith(wanted[-1]) if is_begun else last == wanted[-1]):
            return True
    return False
