"""Everyday things: names that say what a photo shows, and nothing of how."""

from functools import cache

from mmdesk.core.search_line.plurals import singulars
from mmdesk.tasks.tagging.sets import starter_sets
from mmdesk.tasks.vocabulary import usual_shares, vocabulary


def is_thing(text: str) -> bool:
    """Whether a text in lower case names an everyday thing, or several of its kind."""
    return not _things().isdisjoint((text, *singulars(text)))


@cache
def label_names() -> tuple[str, ...]:
    """Names and synonyms of the labels that come with the program."""
    return tuple(name for one in starter_sets() for label in one for name in (label.name, *label.synonyms))


@cache
def _things() -> frozenset[str]:
    """Everyday words, those of very many photos, and the labels that come with the program."""
    return frozenset(text.casefold() for text in (*vocabulary(), *usual_shares(), *label_names()))
