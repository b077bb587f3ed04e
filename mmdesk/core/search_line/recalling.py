"""Lines that were searched for before, offered again."""

from collections.abc import Sequence

from mmdesk.core.search_line.completion import Completion

KEPT = 50
"""Number of lines that are remembered."""

MOST_AT_ONCE, MOST_BESIDE = 10, 4
"""Number of lines offered on an empty line, and beside other completions."""


def remembered(line: str, recent: Sequence[str]) -> tuple[str, ...]:
    """The recent lines with one more, the newest first; neither case nor white space make it another."""
    said = " ".join(line.split())
    others = [one for one in recent if _same(one) != _same(said)]
    return tuple([said, *others][:KEPT]) if said else tuple(recent)


def recalled(typed: str, recent: Sequence[str]) -> list[Completion]:
    """Recent lines that begin with what is typed, then those that have it in them."""
    said = _same(typed)
    if not said:
        return [Completion(line, 0, recent=True) for line in recent[:MOST_AT_ONCE]]
    found = [line for line in recent if said in _same(line) and said != _same(line)]
    found.sort(key=lambda line: not _same(line).startswith(said))
    return [Completion(line, 0, recent=True) for line in found[:MOST_BESIDE]]


def _same(line: str) -> str:
    return " ".join(line.casefold().split())
