"""Random acts, taken back and done again: the library is what it was, to the row and to the file."""

import shutil
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from mmdesk.core.albums import Album
from mmdesk.core.errors import UserError
from mmdesk.core.fact_edits import FactWish
from mmdesk.core.photo import Pick
from mmdesk.core.places import Places
from mmdesk.core.turns import LEFT
from mmdesk.tasks.facts.editing import edit_facts
from mmdesk.tasks.files.renaming import rename
from mmdesk.tasks.files.trashing import trash
from mmdesk.tasks.library import open_library
from mmdesk.tasks.undoing import redo, undo
from tests.faults.file_acts import ended
from tests.faults.small_program import index
from tests.flows.pictures import draw_pictures
from tests.skips import IS_SLOW
from tests.tasks.xmp.sidecar_library import finish

PHOTOS = 4
SEQUENCES = 100 if IS_SLOW else 25
TABLES = ("photos", "tags", "albums", "album_photos", "companions", "fact_edits")

Contents = tuple[dict[str, list[tuple[Any, ...]]], dict[str, bytes]]


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that knows four photos, and those; one of them has a raw file and a sidecar."""
    place = tmp_path_factory.mktemp("indexed")
    photos = place / "photos"
    photos.mkdir()
    for number, picture in enumerate(draw_pictures(place / "drawn", PHOTOS)):
        shutil.copy(picture, photos / f"{number}.jpg")
    for name in ("0.CR2", "0.jpg.xmp"):
        (photos / name).write_bytes(name.encode())
    with open_library(Places(place / "data")) as library:
        index(library, photos)
    return place


class Acts(RuleBasedStateMachine):
    """A user who does things and takes them back, and a memory of how it was before each act."""

    origin: Path
    home: Path

    def __init__(self) -> None:
        super().__init__()
        shutil.rmtree(self.home, ignore_errors=True)
        self._folder = self.origin / "photos"
        _restore_folder(self._folder)
        data = Path(shutil.copytree(self.origin / "data", self.home / "data"))
        self._places = Places(data)
        self._library = open_library(self._places)
        self._ids = [int(photo) for photo in self._library.photos.ids(order="name")]
        self._seen = [self._contents()]
        self._at = 0

    def teardown(self) -> None:
        self._library.close()

    @rule(places=st.sets(st.integers(0, PHOTOS - 1), min_size=1), stars=st.integers(0, 5))
    def rate(self, places: set[int], stars: int) -> None:
        self._library.photos.set_rating(self._photos(places), stars)
        self._remember()

    @rule(places=st.sets(st.integers(0, PHOTOS - 1), min_size=1), pick=st.sampled_from(Pick))
    def flag(self, places: set[int], pick: Pick) -> None:
        self._library.photos.set_pick(self._photos(places), pick)
        self._remember()

    @rule(
        places=st.sets(st.integers(0, PHOTOS - 1), min_size=1),
        label=st.sampled_from(["cat", "Cat", "dog"]),
        act=st.sampled_from(["add", "accept", "reject", "remove"]),
    )
    def tag(self, places: set[int], label: str, act: str) -> None:
        getattr(self._library.tags, act)(label, self._photos(places))
        self._remember()

    @rule(
        places=st.sets(st.integers(0, PHOTOS - 1)), act=st.sampled_from(["new", "in", "out", "gone", "name"])
    )
    def album(self, places: set[int], act: str) -> None:
        albums, photos = self._library.albums, self._photos(places)
        known = albums.all()
        if act == "new" or not known:
            albums.begin(photos)
        elif act == "in":
            albums.put_in(known[0], photos)
        elif act == "out":
            albums.take_out(known[0], photos)
        elif act == "gone":
            albums.remove(known[0])
        else:
            self._rename_album(known[0])
        self._remember()

    @rule(
        places=st.sets(st.integers(0, PHOTOS - 1), min_size=1),
        wish=st.sampled_from([FactWish(caption="Geese"), FactWish(caption=""), FactWish(turn=LEFT)]),
    )
    def edit(self, places: set[int], wish: FactWish) -> None:
        there = self._library.photos.judgements(np.array(self._photos(places))).ids.tolist()
        finish(edit_facts(self._library, there, wish))
        self._remember()

    @rule(places=st.sets(st.integers(0, PHOTOS - 1), min_size=1))
    def trash(self, places: set[int]) -> None:
        ended(trash(self._library, self._photos(places)))
        self._remember()

    @rule(place=st.integers(0, PHOTOS - 1), name=st.sampled_from(["sea", "hill", "tree"]))
    def rename(self, place: int, name: str) -> None:
        before = self._contents()
        try:
            rename(self._library, self._ids[place], name)
        except UserError:  # another photo has the name, or this one is in the trash
            assert self._contents() == before
        self._remember()

    @rule()
    def undo(self) -> None:
        if self._at:
            ended(undo(self._library))
            self._at -= 1
        else:
            with pytest.raises(UserError, match="nothing to undo"):
                ended(undo(self._library))

    @rule()
    def redo(self) -> None:
        if self._at + 1 < len(self._seen):
            ended(redo(self._library))
            self._at += 1
        else:
            with pytest.raises(UserError, match="nothing to do again"):
                ended(redo(self._library))

    @rule()
    def back_and_forth(self) -> None:
        for step in (self.undo, self.redo, self.undo):
            step()

    @rule()
    def restart(self) -> None:
        self._library.close()
        self._library = open_library(self._places)

    @invariant()
    def is_what_it_was(self) -> None:
        assert self._contents() == self._seen[self._at]

    def _rename_album(self, album: Album) -> None:
        before = self._contents()
        try:
            self._library.albums.rename(album, f"{album.name}!")
        except UserError:  # another album has the name
            assert self._contents() == before

    def _remember(self) -> None:
        """Note how it is now, unless nothing has changed."""
        now = self._contents()
        if now != self._seen[self._at]:
            self._at += 1
            self._seen[self._at :] = [now]

    def _photos(self, places: set[int]) -> list[int]:
        return [self._ids[place] for place in sorted(places)]

    def _contents(self) -> Contents:
        """Everything in the catalogue that an act may change, and all files."""
        rows = self._library.catalogue.rows
        tables = {table: sorted(rows(f"SELECT * FROM {table}"), key=repr) for table in TABLES}
        files = {path.name: path.read_bytes() for path in self._folder.iterdir()}
        return tables, files


def _restore_folder(folder: Path) -> None:
    """Let the photos be as they were when they were looked at; times too."""
    kept = folder.with_name("kept")
    if not kept.exists():
        shutil.copytree(folder, kept)
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)


def test_acts_taken_back_and_done_again_give_back_the_exact_library(
    indexed: Path, tmp_path: Path, trash_folder: Path
) -> None:
    class Here(Acts):
        origin, home = indexed, tmp_path / "home"

    checked = [HealthCheck.too_slow, HealthCheck.data_too_large]
    often = settings(
        max_examples=SEQUENCES, stateful_step_count=12, deadline=None, suppress_health_check=checked
    )
    run_state_machine_as_test(Here, settings=often)
