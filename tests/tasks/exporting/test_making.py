"""Copies made anew: in the size, format and with the facts that are wanted, and never over another file."""

import os
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from mmdesk.core.clock_shifts import ClockChange
from mmdesk.core.copy_shape import CopyFacts, CopyFormat, CopyShape
from mmdesk.core.errors import UserError
from mmdesk.core.exporting import ExportChoice, ExportForm, ExportSummary
from mmdesk.core.fact_edits import FactWish
from mmdesk.core.photo import Skipped
from mmdesk.core.progress import Progress
from mmdesk.core.turns import RIGHT
from mmdesk.library.reading.copies import make_copy
from mmdesk.library.reading.limits import ReadingLimits
from mmdesk.library.xmp.keywords import keywords_in
from mmdesk.library.xmp.names import RATING, SUBJECT
from mmdesk.library.xmp.packet import XmpPacket
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.exporting.export import export_photos
from mmdesk.tasks.exporting.making import PhotoMaker
from mmdesk.tasks.facts.editing import edit_facts
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library
from mmdesk.tasks.searching import Searcher
from tests.library.drawing import blots
from tests.tasks.xmp.sidecar_library import finish

GPS = {1: "N", 2: (46.0, 57.0, 0.0), 3: "E", 4: (7.0, 26.0, 0.0)}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo that lies on its side, of a camera with a number, taken in Bern."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation], exif[ExifTags.Base.Model] = 6, "Sigma fp"
    inside = exif.get_ifd(ExifTags.IFD.Exif)
    inside[ExifTags.Base.DateTimeOriginal] = "2019:07:14 18:03:22"
    inside[ExifTags.Base.BodySerialNumber] = "SECRET number"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(GPS)
    path = tmp_path / "photos" / "IMG_1.jpg"
    path.parent.mkdir()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">the SECRET place</x:xmpmeta>'
    blots(640, 480).save(path, exif=exif, quality=95, comment="SECRET comment", xmp=xmp)
    return path


@pytest.fixture
def searcher(library: Library, photo: Path) -> Searcher:
    """A library of it, tagged and rated."""
    clip = DummyClip(library.places)
    for _ in index_folders(library, clip, [os.fsencode(photo.parent)]):
        pass
    [only] = library.photos.ids().tolist()
    library.photos.set_rating([only], 4)
    library.tags.add("Bern", [only])
    return Searcher(library, clip)


def _export(searcher: Searcher, out: Path, shape: CopyShape, **how: bool) -> tuple[ExportSummary, list[str]]:
    choice = ExportChoice("“all”", ids=searcher.library.photos.ids())
    steps = export_photos(searcher, choice, ExportForm.COPIES, os.fsencode(out), shape=shape, **how)
    return _run(steps)


def _run(steps: Generator[Progress | Skipped, None, ExportSummary]) -> tuple[ExportSummary, list[str]]:
    left: list[str] = []
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value, left
        if isinstance(step, Skipped):
            left.append(step.reason)


def test_a_copy_is_smaller_upright_without_its_position_and_says_its_keywords(
    searcher: Searcher, photo: Path, tmp_path: Path
) -> None:
    before, out = photo.read_bytes(), tmp_path / "out"
    shape = CopyShape(CopyFormat.JPEG, 320, 80, CopyFacts.NO_POSITION, "{date}-{place}-{nr}")
    for _ in ("once", "once more"):
        summary, left = _export(searcher, out, shape)
        assert (summary.exported, left) == (1, [])
    assert sorted(os.listdir(out)) == ["2019-07-14-Bern-001 (2).jpg", "2019-07-14-Bern-001.jpg"]
    with Image.open(out / "2019-07-14-Bern-001.jpg") as copy:
        copy.load()
        exif = copy.getexif()
        assert (copy.format, copy.size) == ("JPEG", (240, 320))
        assert copy.info["icc_profile"]
        packet = XmpPacket.parse(copy.info["xmp"], "copy")
    inside = exif.get_ifd(ExifTags.IFD.Exif)
    assert inside[ExifTags.Base.DateTimeOriginal] == "2019:07:14 18:03:22"
    assert ExifTags.Base.BodySerialNumber not in inside
    assert exif[ExifTags.Base.Model] == "Sigma fp"
    assert ExifTags.Base.Orientation not in exif
    assert dict(exif.get_ifd(ExifTags.IFD.GPSInfo)) == {}
    assert packet.words(SUBJECT) == ["Bern"]
    assert packet.text(RATING) == "4"
    assert photo.read_bytes() == before


