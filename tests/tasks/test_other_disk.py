"""Photos on another disk than the library."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmdesk.tasks.files.trashing import trash
from mmdesk.tasks.library import Library
from mmdesk.tasks.undoing import undo
from tests.faults.file_acts import ended, names, photo_called
from tests.faults.small_program import index
from tests.flows.pictures import draw_pictures

IN_MEMORY = Path("/dev/shm")
ON_DISK = Path("/var/tmp")


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """For the library and the trash of the home: never in memory, where those of other tests may be."""
    if not ON_DISK.is_dir():
        pytest.skip("not on this system: there is no other disk to try it on")
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        yield Path(folder)


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk, whose trash is taken away in the end."""
    own = IN_MEMORY / f".Trash-{os.getuid()}"
    if (
        not os.path.ismount(IN_MEMORY)
        or not os.access(IN_MEMORY, os.W_OK)
        or own.exists()
        or IN_MEMORY.stat().st_dev == tmp_path.stat().st_dev
    ):
        pytest.skip("not on this system: there is no other disk to try it on")
    there = Path(tempfile.mkdtemp(dir=IN_MEMORY))
    yield there
    shutil.rmtree(there)
    shutil.rmtree(own, ignore_errors=True)


def test_the_trash_of_another_disk_is_found_there(
    library: Library, other_disk: Path, trash_folder: Path
) -> None:
    [picture] = draw_pictures(other_disk, 1)
    index(library, other_disk)
    photo = photo_called(library, picture)
    ended(trash(library, [photo]))
    thrown = IN_MEMORY / f".Trash-{os.getuid()}" / "files"
    assert names(thrown) == {picture.name}
    assert not trash_folder.exists()
    assert ended(undo(library))[0].photos == (photo,)
    assert names(picture.parent) == {picture.name}
