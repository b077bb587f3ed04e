"""Everyday words that labels and searches are measured against."""

from functools import cache

from mmdesk.core.places import builtin_labels


@cache
def vocabulary() -> tuple[str, ...]:
    """The everyday words that every label is measured against."""
    lines = (builtin_labels() / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
