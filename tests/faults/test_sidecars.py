"""Tags written to files that are not ours, on a disk that fails, and beside others who write there."""

import os
from pathlib import Path

import pytest

from mmdesk.tasks.library import Library
from mmdesk.tasks.xmp.undoing import undo_sidecars
from mmdesk.tasks.xmp.writing import write_sidecars
from tests.faults.file_acts import ended, names
from tests.faults.mortal import survives
from tests.faults.small_program import index
from tests.faults.test_moved import FailingFolder
from tests.flows.pictures import draw_pictures

THEIRS = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Contrast="+12"/>
 </rdf:RDF>
</x:xmpmeta>"""


@pytest.fixture
def sidecar(library: Library, tmp_path: Path) -> Path:
    """What another program wrote beside the only photo, which has a tag by now."""
    [photo] = draw_pictures(tmp_path / "photos", 1)
    index(library, photo.parent)
    library.tags.add("beach", library.photos.ids().tolist())
    sidecar = photo.with_suffix(".xmp")
    sidecar.write_bytes(THEIRS)
    return sidecar


def test_whichever_request_of_writing_a_sidecar_fails_it_is_the_old_one_or_the_new_one(
    library: Library, sidecar: Path
) -> None:
    there = names(sidecar.parent)
    for number in range(1, 60):
        disk = FailingFolder(number)
        with disk.at_work(sidecar.parent):
            summary, skipped = ended(write_sidecars(library))
        assert (summary.written, len(skipped)) in {(0, 1), (1, 0)}
        assert (sidecar.read_bytes() == THEIRS) == bool(skipped)
        assert names(sidecar.parent) == there
        if not skipped:
            assert b"beach" in sidecar.read_bytes()
            assert ended(undo_sidecars(library))[0].written == 1
        assert sidecar.read_bytes() == THEIRS
        if disk.asked < number:
            break
    assert 5 < number < 59


def test_whichever_request_of_taking_a_sidecar_back_fails_it_is_the_one_or_the_other(
    library: Library, sidecar: Path
) -> None:
    for number in range(1, 60):
        ended(write_sidecars(library))
        ours = sidecar.read_bytes()
        assert b"beach" in ours
        disk = FailingFolder(number)
        with disk.at_work(sidecar.parent):
            _, skipped = ended(undo_sidecars(library))
        assert sidecar.read_bytes() == (ours if skipped else THEIRS)
        sidecar.write_bytes(THEIRS)
        if disk.asked < number:
            break
    assert 5 < number < 59


def test_a_sidecar_that_another_program_changes_meanwhile_is_left_to_it(
    library: Library, sidecar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def slow_fsync(file: int) -> None:
        sidecar.write_bytes(THEIRS.replace(b"+12", b"+50"))
        fsync(file)

    monkeypatch.setattr(os, "fsync", slow_fsync)
    _, skipped = ended(write_sidecars(library))
    assert "was changed meanwhile" in skipped[0].reason
    assert sidecar.read_bytes() == THEIRS.replace(b"+12", b"+50")


def test_killed_while_it_writes_a_sidecar_leaves_the_old_one(
    library: Library, sidecar: Path, data: Path
) -> None:
    for number in range(1, 10):
        if survives(number, "tag", data):
            break
        assert sidecar.read_bytes() == THEIRS
        ended(undo_sidecars(library))
        assert sidecar.read_bytes() == THEIRS
    assert b"beach" in sidecar.read_bytes()
    assert number > 1
    ended(undo_sidecars(library))
    assert sidecar.read_bytes() == THEIRS
