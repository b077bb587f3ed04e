"""Label sets as files: plain text that anybody can type, and TOML that holds everything.

Plain text has one label a line: its path from the outermost parent, then synonyms.

    animals/dog = puppy, hound
    animals/cat

TOML has the fields of `LabelSet` at the top and one `[[labels]]` table per label.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.labels import BACKGROUND, HIERARCHY, TEMPLATES, Label, LabelSet


def parse_text(text: str, name: str) -> LabelSet:
    """The set called `name` in plain text. Raises UserError, which names the line.

    A parent that has no line of its own is a heading: it is not looked for.
    """
    lines = ((number, line.partition("#")[0].strip()) for number, line in enumerate(text.splitlines(), 1))
    labels = [_line(line, number, name) for number, line in lines if line]
    return LabelSet(name, tuple(labels))


def to_text(labels: LabelSet) -> str:
    """The set as plain text; prompts, cut-offs and templates are left out, as it has no place for them."""
    lines = (
        HIERARCHY.join(labels.path(label.name))
        + (f" = {', '.join(label.synonyms)}" if label.synonyms else "")
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
        raise UserError(f"The label set {name} cannot be read: {error}.") from error


def to_toml(labels: LabelSet) -> str:
    """The set as a TOML document; `parse_toml` makes the same set of it."""
    return "\n".join(_toml_lines(labels)) + "\n"


def _line(line: str, number: int, name: str) -> Label:
    path, _, synonyms = line.partition("=")
    parts = [part.strip() for part in path.split(HIERARCHY)]
    try:
        return Label(parts[-1], synonyms=_split(synonyms), parent=parts[-2] if len(parts) > 1 else "")
    except UserError as error:
        raise UserError(f"Line {number} of {name}: {error}") from error


def _split(synonyms: str) -> tuple[str, ...]:
    return tuple(word for part in synonyms.split(",") if (word := part.strip()))


def _label(stored: Mapping[str, Any]) -> Label:
    cutoff = stored.get("cutoff")
    return Label(
        name=_text(stored["name"]),
        prompts=_texts(stored.get("prompts", ())),
        synonyms=_texts(stored.get("synonyms", ())),
        parent=_text(stored.get("parent", "")),
        cutoff=None if cutoff is None else float(cutoff),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} should be text")
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list | tuple):
        raise TypeError(f"{values!r} should be a list of texts")
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


def _quoted(text: str) -> str:
    """JSON's strings are TOML's basic strings, but for the delete character, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"
