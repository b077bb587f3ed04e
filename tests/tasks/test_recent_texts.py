"""Vectors of recent searches: kept for the next start, bounded, and never believed when damaged."""

from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.places import Places
from mmdesk.tasks import recent_texts
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.recent_texts import KEPT, OF_A_SEARCH, RecentTexts

DIM = 6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recent-texts" / "model.vectors"


def _vector(number: int) -> np.ndarray:
    vector = np.random.default_rng(number).standard_normal(DIM).astype(np.float32)
    return vector / np.linalg.norm(vector)


def test_a_search_is_remembered_for_the_next_start(path: Path) -> None:
    asked = {"ein roter Fahrradständer": _vector(0), "\udcff odd": _vector(1)}
    RecentTexts(path, DIM).remember(asked)
    known = RecentTexts(path, DIM).known([*asked, "never asked"])
    assert known.keys() == asked.keys()
    for text, vector in asked.items():
        np.testing.assert_array_equal(known[text], vector)
    assert b"Fahrrad" not in path.read_bytes()


def test_a_window_writes_now_and_then_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = RecentTexts(path, DIM)
    window.remember({"r": _vector(0)})
    window.remember({"re": _vector(1)})
    assert RecentTexts(path, DIM).known(["r", "re"]).keys() == {"r"}
    assert window.known(["r", "re"]).keys() == {"r", "re"}
    monkeypatch.setattr(recent_texts, "WRITE_EVERY_S", 0.0)
    window.remember({"red": _vector(2)})
    assert RecentTexts(path, DIM).known(["r", "re", "red"]).keys() == {"r", "re", "red"}


def test_the_last_asked_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_texts, "WRITE_EVERY_S", 0.0)
    recent = RecentTexts(path, DIM)
    recent.remember({"first": _vector(0), "second": _vector(1)})
    for number in range(KEPT - 2):
        recent.remember({str(number): _vector(number)})
    assert recent.known(["first"])
    recent.remember({"one more": _vector(2)})
    for remembered in (recent, RecentTexts(path, DIM)):
        assert remembered.known(["first", "second", "one more"]).keys() == {"first", "one more"}


def test_labels_are_not_taken_for_searches(path: Path) -> None:
    recent = RecentTexts(path, DIM)
    labels = {f"label {number}": _vector(number) for number in range(OF_A_SEARCH + 1)}
    recent.remember(labels)
    assert recent.known(labels).keys() == labels.keys()
    assert not path.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: b"",
        lambda file: file[:-1],
        lambda file: file[:40],
        lambda file: file[:-3] + bytes([file[-3] ^ 1]) + file[-2:],
        lambda file: b"[]\n",
    ],
    ids=["empty", "cut off", "mostly gone", "a bit turned", "another form"],
)
def test_a_damaged_file_is_not_believed(path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    RecentTexts(path, DIM).remember({"a cat": _vector(0)})
    path.write_bytes(damage(path.read_bytes()))
    recent = RecentTexts(path, DIM)
    assert recent.known(["a cat"]) == {}
    recent.remember({"a dog": _vector(1)})
    assert RecentTexts(path, DIM).known(["a cat", "a dog"]).keys() == {"a dog"}


def test_a_file_of_longer_vectors_is_not_believed(path: Path) -> None:
    RecentTexts(path, DIM).remember({"a cat": _vector(0)})
    assert RecentTexts(path, DIM + 1).known(["a cat"]) == {}


def test_where_nothing_can_be_written_the_model_is_asked_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    recent = RecentTexts(tmp_path / "file" / "model.vectors", DIM)
    recent.remember({"a cat": _vector(0)})
    assert recent.known(["a cat"]).keys() == {"a cat"}


def test_words_asked_before_need_no_model(places: Places) -> None:
    [before] = ClipModel(places).encode_texts(["a red bicycle"])
    again = ClipModel(places)
    [after] = again.encode_texts(["a red bicycle"])
    assert not again.is_loaded
    np.testing.assert_array_equal(before, after)
