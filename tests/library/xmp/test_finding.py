"""Which sidecar is whose: whole names and stems, capitals, pairs, and what lies beside."""

import os
import sys

import pytest

from mmdesk.core.errors import UserError
from mmdesk.library.xmp.finding import SidecarFinder, sidecar_to_write, sidecars_of

TELLS_CASE = pytest.mark.skipif(
    sys.platform in {"darwin", "win32"},
    reason="not on this system: names that differ in case alone",
)


@pytest.mark.parametrize(
    ("files", "picture", "sidecars"),
    [
        ("a.jpg a.jpg.xmp", "a.jpg", "a.jpg.xmp"),
        ("a.jpg a.xmp", "a.jpg", "a.xmp"),
        ("a.jpg a.xmp a.jpg.xmp", "a.jpg", "a.jpg.xmp a.xmp"),
        ("a.jpg", "a.jpg", ""),
        ("a.heic a.xmp", "a.heic", "a.xmp"),
        # two pictures of one stem
        ("a.jpg a.png a.xmp", "a.jpg", ""),
        ("a.jpg a.heic a.xmp a.jpg.xmp", "a.jpg", "a.jpg.xmp"),
        ("a.jpg a.dng a.xmp", "a.jpg", ""),
        ("a.jpg a.dng a.xmp", "a.dng", "a.xmp"),
        ("a.dng a.orf a.xmp", "a.orf", "a.xmp"),
        ("a.cr2 a.cr2.xmp a.xmp", "a.cr2", "a.cr2.xmp a.xmp"),
        ("a.jpg a.psd a.xmp", "a.jpg", ""),
        # what is no picture leaves the stem to the picture
        ("a.jpg a.mov a.xmp", "a.jpg", "a.xmp"),
        ("a.jpg a.mp4 a.aae a.json a.txt a.thm a.wav a.pp3 a.dop a.on1 a.xmp", "a.jpg", "a.xmp"),
        # another version of a picture, and other names that begin alike
        ("a.jpg a.jpg.xmp a_01.jpg.xmp", "a.jpg", "a.jpg.xmp"),
        ("a.jpg a.b.xmp ab.xmp", "a.jpg", ""),
        ("a.b.jpg a.xmp a.b.xmp", "a.b.jpg", "a.b.xmp"),
        ("plain plain.xmp", "plain", "plain.xmp"),
    ],
)
def test_whole_names_and_stems(tmp_path, files, picture, sidecars):
    for name in files.split():
        (tmp_path / name).touch()
    found = sidecars_of(os.fsencode(tmp_path / picture))
    assert [os.fsdecode(os.path.basename(path)) for path in found] == sidecars.split()


@TELLS_CASE
@pytest.mark.parametrize(
    ("files", "picture", "sidecars"),
    [
        ("A.JPG A.xmp", "A.JPG", "A.xmp"),
        ("A.JPG A.jpg.xmp", "A.JPG", "A.jpg.xmp"),
        ("A.jpg A.jpg.XMP", "A.jpg", "A.jpg.XMP"),
        ("a.jpg a.Xmp", "a.jpg", "a.Xmp"),
        ("IMG.JPG img.xmp", "IMG.JPG", "img.xmp"),
        ("IMG.CR2 img.XMP", "IMG.CR2", "img.XMP"),
        ("a.jpg a.jpg.xmp a.jpg.XMP", "a.jpg", "a.jpg.xmp a.jpg.XMP"),
        # a name that another picture has exactly is that one's
        ("A.JPG A.jpg A.jpg.xmp", "A.JPG", ""),
        ("A.JPG A.jpg A.jpg.xmp", "A.jpg", "A.jpg.xmp"),
        ("A.JPG a.jpg a.xmp", "A.JPG", ""),
        ("A.JPG a.jpg a.xmp", "a.jpg", "a.xmp"),
        # letters other than those of ASCII, and accents apart
        ("ÄRGER.JPG ärger.xmp", "ÄRGER.JPG", "ärger.xmp"),
        ("e\N{COMBINING ACUTE ACCENT}.jpg é.jpg.xmp", "e\N{COMBINING ACUTE ACCENT}.jpg", "é.jpg.xmp"),
    ],
)
def test_capitals_and_small_letters(tmp_path, files, picture, sidecars):
    for name in files.split():
        (tmp_path / name).touch()
    found = sidecars_of(os.fsencode(tmp_path / picture))
    assert [os.fsdecode(os.path.basename(path)) for path in found] == sidecars.split()


def test_one_finder_goes_from_folder_to_folder(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.xmp").touch()
    finder = SidecarFinder()
    for folder in ("one", "two", "one"):
        picture = os.fsencode(tmp_path / folder / f"{folder}.jpg")
        assert finder.sidecars_of(picture) == [os.fsencode(tmp_path / folder / f"{folder}.xmp")]


def test_a_new_sidecar_has_the_whole_name(tmp_path):
    for name in ("b.jpg", "b.dng", "b.xmp"):
        (tmp_path / name).touch()
    assert sidecar_to_write(os.fsencode(tmp_path / "b.jpg")) == os.fsencode(tmp_path / "b.jpg.xmp")
    assert sidecar_to_write(os.fsencode(tmp_path / "b.dng")) == os.fsencode(tmp_path / "b.xmp")


def test_a_folder_that_is_gone_has_no_sidecars(tmp_path):
    assert sidecars_of(os.fsencode(tmp_path / "gone" / "a.jpg")) == []


def test_a_folder_that_cannot_be_read_is_told_of(tmp_path, monkeypatch):
    def refused(_: bytes) -> list[bytes]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refused)
    with pytest.raises(UserError, match="cannot be looked for: Permission denied"):
        sidecars_of(os.fsencode(tmp_path / "a.jpg"))
