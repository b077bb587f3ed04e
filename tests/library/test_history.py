"""Acts noted, taken back and done again, row by row."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from mmdesk.core.acts import Act, ActKind
from mmdesk.core.labels import TagState
from mmdesk.core.photo import Pick
from mmdesk.library import history as histories
from mmdesk.library.albums import Albums
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.history import History, noting
from mmdesk.library.migrations import catalogue_migrations
from mmdesk.library.photos import Photos
from mmdesk.library.tags import Tags
from mmdesk.library.tracked import MOST_COLUMNS, TRACKED
from tests.library.test_tags import add_photos

Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def history(catalogue: Catalogue) -> History:
    add_photos(catalogue, 8)
    return History(catalogue)


def contents(catalogue: Catalogue) -> Contents:
    """Everything in the catalogue an act may change."""
    return {
        table: sorted(catalogue.rows(f"SELECT * FROM {table}"), key=repr)
        for table in ("photos", "tags", "albums", "album_photos")
    }


def take_back(history: History) -> Act:
    act = history.last()
    assert act is not None
    history.take_back(act)
    return act


def do_again(history: History) -> Act:
    act = history.next()
    assert act is not None
    history.do_again(act)
    return act


def test_rejecting_all_and_taking_it_back_gives_each_photo_its_own_mark(
    history: History, catalogue: Catalogue, photos: Photos
) -> None:
    photos.set_pick([1, 2], Pick.PICKED)
    photos.set_pick([3], Pick.REJECTED)
    photos.set_rating([2, 3], 4)
    before = contents(catalogue)
    photos.set_pick(range(1, 9), Pick.REJECTED)
    act = take_back(history)
    assert (act.photos, act.done, act.wanted) == (7, "7 photos rejected", "reject 7 photos")
    assert contents(catalogue) == before
    do_again(history)
    assert {photo.pick for photo in photos.by_ids(range(1, 9))} == {Pick.REJECTED}


def test_each_act_goes_and_comes_also_after_a_restart(
    history: History, catalogue: Catalogue, photos: Photos
) -> None:
    tags, albums = Tags(catalogue), Albums(catalogue)
    tags.store_suggestions("everyday", "m", [(photo, "cat", photo / 7) for photo in range(1, 6)])
    best = albums.make("best", [1, 2])
    acts: list[Callable[[], object]] = [
        lambda: photos.set_rating([1, 2], 3),
        lambda: tags.accept("cat", [1, 2, 7]),
        lambda: tags.reject("cat", [2, 3]),
        lambda: tags.remove("cat", [1]),
        lambda: tags.add("dog", [1, 8]),
        lambda: albums.put_in(best, [2, 3]),
        lambda: albums.take_out(best, [1]),
        lambda: albums.rename(best, "good"),
        lambda: albums.begin([4, 5]),
        lambda: albums.remove(best),
        lambda: photos.set_pick([5], Pick.PICKED),
    ]
    seen = [contents(catalogue)]
    for act in acts:
        act()
        seen.append(contents(catalogue))
    with Catalogue.open(Path(catalogue.path)) as reopened:
        again = History(reopened)
        for before in reversed(seen[:-1]):
            take_back(again)
            assert contents(reopened) == before
        for after in seen[1:]:
            do_again(again)
            assert contents(reopened) == after
        assert again.next() is None


def test_what_was_changed_since_stays_and_is_counted(
    history: History, catalogue: Catalogue, photos: Photos
) -> None:
    photos.set_rating([1, 2, 3], 5)
    act = history.last()
    assert act is not None
    with catalogue.writing() as db:
        db.execute("UPDATE photos SET rating = 2 WHERE id = 2")
        db.execute("DELETE FROM photos WHERE id = 3")
    restored = history.take_back(act)
    assert (restored.photos, restored.stayed, restored.is_whole) == ((1,), 1, False)
    assert [photo.rating for photo in photos.by_ids([1, 2])] == [0, 2]
    again = history.do_again(act)
    assert (again.photos, again.stayed) == ((1,), 1)


def test_a_suggestion_that_came_meanwhile_bars_no_way_back(history: History, catalogue: Catalogue) -> None:
    tags = Tags(catalogue)
    tags.add("cat", [1])
    tags.remove("cat", [1])
    tags.store_suggestions("everyday", "m", [(1, "cat", 0.5)])
    take_back(history)
    assert [tag.state for tag in tags.photos_of("cat")] == [TagState.MANUAL]


def test_an_album_whose_name_was_taken_meanwhile_stays_away(history: History, catalogue: Catalogue) -> None:
    albums = Albums(catalogue)
    best = albums.make("best", [1, 2])
    albums.remove(best)
    act = history.last()
    assert act is not None
    with catalogue.writing() as db:
        db.execute("INSERT INTO albums (name) VALUES ('best')")
    restored = history.take_back(act)
    assert (restored.stayed, restored.is_whole) == (2, False)
    assert [album.name for album in albums.all()] == ["best"]
    assert albums.photos(best.id) == []


def test_what_changes_nothing_is_no_act_and_a_failure_leaves_none(
    history: History, catalogue: Catalogue, photos: Photos
) -> None:
    photos.set_rating([1], 3)
    take_back(history)
    photos.set_rating([1], 0)
    assert history.last() is None
    assert do_again(history).kind is ActKind.RATE
    with pytest.raises(ValueError, match="9 stars"), noting(catalogue, ActKind.FLAG):
        _pick_and_fail(photos)
    last = history.last()
    assert last is not None
    assert last.kind is ActKind.RATE
    photos.set_pick([1], Pick.PICKED)
    assert take_back(history).done == "1 photo picked"


def _pick_and_fail(photos: Photos) -> None:
    photos.set_pick([1], Pick.PICKED)
    photos.set_rating([1], 9)


def test_a_new_act_ends_what_could_be_done_again(history: History, photos: Photos) -> None:
    photos.set_rating([1], 3)
    take_back(history)
    photos.set_rating([2], 3)
    assert history.next() is None


def test_an_act_within_another_is_part_of_it(history: History, catalogue: Catalogue, photos: Photos) -> None:
    before = contents(catalogue)
    with noting(catalogue, ActKind.READ):
        photos.set_rating([1], 3)
        photos.set_rating([1, 2], 4)
        Tags(catalogue).add("cat", [3])
    assert take_back(history).done == "Keywords and stars of 3 photos read"
    assert contents(catalogue) == before


def test_the_oldest_acts_are_forgotten(
    history: History, catalogue: Catalogue, photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "KEPT_ACTS", 3)
    for stars in (1, 2, 3, 4, 5):
        photos.set_rating([1], stars)
    assert catalogue.value("SELECT count(*) FROM acts") == 3
    monkeypatch.setattr(histories, "KEPT_ROWS", 4)
    photos.set_rating([2, 3], 1)
    assert catalogue.rows("SELECT notes FROM acts ORDER BY id") == [(1,), (1,), (2,)]
    photos.set_rating(range(1, 9), 2)
    assert catalogue.rows("SELECT notes FROM acts ORDER BY id") == [(8,)]
    assert catalogue.value("SELECT count(*) FROM act_rows") == 8
    assert take_back(history).photos == 8


def test_whole_rows_are_noted(catalogue: Catalogue) -> None:
    """Whoever gives a table another column is reminded to have it noted."""
    for tracked in TRACKED:
        columns = {row[1] for row in catalogue.rows(f"PRAGMA table_info({tracked.table})")}
        noted = {*tracked.keys, *tracked.columns}
        assert noted <= columns
        assert tracked.is_part or noted == columns
        assert len(tracked.columns) <= MOST_COLUMNS


def test_files_moved_by_an_older_version_are_acts(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    connection = sqlite3.connect(path)
    older = Database(connection, execute_plugins=False)
    catalogue_migrations.apply(older, stop_before="acts")
    columns = "batch, photo_id, path, now, undone, size, mtime_ns"
    sql = f"INSERT INTO file_log ({columns}) VALUES (?, ?, ?, ?, ?, 1, 1)"
    trashed, back = [(3, 1, b"/a/1.jpg", None, 0), (3, 2, b"/a/2.jpg", None, 0)], (7, 4, b"/a/4.jpg", None, 1)
    older.conn.executemany(sql, [*trashed, (5, 1, b"/a/1.jpg", b"/a/sea.jpg", 0), back])
    connection.commit()
    connection.close()
    with Catalogue.open(path) as catalogue:
        history = History(catalogue)
        last = history.last()
        assert last is not None
        assert (last.id, last.done) == (5, "A photo renamed to sea.jpg")
        history.mark(last, undone=True)
        before = history.last()
        assert before is not None
        assert (before.id, before.done) == (3, "2 photos moved to the trash")
        assert history.begin_files(ActKind.TRASH) == 8
