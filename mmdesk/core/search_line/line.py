"""A search line in parts: how each piece of it is understood.

The parts together are the line, character by character. What is not understood stays words, and its part says
so. Nothing a person can type raises.
"""

import difflib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mmdesk.core.language import tr
from mmdesk.core.search_line.filters import FILTERS, MEANT, OF_ONE_CASE, Filter, problem_with
from mmdesk.core.search_line.terms import LIKE, SIMPLE, Term, either, like, out_of_quotes

_QUOTED = r'(?:"[^"]*")+'
_UNIT = rf'(?:{_QUOTED}|[^\s"()|]+)'
_WEIGHT = r"(?::(?P<weight>\d{1,3}(?:\.\d{1,3})?))?"
_GROUP = r'\((?P<group>(?:"[^"]*"|[^()"])*)\)'
_VALUE = rf'(?:{_QUOTED}|(?!\()[^\s"|]+)'
_OR = r"(?:\s+\|\s*|\|\s+|\s+(?-i:OR)\s+)"
"""What joins alternatives with white space; a bare stroke is none, lest there be two ways to read it."""

_END = r"(?=\s|\Z)"

_FILTER = re.compile(
    rf"(?P<sign>-)?(?P<name>{'|'.join(FILTERS)}):(?:{_GROUP}|(?P<values>{_VALUE}(?:\|{_VALUE})*"
    rf"(?(sign)|(?:{_OR}(?P=name):{_VALUE}(?:\|{_VALUE})*)*))){_END}",
    re.IGNORECASE,
)
_PICTURE = re.compile(rf'(?P<sign>-?)@(?:(?P<quoted>{_QUOTED}){_WEIGHT}|(?P<raw>[^\s"]+)){_END}')
_PHOTOS = re.compile(
    rf"(?P<sign>-?){LIKE}(?P<photos>\d{{1,18}}(?:,\d{{1,18}})*){_WEIGHT}{_END}", re.ASCII | re.IGNORECASE
)
_BRACKETS = re.compile(rf"(?P<sign>-?){_GROUP}{_WEIGHT}{_END}")
_NO_UNIT = rf"(?!OR\b|[-@]|(?i:{'|'.join([*FILTERS, 'like'])}):)"
"""What stands for more than a word is no alternative to one."""

_UNITS = re.compile(
    rf"(?P<sign>(?:-(?!-))?)(?P<units>(?!OR\s){_UNIT}(?:\|{_UNIT}|{_OR}{_NO_UNIT}{_UNIT})*){_WEIGHT}{_END}"
)
_PIECES = re.compile(rf'{_QUOTED}|\||\s+|[^\s"|]+')
_ALTERNATIVES = re.compile(rf'{_QUOTED}|[^"|\s]+')
_LIKE_FILTER = re.compile(r"([a-z]{2,12}):(?!//)\S+", re.IGNORECASE)
_LIKE_PICTURE = re.compile(r"(?:.*/.+|~.*|.*\.[a-z][a-z0-9]{1,4})", re.IGNORECASE | re.DOTALL)

NO_WORDS = frozenset('"()|')
"""Signs that would be understood in another way where the words around them change."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line as it stands there, and what it asks for.

    Plain words ask for nothing by themselves: together they are one term. `problem` says what is not
    understood in them. `offered` parts are words that were taken for more than words. `instead` is what
    may be meant by a misspelling. `beside` is what words may name, though they are taken for words.
    """

    text: str
    asks: Term | Filter | None = None
    problem: str = ""
    offered: bool = False
    instead: str = ""
    beside: Filter | None = None

    @property
    def is_words(self) -> bool:
        """Whether these are plain words, and not the white space between them."""
        return self.asks is None and not self.text.isspace()


def parts_of(line: str) -> tuple[Part, ...]:
    """The parts of a line, in order."""
    return tuple(_parts(line))


def terms_and_filters(parts: Sequence[Part]) -> tuple[tuple[Term, ...], tuple[Filter, ...]]:
    """What parts ask for together: the plain words as the first term, then the other terms; and filters."""
    words = " ".join(part.text for part in parts if part.is_words)
    quoted = not NO_WORDS.isdisjoint(words) or "OR" in words.split()
    first = (Term(words, quoted=quoted),) if words else ()
    others = tuple(part.asks for part in parts if isinstance(part.asks, Term))
    return (*first, *others), tuple(part.asks for part in parts if isinstance(part.asks, Filter))


def meant_by(parts: Sequence[Part]) -> str:
    """The line that may be meant; empty where nothing is misspelt."""
    is_misspelt = any(part.instead for part in parts)
    return "".join(part.instead or part.text for part in parts) if is_misspelt else ""


def problems_of(parts: Sequence[Part]) -> list[str]:
    """What is not understood, a sentence each."""
    return [
        tr("Taken for words: {words} ({problem}).", words=part.text, problem=part.problem)
        for part in parts
        if part.problem
    ]


def _parts(line: str) -> Iterator[Part]:
    place = 0
    while place < len(line):
        blank = re.compile(r"\s+").match(line, place)
        part = Part(blank[0]) if blank else _token(line, place)
        place += len(part.text)
        yield part


