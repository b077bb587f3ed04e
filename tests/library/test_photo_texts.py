"""PhotoTexts: what was read is kept, found by its words, and goes when the photo changes or goes."""

from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.photo_text import PhotoText, TextLine
from mmdesk.core.query import parse_query
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.facets import facets_of
from mmdesk.library.filtering import Filtering
from mmdesk.library.forgetting import forget
from mmdesk.library.photo_texts import PhotoTexts
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from mmdesk.library.words import NamedPhotos
from tests.library.made_photos import made_photo, store
from tests.library.older_catalogue import older_catalogue

HIGH = ((0.1, 0.1), (0.5, 0.125), (0.5, 0.2), (0.1, 0.2))
LOW = ((0.1, 0.3), (0.5, 0.3), (0.5, 0.4), (0.1, 0.4))
RECEIPT = PhotoText((TextLine("Café ZÜRICH, Grand Total", HIGH, 0.98), TextLine("14.95 EUR", LOW, 0.9)))
BROKEN = PhotoText(trouble="The file is cut off.")
PATHS = (b"/a/receipt.jpg", b"/a/broken.jpg", b"/a/cat.jpg", b"/a/blank.jpg")


@pytest.fixture
def texts(catalogue: Catalogue) -> PhotoTexts:
    return PhotoTexts(catalogue)


@pytest.fixture
def ids(catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore, texts: PhotoTexts) -> list[int]:
    """Four photos: the first has text, the second could not be read, the third nobody has read."""
    stored = store(catalogue, thumbnails, shelf, [made_photo(path) for path in PATHS])
    receipt, broken, _, blank = stored
    contents = dict(catalogue.rows("SELECT id, content_hash FROM photos"))
    read = {receipt: RECEIPT, broken: BROKEN, blank: PhotoText()}
    assert texts.put({(photo, contents[photo]): text for photo, text in read.items()}) == list(read)
    return [int(photo) for photo in stored]


def found(catalogue: Catalogue, line: str) -> list[int]:
    query = parse_query(line)
    assert len(query.filters) == 1, line
    return Filtering(catalogue, b"/paintings").ids(query.filters, lambda _album: []).tolist()


def test_what_was_read_is_kept_with_its_places(texts: PhotoTexts, ids: list[int]) -> None:
    receipt, broken, cat, blank = ids
    assert texts.of(receipt) == RECEIPT
    assert texts.of(broken) == BROKEN
    assert texts.of(cat) is None
    assert texts.of(blank) == PhotoText()
    assert texts.said_in(ids) == {receipt: "Café ZÜRICH, Grand Total\n14.95 EUR"}
    assert texts.unread(np.array(ids[::-1])).tolist() == [cat]
    assert texts.count() == 1


@pytest.mark.parametrize(
    ("line", "found_ones"),
    [
        ("text:zurich", [0]),
        ("text:CAFE", [0]),
        ('text:"grand total"', [0]),
        ('text:"total grand"', []),
        ('text:"total 14.95"', [0]),
        ("text:gran", []),
        ("text:gran*", [0]),
        ("text:zurich|cat", [0]),
        ("text:€", []),
        ('text:"no ""quotes"" OR *"', []),
        ("-text:total", [1, 2, 3]),
        ("is:text", [0]),
        ("-is:text", [1, 2, 3]),
    ],
)
def test_it_is_found_by_its_words(
    catalogue: Catalogue, ids: list[int], line: str, found_ones: list[int]
) -> None:
    assert found(catalogue, line) == [ids[place] for place in found_ones]


def test_plain_words_find_it_and_the_filter_bar_counts_it(catalogue: Catalogue, ids: list[int]) -> None:
    words = NamedPhotos(catalogue)
    assert words.reading("zürich", 9).tolist() == [ids[0]]
    assert words.reading("total", 0).tolist() == []
    assert facets_of(catalogue, b"/paintings").states["text"] == 1


def test_it_waits_to_be_read_again_when_the_content_changes(
    catalogue: Catalogue, texts: PhotoTexts, ids: list[int]
) -> None:
    with catalogue.writing() as db:
        db.execute(
            "UPDATE photos SET content_hash = x'00', path = CAST('/b/c.jpg' AS BLOB) WHERE id = ?", ids[:1]
        )
        db.execute("UPDATE photos SET rating = 5, path = CAST('/b/d.jpg' AS BLOB) WHERE id = ?", ids[1:2])
    assert texts.unread(np.array(ids)).tolist() == [ids[0], ids[2]]
    assert found(catalogue, "text:total") == []
    assert texts.put({(ids[0], b"of before"): RECEIPT}) == []
    assert texts.put({(ids[0], b"\0"): PhotoText((TextLine("New words", LOW),))}) == ids[:1]
    assert found(catalogue, 'text:"new words"') == ids[:1]
    assert texts.put({(ids[0], b"\0"): RECEIPT}) == ids[:1]
    assert (found(catalogue, "text:new"), found(catalogue, "text:total")) == ([], ids[:1])


def test_it_goes_with_its_photo(catalogue: Catalogue, texts: PhotoTexts, ids: list[int]) -> None:
    assert forget(catalogue, list(zip(ids, PATHS, strict=True))) == 4
    assert texts.of(ids[0]) is None
    assert NamedPhotos(catalogue).reading("total", 9).tolist() == []
    assert catalogue.value("SELECT count(*) FROM photo_texts") == 0


def test_an_older_catalogue_gets_room_for_text(tmp_path: Path) -> None:
    with Catalogue.open(older_catalogue(tmp_path / "old.sqlite", "texts")) as catalogue:
        texts = PhotoTexts(catalogue)
        assert texts.unread(np.array([1])).tolist() == [1]
        assert texts.put({(1, b"\0"): RECEIPT}) == [1]
        assert NamedPhotos(catalogue).reading("total", 9).tolist() == [1]
