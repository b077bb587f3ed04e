"""A search on the command line while the window is open: real processes, and the window's own answer."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mmdesk import window_door
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.running_window import SearchQuestion, server_name, socket_path
from mmdesk.tasks.searching import Searcher
from mmdesk.window_door import WindowDoor
from mmdesk.work.lanes import Lanes
from mmdesk.work.searching import SearchWork
from mmdesk.work.single_window import WindowServer


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three photos of a colour each, and one name that is not UTF-8."""
    here = tmp_path_factory.mktemp("asked")
    (here / "album").mkdir()
    for name, colour in {b"red.png": "red", b"blue.png": "blue", b"gr\xfcn.png": "green"}.items():
        picture = Image.new("RGB", (64, 64), colour)  # with a white edge: a single colour is found by no word
        ImageOps.expand(picture, 8, "white").save(here / "one.png")
        os.replace(here / "one.png", os.fsencode(here / "album") + b"/" + name)
    places = Places(here / "data")
    with open_library(places) as library:
        list(index_folders(library, DummyClip(places), [os.fsencode(here / "album")]))
    return here / "data"


@pytest.fixture
def library(indexed: Path, tmp_path: Path) -> Iterator[Library]:
    shutil.copytree(indexed, tmp_path / "data")
    with open_library(Places(tmp_path / "data")) as library:
        yield library


@pytest.fixture
def search(library: Library, lanes: Lanes, root: QObject) -> SearchWork:
    clip = DummyClip(library.places)
    return SearchWork(Searcher(library, clip), clip, lanes, root)


@pytest.fixture
def server(library: Library, search: SearchWork, root: QObject, qtbot: QtBot) -> Iterator[WindowServer]:
    server = WindowServer(library.places.data_dir, root)
    server.asked.connect(search.answer)
    yield server
    server.close()
    qtbot.waitUntil(lambda: search.is_idle)


def _question(library: Library) -> SearchQuestion:
    return SearchQuestion(DummyClip(library.places).key, "cpu", "red", limit=2)


def _run_while_the_window_lives(qtbot: QtBot, ask: Callable[[], Any]) -> Any:
    """What `ask` returns in a thread, while signals are delivered here."""
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(ask()))
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=30_000)
    return answers[0]


