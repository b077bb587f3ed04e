"""What the Library shows, as one value: answers to anything else are not shown."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from mmdesk.app import OpenWindow
from mmdesk.core.albums import Album
from mmdesk.core.query import SearchResult, parse_query, picture_query
from mmdesk.core.timeline import Timeline
from mmdesk.ui.library.album_controller import kept_search
from mmdesk.ui.library.source import AlbumSource, FolderSource, MissingSource, SearchSource, found_in

NO_IDS = np.empty(0, np.int64)
NO_TIME = Timeline.of([])
PAINTED = b"/data/studio/pictures"
ELSEWHERE = Album(99, "Elsewhere")


def test_a_source_knows_its_folder_and_its_title() -> None:
    words, pictures = parse_query("a cat tag:pet", b"/photos/2019"), picture_query([b"/cat.jpg"])
    both = replace(words, terms=words.terms + pictures.terms)
    assert SearchSource(words).folder == b"/photos/2019"
    assert found_in(AlbumSource(ELSEWHERE), words).title == "“a cat tag:pet” in Elsewhere"
    assert SearchSource(both).title == "Photos like this and “a cat tag:pet” in 2019"
    assert (SearchSource(pictures).title, FolderSource(b"/photos").title) == ("Photos like this", "photos")
    typed = replace(parse_query('date:"summer 2017"'), typed="summer 2017")
    assert found_in(FolderSource(), typed).title == "“summer 2017”"
    assert replace(found_in(FolderSource(), typed), name="Best of summer").title == "Best of summer"
    painted = found_in(FolderSource(PAINTED, is_painted=True), words)
    assert (painted.title, painted.folder, painted.query.painted) == (
        "“a cat tag:pet” in Painted",
        PAINTED,
        True,
    )
    assert found_in(painted, pictures).place == FolderSource(PAINTED, is_painted=True)
    assert not found_in(FolderSource(), parse_query("a cat")).query.painted
    assert found_in(AlbumSource(ELSEWHERE), parse_query("a cat")).query.painted
    assert found_in(FolderSource(), parse_query("a cat generated:yes")).query.painted


def test_a_kept_search_knows_where_it_was_and_is_not_called_by_a_path() -> None:
    words = parse_query("a cat tag:pet", b"/photos/2019")
    kept = "a cat tag:pet folder:/photos/2019", "a cat tag:pet in 2019"
    assert kept_search(found_in(FolderSource(b"/photos/2019"), words)) == kept
    in_album = "a cat album:Elsewhere", "a cat in Elsewhere"
    assert kept_search(found_in(AlbumSource(ELSEWHERE), parse_query("a cat"))) == in_album
    assert kept_search(SearchSource(parse_query("a cat"))) == ("a cat", "a cat")
    everywhere = (FolderSource(), AlbumSource(ELSEWHERE), MissingSource())
    assert [source.title for source in everywhere] == ["All photos", "Elsewhere", "Missing"]
    assert {source.folder for source in everywhere} == {None}


def test_what_was_asked_before_is_not_shown(desk: OpenWindow, qtbot: QtBot) -> None:
    place, workers = desk.window.library, desk.workers
    before = place._bar.title
    workers.search.found.emit(SearchResult(parse_query("a cat"), "starter-clip"))
    workers.albums.photos_loaded.emit((ELSEWHERE, NO_IDS, NO_TIME))
    assert (place._bar.title, len(place.gallery.shown_ids)) == (before, 20)

    with qtbot.waitSignal(workers.search.found):
        desk.window.search_line.set_words("a cat")
    workers.browse.ids_loaded.emit(NO_IDS, NO_TIME)
    workers.search.found.emit(SearchResult(parse_query("a cat", b"/elsewhere"), "starter-clip"))
    assert (place._bar.title, len(place.gallery._found.ids)) == ("“a cat”", 20)


def test_a_search_goes_on_in_the_folder_that_is_chosen_in_place_of_an_album(
    desk: OpenWindow, qtbot: QtBot
) -> None:
    place, told = desk.window.library, list[Album | None]()
    place.album_shown.connect(told.append)
    place._take_album(ELSEWHERE)
    assert place.album == ELSEWHERE
    desk.window.search_line.set_words("a cat")
    assert place.source == found_in(AlbumSource(ELSEWHERE), parse_query("a cat"))
    [folder] = [root.path for root in desk.workers.away._library.folders.roots()]
    with qtbot.waitSignal(desk.workers.search.found):
        place._folders.choose(folder)
    assert place.source == SearchSource(parse_query("a cat", folder))
    assert told[-2:] == [ELSEWHERE, None]
    with qtbot.waitSignal(desk.workers.browse.ids_loaded):
        desk.window.search_line.set_words("")
    assert place.source == FolderSource(folder)


def test_a_folder_that_leaves_the_library_gives_way_to_all_photos(
    desk: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    place, folder = desk.window.library, tmp_path / "holiday"
    folder.mkdir()
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    image.save(str(folder / "blue.png"))
    with qtbot.waitSignal(desk.workers.index.ended):
        desk.window.add_folders([os.fsencode(folder)])
    qtbot.waitUntil(lambda: len(place.gallery.shown_ids) == 1)
    assert place._source == FolderSource(os.fsencode(folder))
    shutil.rmtree(folder)
    gone = [(int(place.gallery.shown_ids[0]), os.fsencode(folder / "blue.png"))]
    desk.workers.away.forget(gone, os.fsencode(folder))
    qtbot.waitUntil(lambda: place._source == FolderSource() and len(place.gallery.shown_ids) == 20)
    assert place._bar.title == "All photos"
