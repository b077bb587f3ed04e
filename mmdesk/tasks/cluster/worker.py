"""A worker: it looks at the files of a chunk, on a node of a cluster.

It has reading processes, with the limits that they have everywhere, and one encoder. Several chunks may be
under way in it at once, each in a thread: one is encoded while another is read.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

import numpy as np
import platformdirs

from mmdesk.core.path_map import PathMap, PathRule
from mmdesk.core.photo import FileStamp, Skipped
from mmdesk.core.places import Places
from mmdesk.library.reading.pool import ReadingPool
from mmdesk.library.reading.request import ReadPhoto, ReadRequest
from mmdesk.library.reading.worker import Answer
from mmdesk.tasks.batches import Encoded
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.cluster.carrying import unpacked
from mmdesk.tasks.cluster.dealing import ChunkAnswer
from mmdesk.tasks.dummy_clip import DUMMY, clip_called
from mmdesk.tasks.frame_vectors import encode_frames

SAME_TIME_NS = 2_000_000_000
"""Some file systems keep even seconds, and a share may pass on less than its disk knows."""


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """What a worker is to do: look at up to so many `files` with a model, whose vectors go by `key`.

    It lies in `folder` on the computer of the library. `rules` say what folders are called on the nodes.
    """

    folder: str
    key: str
    device: str
    files: int
    rules: tuple[PathRule, ...] = ()

    @classmethod
    def of(cls, clip: ClipModel, files: int, rules: Sequence[PathRule] = ()) -> "WorkerSetup":
        """The same model as `clip`, on another computer."""
        return cls(str(clip.folder.path), clip.key, clip.device, files, tuple(rules))

    @property
    def model(self) -> str:
        """The model's name."""
        return Path(self.folder).name


def node_places() -> Places:
    """Where a node keeps models that were brought to it, and what is known of their speed there."""
    return Places(Path(platformdirs.user_cache_dir("mmdesk", appauthor=False)) / "node")


def model_here(places: Places, setup: WorkerSetup) -> str | None:
    """The model's name or folder on this computer, where there is one with the same weights."""
    if setup.model == DUMMY:
        return DUMMY
    names = [name for name in (setup.model, setup.folder) if places.find_model(name)]
    return next((name for name in names if ClipModel(places, name).key == setup.key), None)


class PhotoWorker:
    """Looks at files with one model. Use as a context manager: leaving it ends its processes."""

    def __init__(self, setup: WorkerSetup, model: str, places: Places) -> None:
        places.create()
        self._places = places
        self._map = PathMap(setup.rules)
        self._clip = clip_called(places, model, setup.device)
        self._clip.expect_pictures(setup.files)
        self._pool = ReadingPool(self._clip.recipe, files=setup.files)

    def __enter__(self) -> "PhotoWorker":
        self._pool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)

    def look(
        self, number: int, files: Sequence[ReadRequest], contents: Sequence[bytes] | None = None
    ) -> ChunkAnswer:
        """What became of the files of a chunk, read where they lie, or from their `contents`."""
        with self._files_here(files, contents) as here:
            asked = [replace(file, path=path) for path, file in here.items()]
            with closing(self._pool.read_files(asked)) as answers:
                looked = [_as_asked(answer, here[answer.path]) for answer in answers]
        photos = [answer for answer in looked if isinstance(answer, ReadPhoto)]
        reached = {file.path for file in here.values()}
        return ChunkAnswer(
            number,
            self._encode(photos),
            [answer for answer in looked if not isinstance(answer, ReadPhoto)],
            [file.path for file in files if file.path not in reached],
        )

    def _encode(self, photos: Sequence[ReadPhoto]) -> Encoded:
        """The photos with their vectors, and without their pixels, which have done their duty."""
        if not photos:
            return Encoded((), np.empty((0, self._clip.folder.dim), np.float32))
        encoded = Encoded.of(photos, encode_frames(self._clip, photos))
        return replace(encoded, photos=[replace(photo, pixel_bytes=b"") for photo in photos])

    @contextmanager
    def _files_here(
        self, files: Sequence[ReadRequest], contents: Sequence[bytes] | None
    ) -> Iterator[Mapping[bytes, ReadRequest]]:
        """The files by their paths on this computer, without those that are not to be found on it."""
        if contents is None:
            paths = {self._map.of(file.path): file for file in files}
            yield {path: file for path, file in paths.items() if _is_same(path, file)}
            return
        with unpacked(files, contents, self._places.data_dir) as paths_here:
            yield dict(zip(paths_here, files, strict=True))


def _is_same(path: bytes, file: ReadRequest) -> bool:
    """Whether the file at `path` here is the one that was listed there."""
    here = FileStamp.at(path)
    return (
        here is not None
        and file.stamp is not None
        and here.size == file.stamp.size
        and abs(here.mtime_ns - file.stamp.mtime_ns) < SAME_TIME_NS
        and os.path.basename(path) == os.path.basename(file.path)
    )


def _as_asked(answer: Answer, file: ReadRequest) -> Answer:
    """The answer with the path and the stamp that the file has on the computer of the library."""
    if isinstance(answer, Skipped):
        return Skipped(file.path, answer.reason, file.stamp if answer.stamp else None)
    return replace(answer, path=file.path, stamp=file.stamp or answer.stamp)
