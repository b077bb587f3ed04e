"""Offers: what people type without grammar, taken for more than words.

"summer 2017", "IMG_0236", "nikon", "5 stars", "without people": each is recognised among plain words, and
asks for what it names. In quotation marks words stay words. A single word that is also the name of a folder,
an album or a tag stays a word, too, for photos may show it: what it names is said beside it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mmdesk.core.language import tr
from mmdesk.core.search_line.filters import MOST_STARS, NAMED_KINDS, Filter
from mmdesk.core.search_line.known import KnownNames
from mmdesk.core.search_line.line import Part
from mmdesk.core.search_line.matching import is_part_of
from mmdesk.core.search_line.offer_ranges import too_many_stars
from mmdesk.core.search_line.offer_words import (
    ABOUT_PHOTOS,
    ALSO_BEFORE_NOT,
    ALSO_PLACES,
    BEFORE_THINGS,
    ENDS_NOT,
    KINDS_LED,
    LEADS,
    MAKERS,
    NAMES,
    NO_BEFORE,
    NOT,
)
from mmdesk.core.search_line.periods import yearly_of
from mmdesk.core.search_line.place_names import ALSO_CALLED
from mmdesk.core.search_line.simple_offers import SimpleOffers
from mmdesk.core.search_line.terms import Term

LONGEST = 6
"""Number of words of the longest name or date that is recognised."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An offer that takes words from `first` until before `last`; `beside` is what else they may name."""

    first: int
    last: int
    asks: Term | Filter | None = None
    problem: str = ""
    beside: Filter | None = None


def with_offers(parts: Sequence[Part], known: KnownNames, today: date) -> tuple[Part, ...]:
    """The parts of a line, plain words among them taken for what they name; the text stays as it is."""
    told: list[Part] = []
    run: list[Part] = []
    for part in parts:
        if part.asks is None and not part.problem:
            run.append(part)
        else:
            told += [*_offered(run, known, today), _ruled_out(_of_tags(part, known), known, today)]
            run = []
    return (*told, *_offered(run, known, today))


def _of_tags(part: Part, known: KnownNames) -> Part:
    """`tag:family|pet` is either of two tags, unless there is one below the other that is called so."""
    asks = part.asks
    if not isinstance(asks, Filter) or asks.name != "tag" or '"' in part.text or "(" in part.text:
        return part
    names = [value.split("|") for value in asks.values if known.named("tag", value) is None]
    if len(names) != len(asks.values) or not all(known.named("tag", name) for each in names for name in each):
        return part
    return replace(part, asks=replace(asks, values=tuple(name for each in names for name in each)))


def _ruled_out(part: Part, known: KnownNames, today: date) -> Part:
    """A word behind a dash, or alternatives, taken for what is named; in quotation marks they stay words."""
    term = part.asks
    if not isinstance(term, Term) or term.weight != 1:
        return part
    if term.alternatives and '"' not in part.text and "(" not in part.text:
        return _either_named(part, term, known, today)
    if not term.negative or part.text != f"-{term.text}":
        return part
    asks = _Recogniser([term.text], known, today).as_whole()
    return replace(part, asks=replace(asks, negative=True), offered=True) if asks else part


def _either_named(part: Part, term: Term, known: KnownNames, today: date) -> Part:
    """Alternatives that all name the same kind of thing, taken for it: `nikon|canon`."""
    named = [_Recogniser([word], known, today).by_itself() for word in term.alternatives]
    found = [one for one in named if one and one.name != "pick"]
    if len(found) != len(named) or len({one.name for one in found}) > 1:
        return part
    values = tuple(value for one in found for value in one.values)
    return replace(part, asks=Filter(found[0].name, values, negative=term.negative), offered=True)


def _offered(run: Sequence[Part], known: KnownNames, today: date) -> Iterator[Part]:
    """The parts of words in a row and the white space between them."""
    places = [place for place, part in enumerate(run) if part.is_words]
    words = [run[place].text for place in places]
    done = 0
    for found in _Recogniser(words, known, today).all():
        first, last = places[found.first], places[found.last - 1] + 1
        yield from run[done:first]
        text = "".join(part.text for part in run[first:last])
        is_offered = found.asks is not None
        yield Part(text, found.asks, found.problem, offered=is_offered, beside=found.beside)
        done = last
    yield from run[done:]


