"""What the catalogue tells of photos that may belong together."""

from mmdesk.library.catalogue import Catalogue
from mmdesk.library.duplicates import Duplicates
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store


def test_shots_are_those_whose_second_is_known(
    catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore
) -> None:
    """Two photos of one day, whose times nobody knows, are not a burst."""
    times = [
        "2015-08-22T10:08:20",
        "2015-08-22T10:08:19",
        "2015-08-22T10:08",
        "2015-08-22",
        "2015-08",
        "2015",
        None,
    ]
    made = [made_photo(b"/a/%d" % number, None, time) for number, time in enumerate(times)]
    ids = store(catalogue, thumbnails, shelf, made)
    assert [shot[1:] for shot in Duplicates(catalogue).shots(ids)] == [(times[1], ids[1]), (times[0], ids[0])]
