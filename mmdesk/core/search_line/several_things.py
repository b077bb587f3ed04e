"""A phrase that names things one after the other: "dog people" may be two things, though it reads as one."""

from collections.abc import Callable, Sequence

from mmdesk.core.search_line.offer_words import BEFORE_THINGS

JOINING = BEFORE_THINGS | {"and", "by"}
"""Words between things that photos show at once."""

MOST_THINGS, LONGEST = 4, 3
"""Number of things that are told apart at most, and words of a name."""


def things_named(phrase: str, is_thing: Callable[[str], bool]) -> tuple[str, ...]:
    """The things, two or more, that a phrase names and says nothing else; none where it does not.

    `is_thing` tells whether words in lower case are the name of one. The longest names go first.
    """
    words = phrase.casefold().replace(",", " ").split()
    things: list[str] = []
    while words:
        length = _length_of_name(words, is_thing)
        if length:
            things.append(" ".join(words[:length]))
        elif words[0] not in JOINING:
            return ()
        words = words[length or 1 :]
    several = tuple(dict.fromkeys(things))
    return several if 1 < len(several) <= MOST_THINGS else ()


def _length_of_name(words: Sequence[str], is_thing: Callable[[str], bool]) -> int:
    """Number of words of the longest name at the beginning; 0 where there is none."""
    lengths = range(min(LONGEST, len(words)), 0, -1)
    return next((length for length in lengths if is_thing(" ".join(words[:length]))), 0)