def _command(data_dir: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-m", "mmdesk", "--data-dir", str(data_dir), "--model", "dummy"]
    return subprocess.run([*program, *words], capture_output=True, check=False)


def test_the_command_prints_what_the_window_finds(
    library: Library, server: WindowServer, qtbot: QtBot
) -> None:
    asked: list[SearchQuestion] = []
    server.asked.connect(lambda question, _reply: asked.append(question))
    data_dir = library.places.data_dir
    words = ("search", "--json", "--limit", "2", "red or green")
    by_window = _run_while_the_window_lives(qtbot, lambda: _command(data_dir, *words))
    assert (by_window.returncode, [one.words for one in asked]) == (0, ["red or green"])
    server.close()
    by_itself = _command(data_dir, *words)
    assert len(asked) == 1
    found, same = (json.loads(done.stdout) for done in (by_window, by_itself))
    assert len(found["hits"]) == 2
    assert {**found, "took_ms": None} == {**same, "took_ms": None}


def test_photos_like_a_file_are_asked_for_too(library: Library, server: WindowServer, qtbot: QtBot) -> None:
    [odd] = [photo.path for photo in library.photos.by_ids(library.photos.ids()) if b"\xfc" in photo.path]
    question = replace(_question(library), words="", files=(odd,), folder=os.path.dirname(odd))
    answer = _run_while_the_window_lives(qtbot, lambda: WindowDoor().ask(library.places, question))
    assert answer["hits"][0]["path"] == {"bytes": answer["hits"][0]["path"]["bytes"]}
    assert answer["hits"][0]["score"] > 0.99


@pytest.mark.parametrize(
    "other",
    [{"version": "0.0.0"}, {"model": "another"}, {"device": "cuda"}, {"words": "", "files": (b"/gone.jpg",)}],
)
def test_a_window_that_cannot_answer_says_so_at_once(
    other: dict[str, Any],
    library: Library,
    server: WindowServer,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window_door, "ANSWER_S", 1e6)
    question = replace(_question(library), **other)
    assert _run_while_the_window_lives(qtbot, lambda: WindowDoor().ask(library.places, question)) is None
    assert (
        _run_while_the_window_lives(qtbot, lambda: WindowDoor().ask(library.places, _question(library)))
        is not None
    )


def test_a_window_without_its_model_loaded_does_not_answer(
    library: Library, lanes: Lanes, root: QObject
) -> None:
    clip = ClipModel(library.places)
    replies: list[object] = []
    work = SearchWork(Searcher(library, clip), clip, lanes, root)
    work.answer(SearchQuestion(clip.key, clip.device, "red"), replies.append)
    assert (replies, clip.is_loaded) == ([None], False)


def test_a_busy_window_is_not_waited_for(
    library: Library, server: WindowServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_door, "ANSWER_S", 0.3)
    # Nobody runs the event loop of the window here.
    assert WindowDoor().ask(library.places, _question(library)) is None
    done = _command(library.places.data_dir, "search", "--json", "red")
    assert json.loads(done.stdout)["hits"][0]["path"].endswith("red.png")


def test_who_asked_may_be_gone(
    library: Library, server: WindowServer, search: SearchWork, qtbot: QtBot
) -> None:
    with socket.socket(socket.AF_UNIX) as impatient, qtbot.waitSignal(server.asked):
        impatient.connect(str(socket_path(library.places.data_dir)))
        impatient.sendall(_question(library).to_line())
        impatient.close()
    qtbot.waitUntil(lambda: search.is_idle)
    assert (
        _run_while_the_window_lives(qtbot, lambda: WindowDoor().ask(library.places, _question(library)))
        is not None
    )


def test_no_window_is_no_trouble(tmp_path: Path) -> None:
    question = SearchQuestion("dummy-1", "cpu", "red")
    assert WindowDoor().ask(Places(tmp_path), question) is None
    path = socket_path(tmp_path)
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    try:
        assert WindowDoor().ask(Places(tmp_path), question) is None, "left by a window that was killed"
        path.unlink()
        path.write_bytes(b"no socket")
        assert WindowDoor().ask(Places(tmp_path), question) is None
    finally:
        path.unlink()


@pytest.mark.parametrize("answer", [b"rubbish\n", b"[]\n", b'{"hits": []', b""])
def test_an_answer_that_is_none_is_not_believed(answer: bytes, tmp_path: Path) -> None:
    path = socket_path(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def speak() -> None:
            caller, _ = listening.accept()
            with caller:
                caller.recv(1 << 16)
                caller.sendall(answer)

        thread = threading.Thread(target=speak)
        thread.start()
        try:
            assert WindowDoor().ask(Places(tmp_path), SearchQuestion("dummy-1", "cpu", "red")) is None
        finally:
            thread.join()
            path.unlink()


@pytest.mark.parametrize(
    "question",
    [
        SearchQuestion("key", "auto", 'ein "Hund" -tag:x\n', folder=b"/\xff", limit=7),
        SearchQuestion("key", "cpu", files=(b"/a.jpg", b"/\xfc.jpg")),
    ],
)
def test_a_question_arrives_as_it_was(question: SearchQuestion) -> None:
    assert SearchQuestion.of_line(question.to_line()) == question
    for damaged in (b"{}\n", b'{"search": 3}\n', question.to_line().replace(b'"limit": ', b'"limit": "x')):
        with pytest.raises((ValueError, KeyError, TypeError)):
            SearchQuestion.of_line(damaged)


def test_the_socket_lies_where_qt_puts_it(tmp_path: Path, root: QObject) -> None:
    server = WindowServer(tmp_path, root)
    assert socket_path(tmp_path).is_socket()
    assert socket_path(tmp_path).name == server_name(tmp_path)
    server.close()
    assert not socket_path(tmp_path).exists()
