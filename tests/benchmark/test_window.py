"""The bench of the window measures the real window on a library of the size it says."""

import os

import pytest
from pytestqt.qtbot import QtBot

from mmdesk.benchmark import grid, typing, window
from mmdesk.benchmark.synthetic_library import DIFFERENT, make_synthetic_library
from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.tasks.library import open_library
from mmdesk.ui.grid.decode import decode_thumbnail

NAMES = {
    "process_to_window_ms",
    "process_to_photos_ms",
    "grid_reset_ms",
    "scroll_p50_ms",
    "scroll_p99_ms",
    "rss_mb",
    "typing_p50_ms",
    "typing_p99_ms",
    "typing_most_ms",
}


def test_a_made_up_library_is_whole(places: Places) -> None:
    make_synthetic_library(places, 1234)
    with open_library(places) as library:
        ids = library.photos.ids()
        photos = library.photos.by_ids(ids)
        assert len(photos) == library.photos.count() == 1234
        assert len({photo.path for photo in photos}) == 1234
        assert len({photo.content_hash for photo in photos}) == DIFFERENT
        assert sum(folder.photos for folder in library.folders.all()) == 1234
        for photo in photos[:: 1234 // 12]:
            jpeg = library.thumbnails.get(photo.content_hash)
            image = None if jpeg is None else decode_thumbnail(jpeg, 512)
            assert image is not None
            assert image.width() * photo.facts.height == image.height() * photo.facts.width


@pytest.mark.qt_log_ignore("This plugin does not support")  # sizes of windows on the offscreen platform
def test_the_bench_says_all_it_must_and_cleans_up(
    qtbot: QtBot, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "STARTS", 1)
    monkeypatch.setattr(grid, "STEPS", 60)
    monkeypatch.setattr(typing, "LINE", "a dog")
    monkeypatch.setattr(typing, "FRAMES_AFTER", 10)
    report = window.bench_window(places, 700)
    figures = {result.name: result.value for result in report.results}
    assert figures.keys() == NAMES
    assert report.bench == "window"
    assert 0 < figures["scroll_p50_ms"] <= figures["scroll_p99_ms"]
    assert 0 < figures["typing_p50_ms"] <= figures["typing_p99_ms"] <= figures["typing_most_ms"]
    assert 0 < figures["process_to_window_ms"] <= figures["process_to_photos_ms"]
    assert figures["rss_mb"] > 20  # of this whole process, with whatever was loaded before
    assert os.listdir(places.data_dir) == []


def test_a_start_that_fails_is_told(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "START", "raise SystemExit(1)")
    with pytest.raises(UserError, match="did not start"):
        window.bench_window(places, 10)
