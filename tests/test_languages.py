"""The catalogues of all languages: complete, up to date, and with the same values in every sentence."""

import ast
import re
import string
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from mmdesk.core.label_names import CONTEXT, LabelNames
from mmdesk.core.language import LANGUAGES, catalogue_of
from mmdesk.tasks.tagging.sets import starter_sets
from tests.source import ROOT, modules, room

sys.path.append(str(ROOT / "packaging"))
import languages

CODES = sorted(set(LANGUAGES) - {"en"})
MARKS = ("tr", "trn", "trc")
COUNTS = {"n", "nargs"}
"""Names that numbers of things have in sentences, ours and Click's."""

SAYING = {
    *(
        "QAction",
        "QCheckBox",
        "QGroupBox",
        "QLabel",
        "QPushButton",
        "QRadioButton",
        "UserError",
        "UsageError",
    ),
    *("addAction", "addTab", "setAccessibleDescription", "setAccessibleName", "setPlaceholderText"),
    *("setStatusTip", "setText", "setTitle", "setToolTip", "setWindowTitle", "tell"),
}
"""What is called with words for people. The tour in disguise finds what is said in other ways."""


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    return languages.template()


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_is_translated(sentences: Catalog, code: str) -> None:
    catalogue = languages.brought_up_to_date(code, sentences)
    assert not languages.missing(catalogue)
    assert not [told for message in catalogue if message.id for told in _faults(message)]
    assert languages.compiled_path(code).read_bytes() == languages.compiled(catalogue)
    assert (languages.SOURCES / f"{code}.po").read_bytes() == languages.written(catalogue)


def _faults(message: Message) -> list[str]:
    """Translations with other values, or other tags, than the sentence has."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string)
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    fields = [_fields(source) for source in sources]
    # A form for one thing, or for few, may leave out their number.
    needed = set.intersection(*fields) - (COUNTS if len(sources) > 1 else set())
    wrong = [form for form in forms if not needed <= _fields(form) <= set.union(*fields)]
    return wrong + [form for form in forms if _tags(form) != _tags(sources[-1])]


def _fields(sentence: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    except ValueError:  # braces that are none of ours
        return set()


def _tags(sentence: str) -> list[str]:
    return re.findall(r"</?\w+", sentence)


@pytest.mark.parametrize("code", CODES)
def test_no_label_keeps_its_english_name_because_another_is_called_so(code: str) -> None:
    names, catalogue = LabelNames(code, catalogue_of(code), starter_sets()), catalogue_of(code)
    assert names.by_english == {name: catalogue.pgettext(CONTEXT, name) for name in names.by_english}


def test_marks_hold_sentences_that_the_catalogues_can_have() -> None:
    for path, module in modules().items():
        for call in _calls(module):
            name = _name(call)
            if name in MARKS and path.name != "language.py":
                texts = call.args[: 1 if name == "tr" else 2]
                assert all(isinstance(text, ast.Constant) for text in texts), f"{path}:{call.lineno}"


def test_what_is_said_is_marked() -> None:
    unmarked = [
        f"{path}:{text.lineno} {ast.unparse(text)}"
        for path, module in modules().items()
        if room(path) not in ("benchmark", "training")
        for call in _calls(module)
        if _name(call) in SAYING
        for text in _texts_of(call)
    ]
    assert not unmarked, "\n".join(unmarked)


def _calls(module: ast.Module) -> list[ast.Call]:
    return [node for node in ast.walk(module) if isinstance(node, ast.Call)]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _texts_of(call: ast.Call) -> list[ast.expr]:
    """Texts with words among the arguments of a call, as they stand or with values."""
    found: list[ast.expr] = []
    for argument in call.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            found += [argument] if _has_words(argument.value) else []
        elif isinstance(argument, ast.JoinedStr):
            pieces = [part.value for part in argument.values if isinstance(part, ast.Constant)]
            found += [argument] if _has_words(" ".join(map(str, pieces))) else []
    return found


def _has_words(text: str) -> bool:
    """Whether a text has words, beside the program's name and the key after a tabulator."""
    return re.search(r"[A-Za-z]{3,}", re.sub(r"<[^<>]*>|&\w+;|\bmmdesk\b|\t.*", "", text)) is not None


def test_the_program_finds_what_was_compiled() -> None:
    assert {path.name for path in Path(languages.COMPILED).iterdir()} == set(CODES)
