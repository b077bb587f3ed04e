"""Weak hits folded away below the others: the header, the key, and what is not among the photos meanwhile."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow, wait_for_rest
from mmdesk.core.photo import PhotoId
from mmdesk.core.query import FoundApart, Hit, SearchResult, ThingFound, parse_query
from mmdesk.core.vectors import Ids
from mmdesk.ui.grid.bands import sections_of
from mmdesk.ui.grid.folding import RESEMBLING, Fold, FoundPhotos
from mmdesk.ui.grid.photo_grid import PhotoGrid
from mmdesk.ui.library.gallery import Gallery

Key = Qt.Key
RELEVANCE = [0.9, 0.6, 0.3, *[0.05] * 17]


def _result(ids: Ids, line: str = "a cat", relevance: list[float] = RELEVANCE) -> SearchResult:
    hits = tuple(Hit(PhotoId(int(photo)), 0.2, sure) for photo, sure in zip(ids, relevance, strict=False))
    return SearchResult(parse_query(line), "dummy", len(ids), hits)


@pytest.fixture
def gallery(desk: OpenWindow) -> Gallery:
    """A gallery that shows two strong hits, one maybe, and seventeen weak ones."""
    wait_for_rest(desk.workers, 60)
    gallery = desk.window.library.gallery
    gallery.show_result(_result(gallery.grid.ids()))
    return gallery


def _header(grid: PhotoGrid) -> QPoint:
    """Where the header of the last section is, scrolled to."""
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    points = (QPoint(40, y) for y in range(grid.viewport().height() - 1, 0, -4))
    return next(point for point in points if grid.header_at(point) is not None)


def _titles(grid: PhotoGrid) -> list[tuple[str, int, int]]:
    return [(section.title, section.count, section.folded) for section in grid._sections]


def test_weak_hits_are_folded_away_and_shown_by_key_and_click(gallery: Gallery, qtbot: QtBot) -> None:
    grid = gallery.grid
    folded = [("Strong", 2, 0), ("Maybe", 1, 0), ("May resemble (17)", 0, 17)]
    assert _titles(grid) == folded
    assert grid.count == len(gallery.shown_ids) == 3
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_M)
    assert grid.count == len(gallery.shown_ids) == 20
    assert _titles(grid)[-1] == ("May resemble (17)", 17, 0)
    qtbot.keyClick(grid, Key.Key_M)
    assert _titles(grid) == folded
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=_header(grid))
    assert grid.count == 20
    assert len(grid.selected()) <= 1, "the header folds; it selects nothing"


def test_folded_photos_are_neither_chosen_nor_stepped_to(gallery: Gallery, qtbot: QtBot) -> None:
    grid = gallery.grid
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(grid.selected()) == 3
    qtbot.keyClick(grid, Key.Key_End)
    assert grid.current_id() == gallery.shown_ids[2]
    gallery.open_loupe(PhotoId(int(gallery.shown_ids[2])))
    loupe = gallery._the_loupe()
    qtbot.keyClick(loupe, Key.Key_Right)
    assert gallery.looked_at == gallery.shown_ids[2]
    gallery.leave_loupe()
    gallery.take_away([int(photo) for photo in gallery.shown_ids])
    assert _titles(grid) == [("May resemble (17)", 0, 17)]
    assert grid.current_id() is None


def test_the_same_search_stays_unfolded_and_another_is_not(gallery: Gallery) -> None:
    grid, ids = gallery.grid, gallery._found.ids
    grid.fold_pressed.emit()
    gallery.show_result(_result(ids))
    assert grid.count == 20
    gallery.show_result(_result(ids, "a dog"))
    assert grid.count == 3
    gallery.show_photos(ids)
    grid.fold_pressed.emit()
    assert grid.count == 20, "where nothing was searched for, nothing is folded"


def test_where_nothing_looks_like_that_the_header_alone_is_shown() -> None:
    weak = FoundPhotos.of(_result(np.arange(1, 6), relevance=[0.05] * 5), FoundPhotos())
    [alone] = sections_of(weak.shown, weak.hits, fold=weak.fold)
    assert (alone.title, alone.count, alone.folded) == ("Nothing here looks like that", 0, 5)
    assert alone.hint == "5 may resemble it: show them"
    [alone] = sections_of(weak.toggled().shown, weak.hits, fold=weak.toggled().fold)
    assert (alone.title, alone.count, alone.folded) == ("Nothing here looks like that", 5, 0)


def test_nothing_is_folded_where_it_was_asked_for() -> None:
    ids = np.arange(1, 6)
    for line in ("cat score:<0.5", "tag:beach"):
        found = FoundPhotos.of(_result(ids, line, [0.9, 0.1, 0.1, 0.1, 0.1]), FoundPhotos())
        assert found.fold is None
        assert len(found.shown) == 5
    few = FoundPhotos.of(_result(ids, relevance=[0.9, 0.1, 0.1, 0.1, 0.1]), FoundPhotos())
    assert few.fold == Fold(4)
    assert few.less([2, 3]).fold == Fold(2)


def test_of_weak_hits_only_the_nearest_are_kept_in_their_order() -> None:
    weak = [0.001 * (number % 140) for number in range(140)]
    found = FoundPhotos.of(_result(np.arange(141), relevance=[0.9, *weak]), FoundPhotos())
    assert found.fold == Fold(RESEMBLING)
    assert found.ids.tolist() == [0, *range(41, 141)]


def test_of_several_things_the_one_that_is_not_clearly_seen_is_named() -> None:
    query, ids = parse_query('"dog" "hat"'), np.arange(1, 6)
    things = tuple(ThingFound(text, parse_query(text), found) for text, found in (("dog", 8), ("hat", 0)))
    result = SearchResult(query, "dummy", 5, _result(ids, relevance=[0.01] * 5).hits)
    found = FoundPhotos.of(replace(result, apart=FoundApart(query, things)), FoundPhotos())
    [section] = sections_of(found.shown, found.hits, fold=found.fold)
    assert section.title == "No photo clearly shows “hat”"
