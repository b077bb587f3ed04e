"""Exports of real files: nothing overwritten, nothing half there, every file left out with its reason."""

import csv
import os
import shutil
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.errors import UserError
from mmdesk.core.exporting import ExportChoice, ExportForm, ExportSummary
from mmdesk.core.photo import PhotoId, Skipped
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.core.query import Hit, parse_query
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.exporting.export import export_photos
from mmdesk.tasks.exporting.listing import free_path
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.smart_albums import album_counts

Outcome = tuple[ExportSummary, list[Skipped]]


@pytest.fixture
def searcher(library: Library, tmp_path: Path) -> Searcher:
    """Three photos: two of one name, the first with a sidecar and a raw file beside it."""
    here = [tmp_path / "2018", tmp_path / "2019"]
    samples = {path.stem: path for path in make_sample_pictures(tmp_path / "samples")}
    for folder, name in zip(here, ("chelsea", "coffee"), strict=True):
        folder.mkdir()
        shutil.copy(samples[name], folder / "a.jpg")
    shutil.copy(samples["rocket"], here[1] / "rocket.jpg")
    (here[0] / "a.xmp").write_text("<x/>")
    (here[0] / "a.jpg.xmp").write_text("<y/>")
    clip = DummyClip(library.places)
    for _ in index_folders(library, clip, [os.fsencode(folder) for folder in here]):
        pass
    return Searcher(library, clip)


@pytest.fixture
def every(searcher: Searcher) -> ExportChoice:
    """All photos, by path; the first was searched for."""
    ids = searcher.library.photos.ids(order="name")
    hits = {int(ids[0]): Hit(PhotoId(int(ids[0])), 0.25, 0.75)}
    return ExportChoice("“all”", ids=ids, hits=hits)


def _export(searcher: Searcher, choice: ExportChoice, form: ExportForm, out: Path, **how: bool) -> Outcome:
    return _run(export_photos(searcher, choice, form, os.fsencode(out), **how))