def test_a_copy_is_turned_and_says_what_was_corrected(searcher: Searcher, tmp_path: Path) -> None:
    ids = searcher.library.photos.ids().tolist()
    clock = ClockChange(timedelta(hours=1), zone="+02:00")
    finish(edit_facts(searcher.library, ids, FactWish("Geese", clock, turn=RIGHT)))
    _, [copy] = _export(searcher, tmp_path / "out", CopyShape(CopyFormat.JPEG)), os.listdir(tmp_path / "out")
    with Image.open(tmp_path / "out" / copy) as image:
        assert image.size == (640, 480)  # on its side it was, and upright it was higher than wide
        inside = image.getexif().get_ifd(ExifTags.IFD.Exif)
        assert inside[ExifTags.Base.DateTimeOriginal] == "2019:07:14 19:03:22"
        assert inside[ExifTags.Base.OffsetTimeOriginal] == "+02:00"
        said = keywords_in(XmpPacket.parse(image.info["xmp"], "copy"))
    assert (said.caption, said.taken_at, said.orientation) == ("Geese", "2019-07-14T19:03:22", None)


@pytest.mark.parametrize("wanted", [each for each in CopyFormat if each is not CopyFormat.AS_IS])
@pytest.mark.parametrize("facts", list(CopyFacts))
def test_every_format_takes_what_it_is_given(
    photo: Path, tmp_path: Path, wanted: CopyFormat, facts: CopyFacts
) -> None:
    if wanted is CopyFormat.JXL:
        pytest.importorskip("pillow_jxl")
    out = tmp_path / f"copy{wanted.suffix}"
    shape = CopyShape(wanted, 200, 70, facts)
    assert make_copy(os.fsencode(photo), os.fsencode(out), shape, None, ReadingLimits()) is None
    assert b"SECRET" in photo.read_bytes()
    assert b"SECRET" not in out.read_bytes()
    with Image.open(out) as copy:
        copy.load()
        assert copy.size == (150, 200)
        exif = copy.getexif()
        has_position = bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
        has_date = ExifTags.Base.DateTimeOriginal in exif.get_ifd(ExifTags.IFD.Exif)
    assert (has_position, has_date) == (facts is CopyFacts.ALL, facts is not CopyFacts.NONE)


def test_keywords_of_formats_that_take_none_lie_beside_them(
    searcher: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PhotoMaker, "make", _write_plainly)
    (tmp_path / "IMG_1.png.xmp").write_text("mine")
    _export(searcher, tmp_path, CopyShape(CopyFormat.PNG))
    assert (tmp_path / "IMG_1 (2).png").read_text() == "png"
    packet = XmpPacket.parse((tmp_path / "IMG_1 (2).png.xmp").read_bytes(), "sidecar")
    assert packet.words(SUBJECT) == ["Bern"]
    assert (tmp_path / "IMG_1.png.xmp").read_text() == "mine"
    _export(searcher, tmp_path / "bare", CopyShape(CopyFormat.PNG, facts=CopyFacts.NONE))
    assert os.listdir(tmp_path / "bare") == ["IMG_1.png"]


def test_files_as_they_are_are_renamed_and_a_folder_of_the_library_is_refused(
    searcher: Searcher, photo: Path, tmp_path: Path
) -> None:
    _export(searcher, tmp_path / "out", CopyShape(pattern="{camera}"))
    assert (tmp_path / "out" / "Sigma fp.jpg").read_bytes() == photo.read_bytes()
    inside = photo.parent / "web"
    with pytest.raises(UserError, match="is in your library"):
        _export(searcher, inside, CopyShape())
    assert not inside.exists()
    _export(searcher, inside, CopyShape(), into_library=True)
    assert os.listdir(inside) == ["IMG_1.jpg"]
    with pytest.raises(UserError, match="choose a format"):
        CopyShape(longest=100)


def test_what_cannot_be_made_is_told(searcher: Searcher, photo: Path, tmp_path: Path) -> None:
    photo.write_bytes(photo.read_bytes()[:2000])
    summary, left = _export(searcher, tmp_path / "out", CopyShape(CopyFormat.WEBP))
    assert (summary.exported, summary.skipped, len(left)) == (0, 1, 1)
    assert os.listdir(tmp_path / "out") == []


def _write_plainly(_maker: PhotoMaker, _photo: object, out: bytes) -> None:
    Path(os.fsdecode(out)).write_text("png")
