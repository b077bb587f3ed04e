"""A catalogue on another computer: every path is told anew, and nothing else is."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.path_map import PathMap, PathRule
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.forgetting import mark_missing
from mmdesk.library.photos import Photos
from mmdesk.library.remapping import COLUMNS, remap
from mmdesk.library.tags import Tags
from tests.library.conftest import Indexer
from tests.library.drawing import blots, saved

NO_PATHS = {"content_hash", "vector", "weights", "before", "after"}
"""Columns of bytes that are no paths."""


@pytest.fixture
def disks(tmp_path: Path) -> Path:
    """Two folders with three photos each, and one with a file that is none."""
    for number in range(6):
        folder = tmp_path / "disks" / ("one" if number < 3 else "two") / f"{number % 3}\xe9"
        folder.mkdir(parents=True, exist_ok=True)
        saved(blots(90, 60, seed=number), folder / f"photo {number}.jpg")
    (tmp_path / "disks" / "two" / "broken.jpg").write_bytes(b"nothing")
    return tmp_path / "disks"


def moved(*pairs: tuple[Path, Path]) -> PathMap:
    return PathMap([PathRule(bytes(old), bytes(new)) for old, new in pairs])


def everything(catalogue: Catalogue) -> dict[str, list[Any]]:
    """All rows of all tables but the shadows of the full-text ones."""
    tables = [name for (name,) in catalogue.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [name for name in tables if "_words_" not in name and "_parts_" not in name]
    return {name: sorted(catalogue.rows(f"SELECT * FROM {name}"), key=repr) for name in kept}


def test_every_column_of_paths_is_known(catalogue: Catalogue) -> None:
    tables = [name for (name,) in catalogue.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {
        (table, column[1])
        for table in tables
        if "_words" not in table and "_parts" not in table
        for column in catalogue.rows(f"PRAGMA table_info({table})")
        if column[2] == "BLOB" and column[1] not in NO_PATHS
    }
    assert columns == set(COLUMNS)


def test_hidden_photos_are_found_on_arrival_and_nothing_is_encoded_anew(
    disks: Path, tmp_path: Path, index: Indexer, catalogue: Catalogue, photos: Photos
) -> None:
    for name in ("one", "two"):
        index(disks / name)
    ids = photos.ids(order="name").tolist()
    Tags(catalogue).add("sea", ids)
    gone = photos.by_ids(ids[:1])[0].path
    os.rename(gone, gone + b".away")
    assert mark_missing(catalogue, bytes(disks / "one")) == [(ids[0], gone)]
    Folders(catalogue).exclude(bytes(disks / "two" / "1\xe9"))
    there = tmp_path / "there"
    shutil.copytree(disks, there, copy_function=shutil.copyfile)
    os.rename(bytes(there) + gone[len(bytes(disks)) :] + b".away", bytes(there) + gone[len(bytes(disks)) :])
    shutil.rmtree(disks)
    rule = PathRule(bytes(disks), bytes(there))
    assert remap(catalogue, PathMap([rule])) == {rule: 6}
    runs = [index(there / name) for name in ("one", "two")]
    assert [(run.encoded, run.missing, run.lost) for run in runs] == [([], 0, 0)] * 2
    Folders(catalogue).set_excludes(bytes(there / "two"), [])
    assert index(there / "two").encoded == []
    assert photos.ids(order="name").tolist() == ids
    assert {tag.photo for tag in Tags(catalogue).photos_of("sea")} == set(ids)
    assert all(os.path.exists(photo.path) for photo in photos.by_ids(ids))
    words = catalogue.rows("SELECT rowid FROM directory_words WHERE directory_words MATCH 'there'")
    assert len(words) == 6
    assert catalogue.value("SELECT count(*) FROM name_words WHERE name_words MATCH 'photo'") == 6


def test_there_and_back_nothing_has_changed(disks: Path, index: Indexer, catalogue: Catalogue) -> None:
    for name in ("one", "two"):
        index(disks / name)
    before = everything(catalogue)
    one, two = disks / "one", disks / "two"
    exchange = moved((one, two), (two, one))
    remap(catalogue, exchange)
    assert everything(catalogue)["photos"] != before["photos"]
    remap(catalogue, exchange)
    assert everything(catalogue) == before
    for sound in ("foreign_key_check", "integrity_check"):
        assert catalogue.rows(f"PRAGMA {sound}") in ([], [("ok",)])


def test_what_would_be_one_is_refused_and_nothing_changed(
    disks: Path, tmp_path: Path, index: Indexer, catalogue: Catalogue, photos: Photos
) -> None:
    for name in ("one", "two"):
        index(disks / name)
    before = everything(catalogue)
    for wrong, why in (
        (moved((disks / "one", tmp_path / "x"), (disks / "two", tmp_path / "x")), "would both be"),
        (moved((disks / "one", disks / "two")), "would both be"),
        (PathMap([PathRule(photos.by_ids(photos.ids())[0].path, b"/x")]), "is a photo"),
    ):
        with pytest.raises(UserError, match=why):
            remap(catalogue, wrong)
        assert everything(catalogue) == before


def test_a_folder_that_comes_to_lie_in_another_is_covered_by_it(
    disks: Path, tmp_path: Path, index: Indexer, catalogue: Catalogue
) -> None:
    for name in ("one", "two"):
        index(disks / name)
    Folders(catalogue).set_excludes(bytes(disks / "two"), ["*.tif"])
    remap(catalogue, moved((disks / "one", tmp_path / "x"), (disks / "two", tmp_path / "x" / "in")))
    [folder] = Folders(catalogue).all()
    assert (folder.path, folder.photos, folder.excludes) == (bytes(tmp_path / "x"), 6, ("in/**/*.tif",))
