"""Albums by hand: what is put in is in, once, and what is taken out is out."""

import pytest

from mmdesk.core.errors import UserError
from mmdesk.library.albums import Albums
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.photos import Photos
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store


@pytest.fixture
def ids(catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore) -> list[int]:
    """Four photos."""
    return list(store(catalogue, thumbnails, shelf, [made_photo(b"/%d" % number) for number in range(4)]))


@pytest.fixture
def albums(catalogue: Catalogue) -> Albums:
    return Albums(catalogue)


def test_photos_are_put_in_once_and_taken_out(albums: Albums, photos: Photos, ids: list[int]) -> None:
    first, second, third, fourth = ids
    album = albums.begin([first, second])
    assert albums.put_in(album, [second, third, 99_999]) == [third]
    assert albums.photos(album.id) == [first, second, third]
    assert albums.take_out(album, [first, fourth]) == [first]
    assert albums.photos(album.id) == [second, third]
    assert photos.count() == 4


def test_new_albums_find_a_name_and_can_be_given_another(albums: Albums) -> None:
    one, two = albums.begin([]), albums.begin([])
    assert [one.name, two.name] == ["New album", "New album 2"]
    assert albums.rename(two, "Italy").name == "Italy"
    assert albums.rename(two, "Italy").id == two.id
    with pytest.raises(UserError, match="called Italy already"):
        albums.rename(one, "Italy")
    with pytest.raises(UserError, match="needs a name"):
        albums.rename(one, "")
    assert [album.name for album in albums.all()] == ["Italy", "New album"]


def test_an_album_that_is_gone_takes_no_photos(albums: Albums, ids: list[int]) -> None:
    album = albums.begin(ids)
    albums.remove(album)
    assert albums.put_in(album, ids) == []
    assert albums.photos(album.id) == []
