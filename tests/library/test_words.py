"""NamedPhotos of names: kept true whatever changes a name, and found."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from mmdesk.core.acts import ActKind
from mmdesk.core.fact_edits import FactKind
from mmdesk.core.search_line.matching import file_name_test
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.fact_edits import FactEdits
from mmdesk.library.forgetting import forget
from mmdesk.library.migrations import catalogue_migrations
from mmdesk.library.photos import Photos
from mmdesk.library.tags import Tags
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from mmdesk.library.words import NamedPhotos
from tests.library.made_photos import made_photo, store
from tests.library.older_catalogue import older_catalogue

PATHS = (
    b"/home/anna/Italy 2019/Rome/IMG_0236.JPG",
    b"/home/anna/Italy 2019/Z\xc3\xbcrich bei Nacht.jpg",
    b"/home/anna/stra\xc3\x9fe.png",
    b"/home/anna/br\xffken.png",
    b"/home/anna/Camera/IMG_0237.jpg",
)


@pytest.fixture
def words(catalogue: Catalogue) -> NamedPhotos:
    return NamedPhotos(catalogue)


@pytest.fixture
def ids(catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore) -> list[int]:
    """Photos with these paths, all below /home/anna."""
    with catalogue.writing() as db:
        db.execute("INSERT INTO folders (path) VALUES (?)", [b"/home/anna"])
    return list(store(catalogue, thumbnails, shelf, [made_photo(path) for path in PATHS]))


def numbers(ids: list[int], found: object) -> list[int]:
    return sorted(ids.index(photo) for photo in np.asarray(found).tolist())


@pytest.mark.parametrize(
    ("word", "found"),
    [("zurich", [1]), ("ZÜRICH", [1]), ("img", [0, 4]), ("0236", [0]), ("jpg", [0, 1, 4]), ("rom", [])],
)
def test_words_of_files(words: NamedPhotos, ids: list[int], word: str, found: list[int]) -> None:
    assert numbers(ids, words.named(word, 9)) == found


@pytest.mark.parametrize(
    ("word", "found"), [("italy", [0, 1]), ("rome", [0]), ("anna", [0, 1, 2, 3, 4]), ("home", []), ("it", [])]
)
def test_words_of_folders_up_to_the_one_that_was_added(
    words: NamedPhotos, ids: list[int], word: str, found: list[int]
) -> None:
    assert numbers(ids, words.in_folders(word, 9)) == found


def test_words_of_tags_that_the_user_gave(catalogue: Catalogue, words: NamedPhotos, ids: list[int]) -> None:
    tags = Tags(catalogue)
    tags.add("Grandma Café", [ids[3]])
    tags.add("sea", [ids[0]])
    tags.store_suggestions("set", "model", [(ids[1], "café", 0.9)])
    tags.reject("café", [ids[2]])
    assert numbers(ids, words.tagged("cafe", 9)) == [3]
    tags.remove("Grandma Café", [ids[3]])
    assert numbers(ids, words.tagged("cafe", 9)) == []


def test_a_word_that_too_many_have_tells_none(words: NamedPhotos, ids: list[int]) -> None:
    assert numbers(ids, words.named("img", 2)) == [0, 4]
    assert numbers(ids, words.named("img", 1)) == []
    assert numbers(ids, words.in_folders("anna", 4)) == []


def test_names_follow_a_rename_and_its_undo(catalogue: Catalogue, words: NamedPhotos, ids: list[int]) -> None:
    with catalogue.writing() as db:
        db.execute("UPDATE photos SET path = ? WHERE id = ?", [b"/home/anna/stra\xc3\x9fe 7.png", ids[2]])
    assert numbers(ids, words.named("7", 9)) == [2]
    assert numbers(ids, words.called("STRASSE 7")) == [2]
    with catalogue.writing() as db:
        db.execute("UPDATE photos SET path = ? WHERE id = ?", [PATHS[2], ids[2]])
    assert numbers(ids, words.named("7", 9)) == []
    assert numbers(ids, words.called("straß")) == [2]
    check(catalogue)


def test_names_follow_a_folder_that_moves(catalogue: Catalogue, words: NamedPhotos, ids: list[int]) -> None:
    with catalogue.writing() as db:
        db.execute("UPDATE directories SET path = ? WHERE path = ?", [b"/home/anna/Spain", PATHS[4][:17]])
        db.execute("UPDATE photos SET path = ? WHERE id = ?", [b"/home/anna/Spain/IMG_0237.jpg", ids[4]])
    assert numbers(ids, words.in_folders("camera", 9)) == []
    assert numbers(ids, words.in_folders("spain", 9)) == [4]
    assert numbers(ids, words.called("IMG_02*")) == [0, 4]
    check(catalogue)


def test_names_of_photos_that_are_forgotten_go(
    catalogue: Catalogue, words: NamedPhotos, ids: list[int]
) -> None:
    assert forget(catalogue, [(ids[0], PATHS[0])]) == 1
    assert numbers(ids, words.named("img", 9)) == [4]
    assert catalogue.value("SELECT count(*) FROM name_words") == 4
    check(catalogue)


def check(catalogue: Catalogue) -> None:
    """Let SQLite compare the full-text tables with what they are made of."""
    with catalogue.writing() as db:
        for table in ("name_words", "name_parts", "directory_words"):
            db.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")


NAMES = st.text("aAiIsSßﬁK_.*12é[", min_size=1, max_size=6)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """A catalogue that examples fill and leave empty."""
    with Catalogue.open(tmp_path_factory.mktemp("names") / "catalogue.sqlite") as catalogue:
        with catalogue.writing() as db:
            db.execute("INSERT INTO directories (id, path) VALUES (1, x'2f61')")
        yield catalogue


@settings(max_examples=200)
@given(st.lists(NAMES, min_size=1, max_size=8, unique=True), NAMES)
def test_files_are_called_as_the_test_of_names_says(empty: Catalogue, names: list[str], value: str) -> None:
    with empty.writing() as db:
        db.execute("DELETE FROM photos")
        db.conn.executemany(
            "INSERT INTO photos (id, path, directory_id, size, mtime_ns, content_hash, width, height)"
            " VALUES (?, ?, 1, 0, 0, x'00', 1, 1)",
            [(number, f"/a/{name}".encode()) for number, name in enumerate(names)],
        )
    is_called = file_name_test(value)
    expected = [number for number, name in enumerate(names) if is_called(name)]
    assert sorted(NamedPhotos(empty).called(value)) == expected


def test_an_older_catalogue_gets_the_words_of_its_photos(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    older = Database(connection, execute_plugins=False)
    catalogue_migrations.apply(older, stop_before="words")
    older.execute("INSERT INTO folders (path) VALUES (x'2f61')")
    older.execute("INSERT INTO directories (id, path) VALUES (1, x'2f61'), (2, x'2f')")
    older.execute(
        "INSERT INTO photos (path, directory_id, size, mtime_ns, content_hash, width, height)"
        " VALUES (CAST('/a/old cat.jpg' AS BLOB), 1, 2, 3, x'00', 4, 5),"
        " (CAST('/dog.jpg' AS BLOB), 2, 2, 3, x'00', 4, 5)"
    )
    connection.close()
    with Catalogue.open(path) as catalogue:
        words = NamedPhotos(catalogue)
        assert words.named("cat", 9).tolist() == [1]
        assert words.named("dog", 9).tolist() == [2]
        assert words.called("d cat") == [1]
        assert words.in_folders("a", 9).tolist() == [1]
        check(catalogue)


def say(catalogue: Catalogue, photo: int, caption: str) -> None:
    FactEdits(catalogue).decide({photo: {FactKind.CAPTION: caption}}, ActKind.FACTS, "caption")


def test_words_of_captions_follow_every_change(
    catalogue: Catalogue, words: NamedPhotos, ids: list[int]
) -> None:
    say(catalogue, ids[0], "Großmutter at the café")
    say(catalogue, ids[1], "A garden")
    assert words.captioned("cafe", 9).tolist() == [ids[0]]
    say(catalogue, ids[0], "Nobody")
    assert words.captioned("cafe", 9).tolist() == []
    assert words.captioned("nobody", 9).tolist() == [ids[0]]
    with catalogue.writing() as db:
        db.execute("UPDATE photos SET caption = NULL WHERE id = ?", [ids[1]])
    assert words.captioned("garden", 9).tolist() == []


def test_an_older_catalogue_gets_room_for_captions(tmp_path: Path) -> None:
    with Catalogue.open(older_catalogue(tmp_path / "old.sqlite", "captions")) as catalogue:
        photos = Photos(catalogue)
        say(catalogue, 1, "A lighthouse")
        [photo] = photos.by_ids([1])
        assert photo.facts.caption == "A lighthouse"
        assert NamedPhotos(catalogue).captioned("lighthouse", 9).tolist() == [1]
