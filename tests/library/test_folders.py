"""The folders of the library."""

import os
from pathlib import Path

import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.photo import Skipped
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store


@pytest.fixture
def disk(tmp_path: Path) -> bytes:
    """/a, /a/b, /a/b/c, /a-b and /\xe9 below a folder."""
    root = bytes(tmp_path) + b"/disk"
    for name in (b"/a/b/c", b"/a-b", b"/\xe9"):
        os.makedirs(root + name)
    return root


def paths(folders: Folders) -> list[bytes]:
    return [folder.path for folder in folders.all()]


def test_added_folders_are_listed_by_path(folders: Folders, disk: bytes) -> None:
    folders.add(disk + b"/\xe9")
    folders.add(disk + b"/a/")
    assert paths(folders) == [disk + b"/a", disk + b"/\xe9"]


def test_adding_twice_is_adding_once(folders: Folders, disk: bytes) -> None:
    assert folders.add(disk + b"/a") == folders.add(disk + b"/a/../a")
    assert len(folders.all()) == 1


def test_a_folder_below_an_added_one_is_covered_by_it(folders: Folders, disk: bytes) -> None:
    folders.add(disk + b"/a/b")
    folders.add(disk + b"/a-b")
    whole = folders.add(disk + b"/a")
    assert folders.add(disk + b"/a/b/c") == whole
    assert paths(folders) == [disk + b"/a", disk + b"/a-b"]


def test_what_is_no_folder_is_told(folders: Folders, disk: bytes) -> None:
    with pytest.raises(UserError, match=r"There is no folder .*nowhere"):
        folders.add(disk + b"/nowhere")
    assert folders.all() == []


def test_the_tree_counts_what_lies_below(
    folders: Folders, disk: bytes, catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore
) -> None:
    folders.add(disk + b"/a")
    folders.add(disk + b"/\xe9")
    names = (b"/a/1", b"/a/b/c/2", b"/a/b/c/3", b"/a-b/4")
    store(catalogue, thumbnails, shelf, [made_photo(disk + name) for name in names])
    with catalogue.writing() as db:
        SkippedFiles(catalogue).put(db, [Skipped(disk + b"/a/b/bad", "Broken.")])
    tree = {folder.path[len(disk) :]: (folder.photos, folder.skipped) for folder in folders.tree()}
    assert tree[b"/a"] == (3, 1)
    assert tree[b"/a/b"] == (2, 1)
    assert tree[b"/a/b/c"] == (2, 0)
    assert tree[b"/\xe9"] == (0, 0)
    assert [(folder.photos, folder.skipped) for folder in folders.all()] == [(3, 1), (0, 0)]
    order = [folder.path[len(disk) :] for folder in folders.tree()]
    assert order.index(b"/a/b") == order.index(b"/a") + 1


def test_what_lies_in_an_offline_folder_is_offline(
    folders: Folders, disk: bytes, catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore
) -> None:
    folders.add(disk + b"/a")
    folders.add(disk + b"/a-b")
    store(catalogue, thumbnails, shelf, [made_photo(disk + b"/a/b/1"), made_photo(disk + b"/a-b/2")])
    folders.set_offline(disk + b"/a", offline=True)
    assert [folder.path for folder in folders.tree() if folder.offline] == [disk + b"/a", disk + b"/a/b"]
    assert [folder.offline for folder in folders.all()] == [True, False]
    folders.set_offline(disk + b"/a", offline=False)
    assert not any(folder.offline for folder in folders.tree())