def _token(line: str, place: int) -> Part:
    """The part that begins at `place`, where no white space is."""
    for pattern, read in _READERS:
        match = pattern.match(line, place)
        part = read(match) if match else None
        if part is not None:
            return part
    word = re.compile(r"\S+").match(line, place)
    text = word[0] if word else line[place:]
    is_open = text.lstrip("-").startswith(("(", '"'))
    return Part(text, problem=tr("a quotation mark or bracket has no end") if is_open else "")


def _filter(match: re.Match[str]) -> Part | None:
    name = match["name"].lower()
    if name not in FILTERS:
        return None
    if match["values"] is None:
        values = _either(match["group"], strokes=name != "tag")
    elif name == "tag":
        values = tuple(map(out_of_quotes, _of_filter(name, match["values"])))
    else:
        said = _of_filter(name, match["values"])
        values = tuple(filter(None, (out_of_quotes(one) for each in said for one in _units_in(each))))
    made = Filter(name, _of_case(name, values), negative=bool(match["sign"]))
    problem = problem_with(made)
    return Part(match[0], problem=problem) if problem else Part(match[0], made)


def _of_filter(name: str, text: str) -> list[str]:
    """What stands behind each name of a filter where several are joined; quotation marks are kept."""
    joined = rf"({_QUOTED})|(?:{_OR}|\|){name}:"
    pieces = re.split(joined, text, flags=re.IGNORECASE)
    said = [pieces[0]]
    for quoted, after in zip(pieces[1::2], pieces[2::2], strict=True):
        if quoted is None:
            said.append(after)
        else:
            said[-1] += quoted + after
    return said


def _of_case(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.lower() for value in values) if name in OF_ONE_CASE else values


def _picture(match: re.Match[str]) -> Part | None:
    said = match["raw"] or match["quoted"][1:-1].replace('""', '"')
    weight = _weight(match)
    if not _LIKE_PICTURE.fullmatch(said) or not weight:
        return None
    try:
        path = os.fsencode(os.path.abspath(os.path.expanduser(said)))
    except ValueError:  # signs that are in no file's name
        return None
    term = Term(os.fsdecode(path), weight, "picture", path, negative=bool(match["sign"]))
    return Part(match[0], term)


def _photos(match: re.Match[str]) -> Part | None:
    weight, photos = _weight(match), tuple(map(int, match["photos"].split(",")))
    return Part(match[0], like(photos, negative=bool(match["sign"]), weight=weight)) if weight else None


def _brackets(match: re.Match[str]) -> Part | None:
    return _term(match, _either(match["group"], strokes=True))


def _units(match: re.Match[str]) -> Part | None:
    units = [piece for piece in _ALTERNATIVES.findall(match["units"]) if piece != "OR"]
    if len(units) == 1 and not match["sign"] and not units[0].startswith('"'):
        return Part(match[0], problem=_near_filter(match[0]))
    part = _term(match, tuple(filter(None, map(out_of_quotes, units))))
    is_filter_meant = part is not None and len(units) == 1 and not units[0].startswith('"')
    return replace(part, problem=_near_filter(units[0])) if part and is_filter_meant else part


def _term(match: re.Match[str], texts: tuple[str, ...]) -> Part | None:
    """A term of one text or of several; None where there is none, or its weight is nothing."""
    weight, negative = _weight(match), bool(match["sign"])
    if not texts or not weight:
        return None
    if len(texts) > 1:
        return Part(match[0], either(texts, negative=negative, weight=weight))
    quoted = not negative or (weight == 1 and SIMPLE.fullmatch(texts[0]) and match[0] != f"-{texts[0]}")
    return Part(match[0], Term(texts[0], weight, negative=negative, quoted=bool(quoted)))


def _weight(match: re.Match[str]) -> float:
    return float(match["weight"] or 1)


def _units_in(text: str) -> list[str]:
    """What stands between strokes that are not in quotation marks."""
    return [piece for piece in re.findall(rf'{_QUOTED}|[^"|]+', text) if piece]


def _either(text: str, *, strokes: bool) -> tuple[str, ...]:
    """What stands between `OR`s, and between strokes if they count."""
    found = [""]
    for piece in _PIECES.findall(text):
        if piece == "OR" or (piece == "|" and strokes):
            found.append("")
        else:
            found[-1] += piece
    return tuple(filter(None, (out_of_quotes(one.strip()) for one in found)))


def _near_filter(word: str) -> str:
    """What is said of `ratng:5` and `year:2017`, and of `rating:` that nothing stands behind."""
    name = word.lower().removesuffix(":")
    if word.endswith(":") and name in FILTERS:
        return tr("{filter}: wants {value}", filter=name, value=FILTERS[name].wants)
    match = _LIKE_FILTER.fullmatch(word)
    if match is None or match[1].lower() in FILTERS:
        return ""
    said = match[1].lower()
    near = [MEANT[said]] if said in MEANT else difflib.get_close_matches(said, FILTERS, 1, 0.75)
    if near:
        return tr("there is no filter {filter}:, did you mean {other}: ?", filter=said, other=near[0])
    return tr("there is no filter {filter}:", filter=said)


_READERS = (
    (_FILTER, _filter), (_PICTURE, _picture), (_PHOTOS, _photos), (_BRACKETS, _brackets), (_UNITS, _units),
)  # fmt: skip
"""Patterns of what a part may be, in the order in which they are tried, and what reads each."""
