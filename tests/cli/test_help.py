"""The help of the command line in another language, and click's own words in it."""

import ast
import gettext
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from click.testing import CliRunner

from mmdesk.cli.click_words import COUNTED, SENTENCES
from mmdesk.cli.main import build_cli
from mmdesk.core.language import DOMAIN
from mmdesk.core.pseudo_language import disguised


def _asked_of_gettext() -> Iterator[tuple[str, ...]]:
    """What the source of click asks gettext for."""
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                forms = node.args[: {"_": 1, "ngettext": 2}.get(node.func.id, 0)]
                yield tuple(one.value for one in forms if isinstance(one, ast.Constant))


def test_the_listed_sentences_are_those_that_click_asks_for() -> None:
    asked = set(_asked_of_gettext())
    assert [one for one in SENTENCES if (one,) not in asked] == []
    assert [both for both in COUNTED if both not in asked] == []


@pytest.fixture
def _swedish_click(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue with a few Swedish words where click looks."""
    words = Catalog("sv")
    words.add("Usage:", "Användning:")
    words.add("Options", "Val")
    words.add("Show this message and exit.", "Visa det här och sluta.")
    words.add("Error: {message}", "Fel: {message}")
    words.add(COUNTED[0], ("Oväntat argument ({args})", "Oväntade argument ({args})"))
    folder = tmp_path / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / f"{DOMAIN}.mo").open("wb") as out:
        write_mo(out, words)
    former = gettext.textdomain(), gettext.bindtextdomain(DOMAIN)
    gettext.bindtextdomain(DOMAIN, str(tmp_path))
    gettext.textdomain(DOMAIN)
    monkeypatch.setenv("LANGUAGE", "sv")
    yield
    gettext.textdomain(former[0])
    gettext.bindtextdomain(DOMAIN, former[1])


@pytest.mark.usefixtures("_swedish_click")
def test_click_finds_its_words_in_the_programs_catalogue() -> None:
    program = build_cli(None)
    told = CliRunner().invoke(program, ["restore", "--help"]).output
    assert told.startswith("Användning: ")
    assert "\nVal:\n" in told
    anew = click.Command("anew")  # others may have said theirs in English by now, once and for all
    assert "Visa det här och sluta." in CliRunner().invoke(anew, ["--help"]).output
    assert "Fel: Oväntade argument (a b)\n" in CliRunner().invoke(program, ["restore", "a", "b"]).output


def test_docstrings_of_commands_and_groups_are_said_in_the_users_language() -> None:
    """English in disguise shows which sentences are asked for in another language."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "mmdesk", "models", "--help"],
        env=os.environ | {"MMDESK_LANGUAGE": "en-XA"},
        capture_output=True,
        check=True,
    )
    for sentence in ("List, fetch, import, choose", "Compare the weights"):
        assert disguised(sentence).rstrip("]·") in done.stdout.decode()
