"""What the things of a search that found nothing find by themselves, so that there is a way on."""

from collections.abc import Callable

from mmdesk.core.query import FoundApart, Query, SearchResult, Term, ThingFound
from mmdesk.core.search_line.several_things import things_named
from mmdesk.tasks.things import is_thing

Count = Callable[[Query], int]
"""Tells how many photos a query finds."""


def found_apart(result: SearchResult, count: Count) -> FoundApart | None:
    """What the things of `result` find, each by itself; None where something was found, or there is but one.

    A phrase is parted only if it names nothing but things, and photos show each of them.
    """
    if result.found or not result.considered:
        return None
    things = result.query.things
    if len(things) > 1:
        return FoundApart(result.query, _each(result.query, things, count))
    return _of_phrase(result.query, things[0], count) if things else None


def _of_phrase(query: Query, phrase: Term, count: Count) -> FoundApart | None:
    is_plain = phrase.kind == "words" and not (phrase.quoted or phrase.alternatives)
    names = things_named(phrase.text, is_thing) if is_plain else ()
    if not names:
        return None
    asked = query.with_things(tuple(Term(name, phrase.weight, quoted=True) for name in names))
    things = _each(asked, asked.things, count)
    is_each_found = all(one.found for one in things)
    return FoundApart(asked, things, phrase.text, count(asked)) if is_each_found else None


def _each(query: Query, things: tuple[Term, ...], count: Count) -> tuple[ThingFound, ...]:
    alone = [(term, query.with_things((term,))) for term in things]
    return tuple(ThingFound(term.text, asked, count(asked)) for term, asked in alone)
