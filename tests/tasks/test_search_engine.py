"""Which engine answers, why, and that the index on the disk is built where it is due."""

import shutil
from collections.abc import Generator

import numpy as np
import pytest

from mmdesk.benchmark.clustered_vectors import ClusteredVectors, TrulyNearest, fill_catalogue
from mmdesk.core.errors import UserError
from mmdesk.models.lance_folder import LanceFolder
from mmdesk.models.lance_index import LanceIndex
from mmdesk.models.lance_table import is_installed
from mmdesk.models.vector_index import VectorIndex
from mmdesk.tasks import search_engine as rules
from mmdesk.tasks.dummy_clip import DummyClip
from mmdesk.tasks.fresh_index import FreshIndex
from mmdesk.tasks.index_building import bring_up_index, keep_index
from mmdesk.tasks.library import Library
from mmdesk.tasks.search_engine import search_engine, wish_engine
from mmdesk.tasks.vectors import vector_store

VECTORS = ClusteredVectors(600, 64, 2)


def outcome(steps: Generator[object, None, object]) -> object:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.fixture
def dummy(library: Library) -> DummyClip:
    """A model that has seen 600 photos."""
    clip = DummyClip(library.places)
    name = vector_store(library, clip).name
    fill_catalogue(library.places.catalogue, name, VECTORS, TrulyNearest(VECTORS.queries, 10))
    return clip


def test_a_small_library_is_searched_exactly(library: Library, dummy: DummyClip) -> None:
    engine = search_engine(library.places, vector_store(library, dummy))
    assert (engine.name, engine.is_due, engine.hint) == ("exact", False, "")
    assert list(keep_index(library.places, vector_store(library, dummy))) == []
    assert not library.places.lance.exists()


def test_what_to_install_is_said_of_a_large_library(
    library: Library, dummy: DummyClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "WORTH_LOOKING", 1)
    monkeypatch.setattr(rules, "LARGE", 500)
    monkeypatch.setattr("mmdesk.models.lance_table.find_spec", lambda _name: None)
    source = vector_store(library, dummy)
    engine = search_engine(library.places, source)
    assert (engine.name, engine.is_due) == ("exact", False)
    assert "600 vectors are more than 500, but LanceDB is not installed" in engine.sentence
    assert "pip install 'mmdesk[lance]'" in engine.sentence
    assert isinstance(FreshIndex(dummy, source).get(), VectorIndex)
    with pytest.raises(UserError, match=r"mmdesk\[lance\]"):
        outcome(bring_up_index(library, dummy, anew=True))


def test_half_the_memory_is_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rules.most_in_memory(1) == rules.LARGE
    monkeypatch.setattr(rules.psutil, "virtual_memory", lambda: type("Memory", (), {"total": 3 << 30}))
    assert rules.most_in_memory(512) == 2**20


@pytest.mark.skipif(not is_installed(), reason="the extra lance is not installed")
def test_the_index_on_the_disk_comes_answers_and_goes(
    library: Library, dummy: DummyClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wished, built apart, asked by the search that is under way, and given up where it cannot be read."""
    source, places = vector_store(library, dummy), library.places
    wish_engine(places, "lance")
    fresh, query = FreshIndex(dummy, source), VECTORS.queries[0]
    exact = fresh.get()
    assert isinstance(exact, VectorIndex)
    assert dummy.search_engine(source).is_due
    engine = outcome(bring_up_index(library, dummy))
    assert (engine.name, engine.is_due) == ("lance", False)
    index = fresh.get()
    assert isinstance(index, LanceIndex)
    np.testing.assert_array_equal(index.top(query, 50)[0], exact.top(query, 50)[0])
    assert fresh.get() is index
    monkeypatch.setenv(rules.WISH, "exact")
    assert isinstance(fresh.get(), VectorIndex)
    monkeypatch.delenv(rules.WISH)
    (build,) = (path for path in places.lance.iterdir() if path.is_dir())
    shutil.rmtree(build / "vectors.lance")
    again = FreshIndex(dummy, source)
    assert isinstance(again.get(), VectorIndex)
    assert dummy.search_engine(source).is_due


@pytest.mark.skipif(not is_installed(), reason="the extra lance is not installed")
def test_many_changes_make_a_new_build_due(
    library: Library, dummy: DummyClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, places = vector_store(library, dummy), library.places
    wish_engine(places, "lance")
    LanceFolder(places.lance, source.key).build(source, lambda *_: None)
    with library.catalogue.writing() as db:
        db.execute("DELETE FROM vectors WHERE photo_id <= 50")
    assert "50 changes" in search_engine(places, source).reason
    assert not search_engine(places, source).is_due
    monkeypatch.setattr(rules, "LATE", 10)
    monkeypatch.setattr(rules, "LATE_SHARE", 1 / 20)
    assert search_engine(places, source).is_due
