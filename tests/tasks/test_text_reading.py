"""Photos that likely have text are read once, kept, and found by what they say."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mmdesk.core.name_match import NameMatch
from mmdesk.core.photo_text import PhotoText, ReadText, TextLine, TextsRead, TextSummary
from mmdesk.core.places import Places
from mmdesk.core.query import Band, parse_query
from mmdesk.core.turns import AS_IT_IS
from mmdesk.core.vectors import Ids
from mmdesk.library.reading.text_reader import TextReader
from mmdesk.tasks import text_reading
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.text_reading import read_likely_texts, read_texts

LINE = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.2), (0.1, 0.2))
NAMES = ("rust", "teal", "gold")


class SaysColours(TextReader):
    """Reads the names of files in the place of what is in them; `troubled` ones it cannot read."""

    def __init__(self, **troubled: bool) -> None:
        super().__init__()
        self.asked = list[str]()
        self._troubled = troubled

    def read(self, path: bytes, turn: int = AS_IT_IS) -> ReadText:
        name = Path(os.fsdecode(path)).stem
        self.asked.append(name)
        if name in self._troubled:
            return ReadText(PhotoText(trouble="No."), for_good=self._troubled[name])
        return ReadText(PhotoText((TextLine(f"Platform {name.upper()}OLOGY", LINE, 0.9),)))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of three photos, each of one colour, with a stripe to be seen."""
    album = tmp_path / "album"
    album.mkdir()
    for number, name in enumerate(NAMES):
        image = Image.new("RGB", (64, 48), (40 + 80 * number, 120, 90))
        image.paste("white", (0, 10, 64, 14 + number))
        image.save(album / f"{name}.png")
    places = Places(tmp_path / "data")
    with open_library(places) as library:
        list(index_folders(library, DummyClip(places), [bytes(album)]))
        yield library


def ended(steps: Generator[object, None, TextSummary]) -> tuple[list[object], TextSummary]:
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return [one for one in told if isinstance(one, TextsRead)], end.value


def photo(library: Library, name: str) -> int:
    return next(one.id for one in library.photos.by_ids(library.photos.ids()) if name.encode() in one.path)


def test_each_is_read_once_and_found_by_its_words(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    likely: Ids = np.array([photo(library, name) for name in ("teal", "rust")])
    monkeypatch.setattr(text_reading, "lettered_photos", lambda *_: likely)
    searcher, reader = Searcher(library, DummyClip(library.places)), SaysColours()
    told, summary = ended(read_likely_texts(searcher, reader))
    assert (reader.asked, summary.read, summary.with_text) == (["teal", "rust"], 2, 2)
    assert told == [TextsRead((int(one),)) for one in likely]
    assert ended(read_likely_texts(searcher, reader))[1].read == 0
    assert len(reader.asked) == 2
    assert searcher.search(parse_query("text:tealology")).hits[0].photo == likely[0]
    hits = searcher.search(parse_query("tealology")).hits
    assert (hits[0].photo, hits[0].band) == (likely[0], Band.STRONG)
    assert hits[0].names == (NameMatch("text", "tealology"),)
    assert hits[0].names[0].sentence == "“tealology” can be read in it"
    assert [hit.photo for hit in hits if hit.names] == [likely[0]]


def test_what_cannot_be_read_is_told_and_not_tried_again_but_for_what_may_pass(library: Library) -> None:
    ids = np.array([photo(library, name) for name in NAMES])
    reader = SaysColours(rust=True, gold=False)
    _, summary = ended(read_texts(library, reader, library.texts.unread(ids)))
    assert (summary.read, [reason for _, reason in summary.troubles]) == (1, ["No.", "No."])
    assert library.texts.of(int(ids[0])) == PhotoText(trouble="No.")
    assert library.texts.unread(ids).tolist() == [ids[2]]


def test_a_photo_that_is_gone_meanwhile_is_passed_over(library: Library) -> None:
    ids = np.array([photo(library, "rust"), 999])
    assert ended(read_texts(library, SaysColours(), ids))[1].read == 1


def test_broken_off_it_keeps_what_was_read(library: Library) -> None:
    ids = library.photos.ids()
    steps = read_texts(library, SaysColours(), ids)
    while not isinstance(next(steps), TextsRead):
        pass
    steps.close()
    assert library.texts.count() == 1
    assert len(library.texts.unread(ids)) == 2
