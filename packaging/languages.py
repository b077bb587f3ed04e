"""Brings the catalogues of all languages up to date: `python packaging/languages.py [--check]`.

Sentences are found in the code by their marks (`tr`, `trn`, `trc` of `mmdesk.core.language`); help texts of
commands are their docstrings, names of labels stand in `resources/labels`. The catalogues of the
translators lie in `packaging/languages` (one .po a language, as every editor of translations reads it), what
the program reads in `resources/languages`. A sentence that changed is to be translated anew; those that are
gone are dropped.
"""

import argparse
import ast
import inspect
import io
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from mmdesk.core.language import DOMAIN, LANGUAGES
from mmdesk.core.places import builtin_labels, builtin_models, desktop_files
from mmdesk.tasks.desktop_entry import SAID

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "packaging" / "languages"
COMPILED = ROOT / "resources" / "languages"
MARKS = {"tr": None, "trn": (1, 2), "trc": ((1, "c"), 2)}
WIDTH = 110
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""Day that stands in what the program reads, so that the same sentences are the same bytes."""

LABEL = "label"
"""Context of the names of labels."""

PLURALS = {
    "lt": (3, "(n % 10 == 1 && n % 100 != 11 ? 0 : n % 10 >= 2 && (n % 100 < 10 || n % 100 >= 20) ? 1 : 2)"),
    "ro": (3, "(n == 1 ? 0 : n == 0 || (n % 100 > 0 && n % 100 < 20) ? 1 : 2)"),
    "fr": (2, "(n > 1)"),
    "tl": (2, "(n > 1)"),
}
"""Number of forms and the rule, of languages that differ from English."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of the source: one form or two, its context, and the file that has it."""

    forms: str | tuple[str, str]
    context: str | None
    file: str
    comments: tuple[str, ...] = ()


def found_sentences() -> Iterator[Found]:
    """All sentences that the program says, file by file."""
    for path in sorted((ROOT / "mmdesk").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for _line, message, comments, context in extract_from_file(
            "python", path, keywords=MARKS, comment_tags=("translators:",), strip_comment_tags=True
        ):
            forms = message if isinstance(message, str) else (message[0], message[1])
            yield Found(forms, context, file, tuple(comments))
        if file.startswith("mmdesk/cli/"):
            yield from (Found(text, None, file) for text in _help_texts(ast.parse(path.read_text("utf-8"))))
    yield from (Found(text, None, "resources/desktop") for text in _entry_texts())
    yield from (Found(text, None, "resources/models/catalogue.toml") for text in _model_texts())
    yield from (Found(word, LABEL, "resources/labels") for word in _label_words())


def _help_texts(module: ast.Module) -> Iterator[str]:
    """Docstrings of the commands and groups in a module of the command line."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and any(_makes_command(one) for one in node.decorator_list):
            text = ast.get_docstring(node, clean=False)
            if text:
                yield inspect.cleandoc(text)


def _entry_texts() -> Iterator[str]:
    """What the entry in the menu of a desktop says."""
    for line in (desktop_files() / "mmdesk.desktop").read_text("utf-8").splitlines():
        key, _, text = line.partition("=")
        if key in SAID:
            yield text


def _model_texts() -> Iterator[str]:
    """What is said of models that can be fetched."""
    for model in tomllib.loads((builtin_models() / "catalogue.toml").read_text("utf-8"))["models"]:
        yield from (
            model[part] for part in ("advice", "purpose", "licence_note", "languages") if model.get(part)
        )


def _label_words() -> Iterator[str]:
    """Names of sets and labels, parents of labels, and descriptions of sets."""
    for path in sorted(builtin_labels().glob("*.toml")):
        stored = tomllib.loads(path.read_text("utf-8"))
        yield from (stored["name"], stored["description"])
        for label in stored["labels"]:
            yield from (label[part] for part in ("name", "parent") if part in label)


def _makes_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in ("command", "group")


def template() -> Catalog:
    """A catalogue of all sentences, not translated."""
    catalogue = Catalog(project="mmdesk", charset="utf-8", fuzzy=False)
    for one in found_sentences():
        catalogue.add(one.forms, context=one.context, locations=[(one.file, 1)], auto_comments=one.comments)
    return catalogue


def brought_up_to_date(code: str, sentences: Catalog) -> Catalog:
    """The catalogue of a language with exactly `sentences`, those of it translated that were."""
    path = SOURCES / f"{code}.po"
    known = read_po(io.BytesIO(path.read_bytes()), locale=None) if path.exists() else Catalog()
    fresh = Catalog(project="mmdesk", charset="utf-8", fuzzy=False, header_comment=_header(code))
    fresh._num_plurals, fresh._plural_expr = PLURALS.get(code, (2, "(n != 1)"))  # noqa: SLF001
    for message in sentences:
        if message.id:
            before = known.get(message.id, message.context)
            fresh.add(
                message.id,
                before.string if before is not None else None,
                context=message.context,
                locations=message.locations,
                auto_comments=message.auto_comments,
            )
    return fresh


def _header(code: str) -> str:
    return f"# The sentences of mmdesk in {LANGUAGES[code].name}."


def written(catalogue: Catalog) -> bytes:
    """A catalogue as a file for translators."""
    out = io.BytesIO()
    write_po(out, catalogue, width=WIDTH, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    unsteady = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Generated-By", "Report-Msgid")
    return "".join(
        line for line in lines if not line.startswith(tuple(f'"{one}' for one in unsteady))
    ).encode()


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as the program reads it."""
    out = io.BytesIO()
    steady = read_po(io.BytesIO(written(catalogue)))
    steady.creation_date = steady.revision_date = NO_DAY
    write_mo(out, steady)
    return out.getvalue()


def compiled_path(code: str) -> Path:
    """Where the program finds a language."""
    return COMPILED / code / "LC_MESSAGES" / f"{DOMAIN}.mo"


def missing(catalogue: Catalog) -> list[str]:
    """Sentences that are not translated, or not in all their forms."""
    return [_first(message.id) for message in catalogue if message.id and not _is_whole(message.string)]


def _first(identity: str | tuple[str, ...]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def _is_whole(told: str | tuple[str, ...] | list[str]) -> bool:
    return bool(told) if isinstance(told, str) else bool(told) and all(told)


def main() -> None:
    """Write the catalogues of all languages, or say what would change."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="Write nothing; exit 1 where something is left.")
    check = parser.parse_args().check
    sentences, is_left = template(), False
    for code in LANGUAGES:
        if code == "en":
            continue
        catalogue = brought_up_to_date(code, sentences)
        left = missing(catalogue)
        is_left |= bool(left)
        print(f"{code}: {len(sentences)} sentences, {len(left)} not translated")
        if not check:
            SOURCES.mkdir(exist_ok=True)
            (SOURCES / f"{code}.po").write_bytes(written(catalogue))
            compiled_path(code).parent.mkdir(parents=True, exist_ok=True)
            compiled_path(code).write_bytes(compiled(catalogue))
    sys.exit(1 if check and is_left else 0)


if __name__ == "__main__":
    main()