class _Recogniser(SimpleOffers):
    """Recognises what words in a row name, the longest names first."""

    def __init__(self, words: Sequence[str], known: KnownNames, today: date) -> None:
        super().__init__(words, known, today)
        self._kinds: tuple[Callable[[int, int], Filter | None], ...] = (
            self._name, self.period, self.stars, self.flag, self.state, self.order, self.file, self.lens,
            self.camera,
        )  # fmt: skip

    def all(self) -> Iterator[_Found]:
        """All offers, in order."""
        place = taken = left = 0
        found: _Found | None = None
        while place < len(self.words):
            found = self._also_not(place, found) or self._first_at(place)
            if found is None:
                place += 1
                continue
            found = replace(found, first=self._led(found, taken))
            found = self._or_another(found)
            left += found.first - taken + (not isinstance(found.asks, Filter))
            found = found if left else replace(found, last=self._followed(found.last))
            yield found
            place = taken = found.last

    def _first_at(self, place: int) -> _Found | None:
        return (
            self._at(place)
            or self._not_at(place)
            or self._impossible(place)
            or self._unknown_maker(place)
            or self._beside(place)
        )

    def _or_another(self, found: _Found) -> _Found:
        """An offer with others of its kind that "or" joins to it: "nikon or canon"."""
        asks, last = found.asks, found.last
        while isinstance(asks, Filter) and not asks.negative and self.words[last : last + 1] == ["or"]:
            another = self._at(last + 1) if last + 1 < len(self.words) else None
            if another is None or not isinstance(another.asks, Filter) or another.asks.name != asks.name:
                break
            asks, last = replace(asks, values=(*asks.values, *another.asks.values)), another.last
        return replace(found, asks=asks, last=last)

    def _followed(self, last: int) -> int:
        """Where an offer ends with words that only say that photos are meant, if nothing else is left."""
        return len(self.words) if all(word in ABOUT_PHOTOS for word in self.words[last:]) else last

    def by_itself(self) -> Filter | None:
        """What a single word is taken for."""
        found = self._at(0)
        return found.asks if found and isinstance(found.asks, Filter) else None

    def as_whole(self) -> Filter | None:
        """What a single word names when it is ruled out, whatever else is on the line."""
        asks, _ = self._unwanted(0)
        return asks if asks and asks.name != "pick" else None

    def _at(self, first: int) -> _Found | None:
        for last in range(min(len(self.words), first + LONGEST), first, -1):
            for kind in self._kinds if all(self.words[first:last]) else ():
                asks = kind(first, last)
                if asks is not None:
                    return _Found(first, last, asks, beside=self._also(asks))
        return None

    def _also(self, asks: Filter) -> Filter | None:
        """What else is called as the place, the folder or the time that words are taken for."""
        if asks.name not in ("date", *NAMED_KINDS) or asks.values[0].isdecimal():
            return None
        return self._any_of([kind for kind in NAMED_KINDS if kind != asks.name], asks.values[0])

    def _led(self, found: _Found, taken: int) -> int:
        """Where the offer begins with the words that only lead to it."""
        first = found.first
        if found.asks is None or isinstance(found.asks, Term):
            return first
        while first > taken and self.words[first - 1] in LEADS:
            first -= 1
        before = self.words[:first]
        return 0 if taken == 0 and all(word in ABOUT_PHOTOS | LEADS for word in before) else first

    def _name(self, first: int, last: int) -> Filter | None:
        """A place; or an album, a folder or a tag, of which single words must be led to."""
        text, before = self.text(first, last), self.words[:first]
        if before and before[-1] in KINDS_LED:
            return self._named(KINDS_LED[before[-1]], text)
        if self.period(first, last) is not None:
            return None
        is_led = before[-1:] == ["from"] or (
            before[-1:] in (["in"], ["at"]) and all(word in ABOUT_PHOTOS | LEADS for word in before)
        )
        if is_led:
            return self._most_of(("place", "album", "folder"), text) or self._named("tag", text)
        if last - first > 1:
            return self._any_of(("album", "folder", "place"), text)
        named = self._named("place", text)
        is_place_only = named is not None and self._any_of(("album", "folder", "tag"), text) is None
        is_told = is_place_only and text not in ALSO_PLACES and not self.known.everyday.knows(text)
        return named if is_told else None

    def _beside(self, place: int) -> _Found | None:
        """What a single word may name beside what it says."""
        word = self.words[place]
        only_says_photos = word in ABOUT_PHOTOS and len(self.words) > 1  # though a folder may be "Photos"
        is_name = bool(word) and not only_says_photos
        named = self._any_of(("album", "folder", "place", "tag"), word) if is_name else None
        if named is None and yearly_of(word):
            named = Filter("date", (word,))
        return _Found(place, place + 1, beside=named) if named else None

    def _any_of(self, kinds: Sequence[str], text: str) -> Filter | None:
        """The first of these kinds that has such a name."""
        return next(filter(None, (self._named(kind, text) for kind in kinds)), None)

    def _most_of(self, kinds: Sequence[str], text: str) -> Filter | None:
        """The one of these kinds with such a name that has the most photos: positions are not everywhere."""
        found = list(filter(None, (self._named(kind, text) for kind in kinds)))
        photos = self.known.by_filter
        return max(found, key=lambda one: photos[one.name][one.values[0]], default=None)

    def _named(self, kind: str, text: str) -> Filter | None:
        name = self.known.named(kind, ALSO_CALLED.get(text, text) if kind == "place" else text)
        return Filter(kind, (name,)) if name else None

    def _not_at(self, first: int) -> _Found | None:
        """What is not to be seen: the words after "not", "no" or "without", until something else begins."""
        begin = first + (self.words[first] in ALSO_BEFORE_NOT)
        if begin >= len(self.words) or not self._is_not(begin):
            return None
        whole = self._at(begin)  # as "no gps" after "but"
        if whole:
            return replace(whole, first=first)
        asks, last = self._all_unwanted(begin + 1)
        return _Found(first, last, replace(asks, negative=True)) if asks else self._unseen(first, begin + 1)

    def _also_not(self, first: int, before: _Found | None) -> _Found | None:
        """What "and" or "or" joins to what was ruled out right before: more names, or more to be seen."""
        if before is None or before.last != first or self.words[first] not in {"and", "or"}:
            return None
        begin, asks = self._after(first + 1, BEFORE_THINGS), before.asks
        if begin >= len(self.words) or not (asks and asks.negative):
            return None
        if isinstance(asks, Filter):
            named, last = self._unwanted(begin)
            is_name = named is not None and named.name in NAMES
            return _Found(first, last, replace(named, negative=True)) if named and is_name else None
        return None if self._is_not(begin) or self._at(begin) else self._unseen(first, begin)

    def _is_not(self, place: int) -> bool:
        """Whether a word turns what follows into its opposite: "no, thanks" and "no smoking" do not."""
        if self.words[place] != "no":
            return self.words[place] in NOT
        is_whole = NO_BEFORE.isdisjoint(self.words[place + 1 : place + 2])
        return is_whole and self.said[place].lower() == "no"

    def _all_unwanted(self, begin: int) -> tuple[Filter | None, int]:
        """What is ruled out from a word on, all of one kind that "or" and "and" join; and where it ends."""
        asks, last = self._unwanted(self._after(begin, BEFORE_THINGS | LEADS))
        while asks and self.words[last : last + 1] in (["or"], ["and"]):
            another, end = self._unwanted(self._after(last + 1, BEFORE_THINGS))
            if another is None or another.name != asks.name:
                break
            asks, last = replace(asks, values=(*asks.values, *another.values)), end
        return asks, last

    def _unwanted(self, begin: int) -> tuple[Filter | None, int]:
        """What the words from one on name when they are ruled out, and where they end.

        A word that names a place or a folder and no everyday thing needs nothing that leads to it.
        """
        found = self._at(begin) if begin < len(self.words) else None
        if found and isinstance(found.asks, Filter):
            return found.asks, found.last
        word = "".join(self.words[begin : begin + 1])
        is_all = begin + 1 >= len(self.words) or self._begins(begin + 1)
        says_more = word in ALSO_PLACES | ABOUT_PHOTOS or self.known.everyday.knows(word)
        if not word or says_more or not is_all:
            return None, begin
        return self._most_of(("place", "folder"), word), begin + 1

    def _after(self, place: int, words: Collection[str]) -> int:
        """Where something else stands than certain words."""
        while place < len(self.words) and self.words[place] in words:
            place += 1
        return place

    def _unseen(self, first: int, begin: int) -> _Found | None:
        """Words for what is not to be seen."""
        begin = last = self._after(begin, BEFORE_THINGS)
        while last < len(self.words) and not self._begins(last):
            last += 1
        if last == begin:
            return None
        return _Found(first, last, Term(" ".join(self.said[begin:last]), negative=True))

    def _begins(self, place: int) -> bool:
        """Whether something else begins there, perhaps after words that lead to it."""
        if self._is_not(place) or self.words[place] in ENDS_NOT:
            return True
        after = place
        while after < len(self.words) - 1 and self.words[after] in LEADS:
            after += 1
        return self._at(after) is not None

    def _impossible(self, first: int) -> _Found | None:
        """More stars than a photo can have."""
        for last in range(min(len(self.words), first + LONGEST), first, -1):
            if too_many_stars(self.text(first, last)):
                return _Found(first, last, problem=tr("a photo has {most} stars at most", most=MOST_STARS))
        return None

    def _unknown_maker(self, place: int) -> _Found | None:
        maker = self.words[place]
        if maker not in MAKERS or any(is_part_of(maker, name) for name in self.known.cameras):
            return None
        return _Found(place, place + 1, problem=tr("no photo of the library was taken with such a camera"))
