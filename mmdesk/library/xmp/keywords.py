"""What a packet says of a photo, and how it is made to say what this program knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mmdesk.library.xmp.names import DATES, HIERARCHICAL, RATING, SUBJECT, TAGS_LIST
from mmdesk.library.xmp.packet import ListKind, XmpPacket, tidy

KINDS: dict[str, ListKind] = {SUBJECT: "Bag", HIERARCHICAL: "Bag", TAGS_LIST: "Seq"}
"""The lists keywords are written to, and the kind each of them is by its schema."""

SEPARATORS = {HIERARCHICAL: "|", TAGS_LIST: "/"}

REJECTED = -1

Words = dict[str, list[str]]
"""Words by the list they stand in."""


@dataclass(frozen=True, slots=True)
class Keywords:
    """`paths` are keywords, each with those above it, outermost first. `rating` is -1 (rejected) to 5.

    `taken_at` is ISO 8601 as it was written.
    """

    paths: tuple[tuple[str, ...], ...] = ()
    rating: int | None = None
    taken_at: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The keywords alone, each once."""
        return tuple(dict.fromkeys(path[-1] for path in self.paths))


@dataclass(frozen=True, slots=True)
class SidecarContent:
    """What a sidecar shall say: keywords, and stars where there are any.

    `before` are the words an earlier write has put there: those that are not wished for any more go. Other
    programs' words stay.
    """

    paths: tuple[tuple[str, ...], ...] = ()
    rating: int | None = None
    before: Words = field(default_factory=dict)

    def words(self) -> Words:
        """The words to be in each list."""
        plain = {SUBJECT: [tidy(path[-1]) for path in self.paths]}
        return plain | {
            name: [separator.join(tidy(part.replace(separator, " ")) for part in path) for path in self.paths]
            for name, separator in SEPARATORS.items()
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What a wish changed. `rating` is the one before and the one after; `ours` are words to remember."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rating: tuple[int | None, int] | None = None
    ours: Words = field(default_factory=dict)
    is_any: bool = False


def keywords_in(packet: XmpPacket) -> Keywords:
    """The keywords, stars and date in a packet."""
    paths: list[tuple[str, ...]] = [(word,) for word in packet.words(SUBJECT)]
    for name, separator in SEPARATORS.items():
        paths += [path for word in packet.words(name) if (path := _parted(word, separator))]
    dates = (packet.text(name) for name in DATES)
    return Keywords(
        tuple(_without_shadows(paths)), _rating(packet), next((date for date in dates if date), None)
    )


def merged(packet: XmpPacket, wish: SidecarContent) -> Change:
    """Change `packet` as wished. Raises UserError where its form does not allow it."""
    wanted = wish.words()
    ours: Words = {}
    added: list[str] = []
    removed: list[str] = []
    changed = False
    for name, kind in KINDS.items():
        before = set(wish.before.get(name, ()))
        gone = packet.remove_words(name, before - set(wanted[name]))
        fresh = packet.add_words(name, wanted[name], kind)
        ours[name] = [word for word in wanted[name] if word in before or word in fresh]
        changed = changed or bool(gone or fresh)
        if not (added or removed):  # told once, by the plain word or, where that was there, by its path
            added, removed = fresh, gone
    rating = _rated(packet, wish.rating)
    return Change(tuple(added), tuple(removed), rating, ours, changed or rating is not None)


def _rated(packet: XmpPacket, wished: int | None) -> tuple[int | None, int] | None:
    before = _rating(packet)
    if wished is None or wished == before:
        return None
    packet.set_text(RATING, str(wished))
    return before, wished


def _rating(packet: XmpPacket) -> int | None:
    """Whole stars; some programs write "3.0", and some more than there are."""
    try:
        return max(REJECTED, min(5, round(float(packet.text(RATING) or ""))))
    except (ValueError, OverflowError):
        return None


def _parted(word: str, separator: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in word.split(separator)) if part)


def _without_shadows(paths: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Each keyword by its longest path: most programs write the plain word beside it."""
    longest: dict[str, tuple[str, ...]] = {}
    for path in paths:
        if len(path) >= len(longest.get(path[-1], ())):
            longest[path[-1]] = path
    return list(longest.values())
