"""The language of the program, and how it is chosen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mmdesk.core.language import APART, LANGUAGES, NARROW, tr, trc, trn
from mmdesk.core.language_choice import chosen_language, system_language
from mmdesk.core.places import Places
from mmdesk.core.preferences import Preferences, save_preferences
from mmdesk.core.pseudo_language import disguised


def test_english_sentences_stand_as_they_are_in_the_code() -> None:
    assert tr("Nothing is called {so}") == "Nothing is called {so}"
    assert tr("{path} cannot be read", path="a{b}") == "a{b} cannot be read"
    assert trn("{n:,} photo", "{n:,} photos", 1) == "1 photo"
    assert (
        trn("{n:,} photo in {place}", "{n:,} photos in {place}", 1203, place="Rome") == "1,203 photos in Rome"
    )
    assert trc("of a drawer", "Open") == "Open"


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "fil_PH"}, "tl"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
        ({"LANG": "de_DE@euro"}, "de"),
        ({"LANG": "de_DE", "LC_ALL": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE", "LANGUAGE": "ja:ro:es"}, "ro"),
    ],
)
def test_the_system_says_what_its_user_speaks(variables: dict[str, str], code: str) -> None:
    assert system_language(variables) == code


def test_the_preference_of_the_library_goes_before_the_system_and_the_variable_before_both(
    tmp_path: Path,
) -> None:
    save_preferences(Preferences(language="lt"), Places(tmp_path).preferences)
    system = {"LANG": "sv_SE.UTF-8"}
    assert chosen_language(["--data-dir", str(tmp_path), "status"], system) == "lt"
    assert chosen_language([f"--data-dir={tmp_path}"], system) == "lt"
    assert chosen_language(["--data-dir", str(tmp_path / "another")], system) == "sv"
    assert chosen_language(["--data-dir", str(tmp_path)], system | {"MMDESK_LANGUAGE": "es"}) == "es"


def test_a_command_line_without_a_word_speaks_as_the_usual_library_prefers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_preferences(Preferences(language="lt"), Places(tmp_path).preferences)
    monkeypatch.setattr(Places, "default", lambda: Places(tmp_path))
    assert chosen_language([], {"LANG": "sv_SE.UTF-8"}) == "lt"
    assert chosen_language(["status"], {"LANG": "sv_SE.UTF-8"}) == "lt"
    assert chosen_language(["--data-dir"], {"LANG": "sv_SE.UTF-8"}) == "lt"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    sentence = "tr('{n:,} x {size:.1f} x {plain} x {share:.0%}', n=12345, size=1.5, plain=1.5, share=0.97)"
    code = f"from mmdesk.core.language import tr; print({sentence})"
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env=os.environ | {"MMDESK_LANGUAGE": "fr"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told == f"12{NARROW}345 x 1,5 x 1.5 x 97{APART}\n"


def test_every_language_has_a_name_of_its_own() -> None:
    assert len({language.name for language in LANGUAGES.values()}) == len(LANGUAGES) == 9


def test_a_disguise_leaves_alone_what_no_translation_touches() -> None:
    told = disguised("The file <b>{path}</b> needs --data-dir and RAM.")
    assert told.rstrip("]·") == "[Thé fîlé <b>{path}</b> ñéédš --data-dir åñd RAM."
    assert len(told) > 1.2 * len("The file <b>{path}</b> needs --data-dir and RAM.")
