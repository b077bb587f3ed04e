"""A batch goes in whole or not at all."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.photo import FileStamp, Skipped
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.ingest import Ingest
from mmdesk.library.photos import Photos
from mmdesk.library.reading.request import SameContent
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.conftest import Indexer
from tests.library.drawing import blots, saved
from tests.library.made_photos import made_photo, store


@pytest.fixture
def ingest(catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore) -> Ingest:
    return Ingest(catalogue, thumbnails, shelf)


def test_photos_vectors_thumbnails_and_reasons_go_in_together(
    ingest: Ingest, photos: Photos, shelf: VectorStore, thumbnails: Thumbnails, skipped_files: SkippedFiles
) -> None:
    batch = [made_photo(b"/a/1"), made_photo(b"/a/2")]
    rows = np.eye(2, 8, dtype=np.float32)
    stored = ingest.store(
        batch, rows, skipped=[Skipped(b"/a/3", "Broken.", FileStamp(1, 2)), Skipped(b"/a/4", "Gone.")]
    )
    assert (stored.indexed, stored.renamed, stored.unchanged) == (2, 0, 0)
    assert [photo.path for photo in photos.by_ids(stored.ids)] == [b"/a/1", b"/a/2"]
    assert shelf.get(stored.ids)[1].tolist() == rows.tolist()
    assert thumbnails.get(batch[0].content_hash) == b"jpeg of /a/1"
    assert [(file.path, file.stamp) for file in skipped_files.all()] == [
        (b"/a/3", FileStamp(1, 2)),
        (b"/a/4", None),
    ]
    assert skipped_files.all(b"/b") == []


def test_vectors_and_photos_must_agree_in_number(ingest: Ingest, photos: Photos) -> None:
    with pytest.raises(ValueError, match="shorter"):
        ingest.store([made_photo(b"/1"), made_photo(b"/2")], np.eye(1, 8, dtype=np.float32))
    assert photos.count() == 0


def test_a_full_disk_costs_the_batch_and_nothing_else(
    ingest: Ingest, catalogue: Catalogue, photos: Photos, shelf: VectorStore, skipped_files: SkippedFiles
) -> None:
    ingest.store([made_photo(b"/first")], np.eye(1, 8, dtype=np.float32))
    with catalogue.writing() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 5}")
    many = [made_photo(b"/%05d" % number) for number in range(400)]
    with pytest.raises(UserError, match="disk is full"):
        ingest.store(many, np.zeros((400, 512), np.float32), skipped=[Skipped(b"/bad", "Broken.")])
    assert (photos.count(), shelf.count(), skipped_files.count()) == (1, 1, 0)
    assert catalogue.value("PRAGMA integrity_check") == "ok"


def test_the_same_photo_twice_in_a_batch_is_one(ingest: Ingest, photos: Photos) -> None:
    stored = ingest.store([made_photo(b"/1"), made_photo(b"/1")], np.eye(2, 8, dtype=np.float32))
    assert len(set(stored.ids)) == 1
    assert photos.count() == 1


def test_a_twin_that_has_changed_meanwhile_means_try_again(
    ingest: Ingest, skipped_files: SkippedFiles
) -> None:
    lost = SameContent(b"/copy", FileStamp(1000, 1), b"h" * 16)
    stored = ingest.store([], np.empty((0, 8), np.float32), [lost])
    assert stored.ids == []
    assert [(file.path, file.stamp) for file in skipped_files.all()] == [(b"/copy", None)]


def test_a_photo_whose_file_breaks_is_missing_but_not_when_the_disk_only_failed(
    ingest: Ingest, catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore, photos: Photos
) -> None:
    broken, failed = store(catalogue, thumbnails, shelf, [made_photo(b"/1"), made_photo(b"/2")])
    none = np.empty((0, 8), np.float32)
    ingest.store([], none, skipped=[Skipped(b"/1", "Broken.", FileStamp(1, 1)), Skipped(b"/2", "Busy.")])
    assert photos.ids().tolist() == [failed]
    assert photos.get(broken) is not None


WRITER = """
import sys
from pathlib import Path
import numpy as np
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.conftest import Indexer
from tests.library.drawing import blots, saved
from tests.library.made_photos import made_photo, store
folder, name = Path(sys.argv[1]), sys.argv[2].encode()
catalogue = Catalogue.open(folder / "catalogue.sqlite")
thumbnails = Thumbnails(folder / "thumbnails.sqlite")
shelf = VectorStore(catalogue, "model-a", "r")
for batch in range(int(sys.argv[3])):
    photos = [made_photo(b"/%s/%05d/%d" % (name, batch, number)) for number in range(8)]
    store(catalogue, thumbnails, shelf, photos)
    print(batch, flush=True)
"""


def start_writer(folder: Path, name: str, batches: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", WRITER, str(folder), name, str(batches)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def test_two_programs_put_photos_in_at_the_same_time(tmp_path: Path) -> None:
    writers = [start_writer(tmp_path, name, 40) for name in ("a", "b")]
    for writer in writers:
        writer.communicate(timeout=300)
    assert [writer.returncode for writer in writers] == [0, 0]
    with Catalogue.open(tmp_path / "catalogue.sqlite") as catalogue:
        assert Photos(catalogue).count() == 640
        assert VectorStore(catalogue, "model-a", "r").count() == 640
        assert catalogue.value("PRAGMA integrity_check") == "ok"


def test_whenever_it_is_killed_batches_are_whole(tmp_path: Path) -> None:
    """Each photo has its vector and its thumbnail, and what was told to be stored is."""
    told = 0
    for life in range(4):
        writer = start_writer(tmp_path, f"life-{life}", 100_000)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.05 * life)
        writer.kill()
        told += 1 + len(writer.communicate()[0].splitlines())
    thumbnails = Thumbnails(tmp_path / "thumbnails.sqlite")
    with Catalogue.open(tmp_path / "catalogue.sqlite") as catalogue:
        photos, shelf = Photos(catalogue), VectorStore(catalogue, "model-a", "r")
        assert photos.count() % 8 == 0
        assert told * 8 <= photos.count() <= (told + 4) * 8
        assert (shelf.count(), shelf.pending()) == (photos.count(), 0)
        assert not thumbnails.lacking({photo.content_hash for photo in photos.by_ids(photos.ids())})
        assert catalogue.value("PRAGMA integrity_check") == "ok"
    thumbnails.close()


def test_a_copy_has_the_date_of_its_own_name(album: Path, index: Indexer, photos: Photos) -> None:
    """What a file says of itself goes with its content; what its name says does not."""
    saved(blots(60, 40), album / "IMG_20140506_070809.jpg")
    index(album)
    shutil.copyfile(album / "IMG_20140506_070809.jpg", album / "IMG-20150607-WA0001.jpg")
    shutil.copyfile(album / "IMG_20140506_070809.jpg", album / "copy.jpg")
    os.utime(album / "copy.jpg", (1_262_304_000, 1_262_304_000))
    assert index(album).encoded == []
    dates = {
        photo.path: (photo.facts.taken_at, photo.facts.taken_from) for photo in photos.by_ids(photos.ids())
    }
    assert dates.pop(bytes(album / "copy.jpg"))[1] == "file"
    assert dates == {
        bytes(album / "IMG_20140506_070809.jpg"): ("2014-05-06T07:08:09", "name"),
        bytes(album / "IMG-20150607-WA0001.jpg"): ("2015-06-07", "name"),
    }
