"""Edited facts: their table, the photos they change, and what is read again."""

from pathlib import Path

import pytest

from mmdesk.core.acts import ActKind
from mmdesk.core.fact_edits import FactKind
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.fact_edits import FactEdits
from mmdesk.library.photos import Photos
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore
from tests.library.made_photos import made_photo, store
from tests.library.older_catalogue import older_catalogue


@pytest.fixture
def ids(catalogue: Catalogue, thumbnails: Thumbnails, shelf: VectorStore) -> list[int]:
    """Two photos."""
    return list(store(catalogue, thumbnails, shelf, [made_photo(b"/a/b.jpg"), made_photo(b"/a/c.jpg")]))


def test_an_older_catalogue_gets_room_for_edits_and_turned_photos_lose_their_vectors(tmp_path: Path) -> None:
    path = older_catalogue(
        tmp_path / "old.sqlite",
        "fact_edits",
        "INSERT INTO shelves (id, model_key, recipe_version) VALUES (1, 'm', '1')",
        "INSERT INTO vectors (shelf_id, photo_id, vector) VALUES (1, 1, x'00')",
        content=b"\0\xff",
    )
    with Catalogue.open(path) as catalogue:
        photos, edits = Photos(catalogue), FactEdits(catalogue)
        edits.decide({1: {FactKind.CAPTION: "Sea"}}, ActKind.FACTS, "caption")
        assert catalogue.value("SELECT count(*) FROM vectors") == 1
        edits.decide({1: {FactKind.TURN: "6"}}, ActKind.TURN)
        [photo] = photos.by_ids([1])
        assert (photo.turn, photo.facts.width, photo.facts.height, photo.facts.caption) == (6, 5, 4, "Sea")
        assert photos.turn_of(b"/a/b.jpg") == 6
        assert photos.contents() == {photo.content_hash, photo.thumbnail_key}
        assert catalogue.value("SELECT count(*) FROM vectors") == 0
        assert catalogue.value("SELECT vectors FROM shelves") == 0


def test_what_the_user_decided_stays_when_sidecars_are_read(catalogue: Catalogue, ids: list[int]) -> None:
    photos, edits = Photos(catalogue), FactEdits(catalogue)
    edits.decide({ids[0]: {FactKind.CAPTION: "Mine"}}, ActKind.FACTS, "caption")
    edits.read({photo: {FactKind.CAPTION: "Theirs", FactKind.TAKEN: "2020-01-01"} for photo in ids[:2]})
    captions = [photo.facts.caption for photo in photos.by_ids(ids[:2])]
    assert captions == ["Mine", "Theirs"]
    assert [photo.facts.taken_at for photo in photos.by_ids(ids[:2])] == ["2020-01-01"] * 2
    assert edits.decided() == {ids[0]: {FactKind.CAPTION: "Mine"}}
