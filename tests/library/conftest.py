"""A library of one's own, and hands to index a folder with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from mmdesk.core.photo import Skipped
from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.vectors import Vectors
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.folders import Folders
from mmdesk.library.ingest import Ingest
from mmdesk.library.photos import Photos
from mmdesk.library.reading.pool import ReadingPool
from mmdesk.library.reading.request import ReadPhoto, SameContent
from mmdesk.library.skipped import SkippedFiles
from mmdesk.library.survey import FolderSurvey
from mmdesk.library.thumbnails import Thumbnails
from mmdesk.library.vector_store import VectorStore

RECIPE = PixelRecipe(32)


@pytest.fixture(scope="session")
def pool() -> Iterator[ReadingPool]:
    """Reading processes; starting them takes a moment, so all tests share them."""
    with ReadingPool(RECIPE, workers=2) as pool:
        yield pool


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """A new catalogue."""
    with Catalogue.open(tmp_path / "data" / "catalogue.sqlite") as catalogue:
        yield catalogue


@pytest.fixture
def thumbnails(tmp_path: Path) -> Iterator[Thumbnails]:
    """A new store of thumbnails."""
    thumbnails = Thumbnails(tmp_path / "data" / "thumbnails.sqlite")
    yield thumbnails
    thumbnails.close()


@pytest.fixture
def shelf(catalogue: Catalogue) -> VectorStore:
    """The shelf of a model."""
    return VectorStore(catalogue, "model-a", RECIPE.version)


@pytest.fixture
def photos(catalogue: Catalogue) -> Photos:
    return Photos(catalogue)


@pytest.fixture
def folders(catalogue: Catalogue) -> Folders:
    return Folders(catalogue)


@pytest.fixture
def skipped_files(catalogue: Catalogue) -> SkippedFiles:
    return SkippedFiles(catalogue)


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """An empty folder for photographs."""
    folder = tmp_path / "album"
    folder.mkdir()
    return folder


@dataclass
class Run:
    """What a run of indexing did. `encoded` and `read` are the paths of the files that cost so much."""

    found: int = 0
    unchanged: int = 0
    indexed: int = 0
    renamed: int = 0
    missing: int = 0
    lost: int = 0
    encoded: list[bytes] = field(default_factory=list)
    requested: list[bytes] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


class Indexer:
    """Indexes folders as the program does, with the mean colour of a photo for its vector."""

    def __init__(self, catalogue: Catalogue, thumbnails: Thumbnails, pool: ReadingPool) -> None:
        self._catalogue = catalogue
        self._thumbnails = thumbnails
        self._pool = pool

    def __call__(self, root: Path, model: str = "model-a") -> Run:
        Folders(self._catalogue).add(bytes(root))
        shelf = VectorStore(self._catalogue, model, RECIPE.version)
        excludes = Folders(self._catalogue).excludes(bytes(root))
        survey = FolderSurvey(self._catalogue, shelf, self._thumbnails, bytes(root), excludes)
        requests = list(survey.changes())
        answers = list(self._pool.read_files(requests))
        read = [answer for answer in answers if isinstance(answer, ReadPhoto)]
        same = [answer for answer in answers if isinstance(answer, SameContent)]
        unread = [answer for answer in answers if isinstance(answer, Skipped)]
        stored = Ingest(self._catalogue, self._thumbnails, shelf).store(
            read, mean_colours(read), same, unread
        )
        settled = survey.settle()
        return Run(
            found=survey.found,
            unchanged=survey.unchanged + stored.unchanged,
            indexed=stored.indexed,
            renamed=stored.renamed,
            missing=settled.missing,
            lost=settled.lost,
            encoded=[photo.path for photo in read],
            requested=[request.path for request in requests],
            skipped=[*survey.skipped, *unread],
        )


@pytest.fixture
def index(catalogue: Catalogue, thumbnails: Thumbnails, pool: ReadingPool) -> Indexer:
    """Call it with a folder to index that."""
    return Indexer(catalogue, thumbnails, pool)


def mean_colours(photos: list[ReadPhoto]) -> Vectors:
    """Unit vectors of three numbers, which differ for pictures that do."""
    if not photos:
        return np.empty((0, 3), np.float32)
    means = np.stack([photo.pixels.mean(axis=(0, 1)) for photo in photos]).astype(np.float32) + 1
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)
