"""Paths are bytes: what is shown of them never fails, and what scripts get of them loses nothing."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mmdesk.core.paths import display_folder, display_path, is_under, json_path, path_from_json

paths = some.binary(min_size=1, max_size=60).map(lambda name: b"/" + name.replace(b"\0", b""))


@given(paths)
def test_json_gives_back_every_path(path: bytes) -> None:
    assert path_from_json(json.loads(json.dumps(json_path(path)))) == path


@given(paths)
def test_what_is_shown_is_one_printable_line(path: bytes) -> None:
    assert display_path(path).isprintable()


@given(paths, paths)
def test_below_a_folder_is_what_starts_with_its_name(folder: bytes, rest: bytes) -> None:
    folder = folder.rstrip(b"/")
    assert is_under(folder + rest, folder)
    assert not is_under(folder + b"x" + rest, folder)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (b"/home/ada", "~"),
        (b"/home/ada/Pictures/Rome", "~/Pictures/Rome"),
        (b"/home/adamant/Rome", "/home/adamant/Rome"),
        (b"/media/card", "/media/card"),
    ],
)
def test_the_home_is_a_tilde(path: bytes, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("USERPROFILE", "/home/ada")
    assert display_folder(path) == shown


def test_without_a_home_of_ones_own_nothing_is_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/")
    monkeypatch.setenv("USERPROFILE", "/")
    assert display_folder(os.path.join(b"/", b"srv")) == "/srv"
