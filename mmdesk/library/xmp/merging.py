"""How a packet is made to say what this program knows, and keeps saying all else."""

from dataclasses import dataclass, field

from mmdesk.core.keyword_paths import Leaves, Path, line_of
from mmdesk.library.xmp.fact_merging import kept_facts
from mmdesk.library.xmp.keywords import SEPARATORS, Words, paths_of, words_in
from mmdesk.library.xmp.names import HIERARCHICAL, RATING, SUBJECT, TAGS_LIST
from mmdesk.library.xmp.packet import ListKind, XmpPacket, tidy
from mmdesk.library.xmp.stars import set_stars, stars_in

KINDS: dict[str, ListKind] = {SUBJECT: "Bag", HIERARCHICAL: "Bag", TAGS_LIST: "Seq"}
"""The lists keywords are written to, and the kind each of them is by its schema."""


@dataclass(frozen=True, slots=True)
class SidecarContent:
    """What a sidecar shall say: keywords below their parents, and stars where there are any.

    Those `kept` are not added, but stay where they are. `before` are the words an earlier write has put
    there: those that are not wished for any more go. Other programs' words stay.
    """

    paths: tuple[Path, ...] = ()
    rating: int | None = None
    before: Words = field(default_factory=dict)
    kept: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a wish changed. `rating` is the one before and the one after; `ours` are words to remember."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rating: tuple[int | None, int] | None = None
    ours: Words = field(default_factory=dict)
    is_any: bool = False


def merged(packet: XmpPacket, wish: SidecarContent) -> Change:
    """Change `packet` as wished. Raises UserError where its form does not allow it.

    A keyword that another program has put there already, in whichever list and below whichever parents, is
    there: nothing is added for it.
    """
    wanted = written_words((*wish.paths, *wish.kept))
    gone = {
        name: packet.remove_words(name, set(wish.before.get(name, ())) - set(wanted[name])) for name in KINDS
    }
    theirs = Leaves(_without(packet, wish.before))
    added = written_words(tuple(path for path in wish.paths if path[-1] not in theirs))
    fresh = {name: packet.add_words(name, added[name], kind) for name, kind in KINDS.items()}
    rating = _rated(packet, wish)
    ours = {
        name: [word for word in wanted[name] if word in {*wish.before.get(name, ()), *fresh[name]}]
        for name in KINDS
    }
    if rating is not None or RATING in wish.before:
        ours[RATING] = [str(rating[1])] if rating is not None else list(wish.before[RATING])
    ours |= kept_facts(wish.before)
    told = next((name for name in KINDS if fresh[name] or gone[name]), SUBJECT)
    is_any = rating is not None or any((*fresh.values(), *gone.values()))
    return Change(tuple(fresh[told]), tuple(gone[told]), rating, ours, is_any)


def written_words(paths: tuple[Path, ...]) -> dict[str, list[str]]:
    """The words that stand for keywords in each list, once each."""
    tidied = [tuple(map(tidy, path)) for path in paths]
    words = {SUBJECT: [path[-1] for path in tidied]}
    # Where a parent holds |, a line parted by | would be believed with / there.
    parted = [path for path in tidied if not any(SEPARATORS[HIERARCHICAL] in parent for parent in path[:-1])]
    words[HIERARCHICAL] = [line_of(path, SEPARATORS[HIERARCHICAL]) for path in parted]
    words[TAGS_LIST] = [line_of(path, SEPARATORS[TAGS_LIST]) for path in tidied]
    return {name: list(dict.fromkeys(found)) for name, found in words.items()}


def _without(packet: XmpPacket, ours: Words) -> tuple[Path, ...]:
    """The keywords in a packet, but for the words that are ours."""
    words = words_in(packet).items()
    return paths_of(
        {name: [word for word in found if word not in ours.get(name, ())] for name, found in words}
    )


def _rated(packet: XmpPacket, wish: SidecarContent) -> tuple[int | None, int] | None:
    before = stars_in(packet)
    if wish.rating is None or wish.rating == before:
        return None
    set_stars(packet, wish.rating)
    return before, wish.rating