def _run(steps: Generator[Progress | Skipped, None, ExportSummary]) -> Outcome:
    left: list[Skipped] = []
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value, left
        if isinstance(step, Skipped):
            left.append(step)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_copies_get_numbers_and_take_their_companions_along(
    searcher: Searcher, every: ExportChoice, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "out"
    out.mkdir(parents=True)
    (out / "a.jpg").write_text("mine")
    summary, left = _export(searcher, every, ExportForm.COPIES, out, companions=True)
    assert (summary.found, summary.exported, left) == (3, 3, [])
    files = _files(out)
    assert set(files) == {"a.jpg", "a (2).jpg", "a (2).xmp", "a (2).jpg.xmp", "a (3).jpg", "rocket.jpg"}
    assert files["a.jpg"] == b"mine"
    assert files["a (2).jpg"] == (tmp_path / "2018" / "a.jpg").read_bytes()
    assert files["a (2).jpg.xmp"] == b"<y/>"
    assert files["a (3).jpg"] == (tmp_path / "2019" / "a.jpg").read_bytes()
    again = tmp_path / "again"
    _export(searcher, every, ExportForm.COPIES, again)
    assert set(_files(again)) == {"a.jpg", "a (2).jpg", "rocket.jpg"}


def test_what_cannot_be_copied_is_told_with_its_reason(
    searcher: Searcher, every: ExportChoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2019" / "a.jpg").unlink()
    copy = shutil.copyfile

    def copy_on_a_full_disk(source: bytes, part: bytes) -> None:
        if source.endswith(b"rocket.jpg"):
            Path(os.fsdecode(part)).write_bytes(b"half")
            raise OSError(28, "No space left on device")
        copy(source, part)

    monkeypatch.setattr(shutil, "copyfile", copy_on_a_full_disk)
    out = tmp_path / "out"
    summary, left = _export(searcher, every, ExportForm.COPIES, out)
    assert [(file.path.rpartition(b"/")[2], file.reason) for file in left] == [
        (b"a.jpg", "The file is not there."),
        (b"rocket.jpg", "There is no room left where it is to go."),
    ]
    assert summary.sentence == f"1 photo copied to {out}. 2 files could not be copied."
    assert set(_files(out)) == {"a.jpg"}, "nothing is half there"


def test_a_broken_off_export_leaves_whole_files(
    searcher: Searcher, every: ExportChoice, tmp_path: Path
) -> None:
    steps = export_photos(searcher, every, ExportForm.COPIES, os.fsencode(tmp_path / "out"))
    for _ in range(3):
        next(steps)
    steps.close()
    assert set(_files(tmp_path / "out")) == {"a.jpg"}


def test_the_programs_own_folder_takes_no_copies(
    searcher: Searcher, every: ExportChoice, places: Places
) -> None:
    with pytest.raises(UserError, match="own folder"):
        _export(searcher, every, ExportForm.COPIES, places.data_dir / "out")


def test_lists_and_tables(searcher: Searcher, every: ExportChoice, tmp_path: Path) -> None:
    assert every.ids is not None
    searcher.library.photos.set_rating(every.ids[:1], 4)
    paths = [photo.path for photo in searcher.library.photos.by_ids(every.ids)]
    _export(searcher, every, ExportForm.PATHS, tmp_path / "list.txt")
    assert (tmp_path / "list.txt").read_bytes() == b"".join(path + b"\n" for path in paths)
    _export(searcher, every, ExportForm.TABLE, tmp_path / "table.csv")
    with open(tmp_path / "table.csv", newline="", encoding="utf-8") as file:
        first, *others = csv.DictReader(file)
    assert first["path"] == os.fsdecode(paths[0])
    assert [first[name] for name in ("relevance", "band", "score", "rating")] == [
        "0.7500", "strong", "0.25000", "4"
    ]  # fmt: skip
    assert [other["relevance"] for other in others] == ["", ""]
    for form in (ExportForm.PATHS, ExportForm.TABLE):
        with pytest.raises(UserError, match="nothing is overwritten"):
            _export(searcher, every, form, tmp_path / "list.txt")
    assert free_path(os.fsencode(tmp_path / "list.txt")).endswith(b"list (2).txt")
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.skipif(os.name == "nt", reason="not on this system: names have no line breaks")
def test_a_name_with_a_line_break_is_in_tables_only(searcher: Searcher, tmp_path: Path) -> None:
    odd = tmp_path / "2018" / "b\nc.jpg"
    shutil.copy(tmp_path / "2019" / "rocket.jpg", odd)
    for _ in index_folders(searcher.library, DummyClip(searcher.library.places), [os.fsencode(odd.parent)]):
        pass
    choice = ExportChoice("“all”", ids=searcher.library.photos.ids(order="name"))
    summary, left = _export(searcher, choice, ExportForm.PATHS, tmp_path / "list.txt")
    assert ([file.path for file in left], summary.exported) == ([os.fsencode(odd)], 3)
    summary, left = _export(searcher, choice, ExportForm.TABLE, tmp_path / "table.csv")
    assert (summary.exported, left) == (4, [])


def test_albums_of_both_kinds_are_exported_and_counted(searcher: Searcher, tmp_path: Path) -> None:
    library = searcher.library
    ids = library.photos.ids(order="name")
    library.photos.set_rating(ids[1:], 5)
    by_hand, smart = library.albums.make("Hand", [int(ids[0])]), library.albums.make("Best", query="rating:5")
    gone = library.albums.make("Gone", query='@"/nowhere/x.jpg"')
    counts = album_counts(searcher)
    assert {album.name: counts[album.id].words for album in (by_hand, smart)} == {"Hand": "1", "Best": "2"}
    assert gone.id not in counts
    for line in ("rating:5", "rating:<5", "red", "red rating:5", "tag:x score:>0.5", ""):
        assert searcher.count(parse_query(line)) == searcher.search(parse_query(line)).found, line
    for album, found in ((by_hand, 1), (smart, 2)):
        choice = ExportChoice(album.name, album=album)
        summary, _ = _export(searcher, choice, ExportForm.PATHS, tmp_path / f"{album.name}.txt")
        assert summary.exported == found
    with pytest.raises(UserError, match="nothing to export"):
        _export(searcher, ExportChoice("x", query=parse_query("rating:1")), ExportForm.PATHS, tmp_path / "x")
    everything = ExportChoice("x", ids=np.empty(0, np.int64))
    with pytest.raises(UserError, match="nothing to export"):
        _export(searcher, everything, ExportForm.COPIES, tmp_path / "x")
