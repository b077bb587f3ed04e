"""Label sets as files: plain text that anybody can type, and TOML that holds everything.

Plain text has one label a line: its path from the outermost parent, then synonyms. A word that holds one of
the signs / = , # stands in quotes, which are doubled within it.

    animals/dog = puppy, hound
    animals/cat
    music/"AC/DC"

TOML has the fields of `LabelSet` at the top and one `[[labels]]` table per label.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.labels import BACKGROUND, TEMPLATES, Label, LabelSet
from mmdesk.core.language import tr

ASIDE = "\x00"
"""A character no label file has."""

QUOTED = re.compile(r'(?P<before>^|[/=,])\s*"(?P<word>(?:[^"]|"")*)"\s*(?=$|[/=,#])')
"""A word in quotes, whole."""

PUT_ASIDE = re.compile(f"{ASIDE}(\\d+){ASIDE}")


def parse_text(text: str, name: str) -> LabelSet:
    """The set called `name` in plain text. Raises UserError, which names the line.

    A parent that has no line of its own is a heading: it is not looked for.
    """
    lines = ((number, _Line(line)) for number, line in enumerate(text.splitlines(), 1))
    labels = [_line(line, number, name) for number, line in lines if line.path]
    return LabelSet(name, tuple(labels))


def to_text(labels: LabelSet) -> str:
    """The set as plain text; prompts, cut-offs and templates are left out, as it has no place for them."""
    lines = (
        "/".join(map(_in_quotes, labels.path(label.name)))
        + (f" = {', '.join(map(_in_quotes, label.synonyms))}" if label.synonyms else "")
        for label in labels
    )
    return "".join(f"{line}\n" for line in lines)


def parse_toml(text: str, name: str) -> LabelSet:
    """The set in a TOML document; `name` is its name where the document has none. Raises UserError."""
    try:
        stored = tomllib.loads(text)
        return LabelSet(
            name=_text(stored.get("name", name)),
            labels=tuple(_label(one) for one in stored.get("labels", [])),
            templates=_texts(stored.get("templates", TEMPLATES)),
            background=_texts(stored.get("background", BACKGROUND)),
            exclusive=bool(stored.get("exclusive", False)),
            description=_text(stored.get("description", "")),
        )
    except (tomllib.TOMLDecodeError, TypeError, KeyError, AttributeError) as error:
        raise UserError(
            tr("The label set {name} cannot be read: {error}.", name=name, error=error)
        ) from error


def to_toml(labels: LabelSet) -> str:
    """The set as a TOML document; `parse_toml` makes the same set of it."""
    return "\n".join(_toml_lines(labels)) + "\n"


class _Line:
    """A line of plain text: its `path`, outermost first, and its `synonyms`; neither where it is empty."""

    def __init__(self, line: str) -> None:
        self._quoted: list[str] = []
        said = QUOTED.sub(self._put_aside, line).partition("#")[0]
        path, _, synonyms = said.partition("=")
        self.path = self._words(path, "/") if said.strip() else ()
        self.synonyms = tuple(word for word in self._words(synonyms, ",") if word)

    def _put_aside(self, match: re.Match[str]) -> str:
        """A sign in the place of a word in quotes, so that nothing in it parts it."""
        self._quoted.append(match["word"].replace('""', '"'))
        return f"{match['before']}{ASIDE}{len(self._quoted) - 1}{ASIDE}"

    def _words(self, text: str, sign: str) -> tuple[str, ...]:
        return tuple(PUT_ASIDE.sub(self._bring_back, part.strip()) for part in text.split(sign))

    def _bring_back(self, match: re.Match[str]) -> str:
        return self._quoted[int(match[1])]


def _line(line: _Line, number: int, name: str) -> Label:
    *above, own = line.path
    try:
        return Label(own, synonyms=line.synonyms, parent=above[-1] if above else "")
    except UserError as error:
        raise UserError(
            tr("Line {number} of {name}: {error}", number=number, name=name, error=error)
        ) from error


def _in_quotes(word: str) -> str:
    """A word as plain text has it."""
    is_plain = not any(sign in word for sign in "/=,#") and word == word.strip() and not word.startswith('"')
    return word if is_plain else '"' + word.replace('"', '""') + '"'


def _label(stored: Mapping[str, Any]) -> Label:
    cutoff = stored.get("cutoff")
    return Label(
        name=_text(stored["name"]),
        prompts=_texts(stored.get("prompts", ())),
        synonyms=_texts(stored.get("synonyms", ())),
        parent=_text(stored.get("parent", "")),
        cutoff=None if cutoff is None else float(cutoff),
        unspoken=bool(stored.get("unspoken", False)),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(tr("{value!r} should be text", value=value))
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list | tuple):
        raise TypeError(tr("{values!r} should be a list of texts", values=values))
    return tuple(_text(value) for value in values)


def _toml_lines(labels: LabelSet) -> Iterator[str]:
    yield f"name = {_quoted(labels.name)}"
    if labels.description:
        yield f"description = {_quoted(labels.description)}"
    if labels.exclusive:
        yield "exclusive = true"
    yield f"templates = {_list(labels.templates)}"
    yield f"background = {_list(labels.background)}"
    for label in labels:
        yield "\n[[labels]]"
        yield from _label_lines(label)


def _label_lines(label: Label) -> Iterator[str]:
    yield f"name = {_quoted(label.name)}"
    if label.parent:
        yield f"parent = {_quoted(label.parent)}"
    if label.synonyms:
        yield f"synonyms = {_list(label.synonyms)}"
    if label.prompts:
        yield f"prompts = {_list(label.prompts)}"
    if label.cutoff is not None:
        yield f"cutoff = {label.cutoff!r}"
    if label.unspoken:
        yield "unspoken = true"


def _quoted(text: str) -> str:
    """JSON's strings are TOML's basic strings, but for the delete character, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"
