"""What is said where a search finds nothing, in the window and on the command line."""

from mmdesk.core.acts import counted_photos
from mmdesk.core.enumeration import all_of, either_of
from mmdesk.core.language import tr
from mmdesk.core.query import MANY, FoundApart, Query, SearchResult


def why_nothing(result: SearchResult) -> str:
    """Why a search found nothing, and what may be searched for instead, in sentences.

    Empty where it found something, or had nothing to look among.
    """
    if result.found or not (result.considered or result.query.conditions):
        return ""
    among = tr("Nothing was found among {photos}.", photos=counted_photos(result.considered))
    said = f"{nothing_sure(result.apart)}." if result.hits else unmet(result) or among
    return f"{said} {told_apart(result.apart)}".rstrip()


def nothing_sure(apart: FoundApart | None) -> str:
    """What is said of hits that are all weak, where something is known of what their things find `apart`."""
    if apart is None:
        return tr("Nothing here looks like that")
    if apart.together:
        return tr("Nothing shows {things}", things=_quoted(apart.phrase))
    if apart.doubtful:
        return tr("No photo clearly shows {things}", things=either_of(list(map(_quoted, apart.doubtful))))
    return tr("No photo shows both") if len(apart.things) == 2 else tr("No photo shows all of them")


def ways_on(apart: FoundApart | None) -> tuple[tuple[str, Query], ...]:
    """What may be searched for instead, each in words: the things of a phrase at once, or each by itself."""
    if apart is None:
        return ()
    if apart.together:
        return ((_as_things(apart), apart.query),)
    return tuple(
        (f"{_quoted(one.text)}: {_photos(one.found)}", one.query) for one in apart.things if one.found
    )


def told_apart(apart: FoundApart | None) -> str:
    """The `ways_on` in a sentence, with a line to type where it is not plain; empty for none."""
    said = ", ".join(words for words, _ in ways_on(apart))
    if apart and apart.together:
        said = tr("{way} (written {line})", way=said, line=apart.query.written)
    return f"{said}." if said else ""


def unmet(result: SearchResult) -> str:
    """A sentence of conditions that no photo meets; empty where something else is why there are no hits."""
    query = result.query
    if not query.conditions or (query.terms and result.considered):
        return ""
    return tr("No photo meets {conditions}.", conditions=" ".join(one.written for one in query.conditions))


def _as_things(apart: FoundApart) -> str:
    """What offers to look for the things of a phrase: “dog” and “people” as two things."""
    things = all_of([_quoted(one.text) for one in apart.things])
    photos = _photos(apart.together)
    if len(apart.things) == 2:
        return tr("Search for {things} as two things: {photos}", things=things, photos=photos)
    return tr("Search for {things}, each by itself: {photos}", things=things, photos=photos)


def _photos(found: int) -> str:
    return counted_photos(found) if found < MANY else tr("{count}+ photos", count=MANY)


def _quoted(text: str) -> str:
    return f"“{text}”"
