"""Everyday words that labels and searches are measured against."""

from functools import cache

from mmdesk.core.places import builtin_labels


@cache
def vocabulary() -> tuple[str, ...]:
    """The everyday words that every label is measured against."""
    return tuple(_lines("vocabulary.txt"))


@cache
def usual_shares() -> dict[str, float]:
    """The share of photos that shows it, by common word; none is below one in twenty."""
    pairs = (line.rsplit(" ", 1) for line in _lines("common.txt"))
    return {word: int(percent) / 100 for word, percent in pairs}


def _lines(name: str) -> list[str]:
    lines = (builtin_labels() / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
