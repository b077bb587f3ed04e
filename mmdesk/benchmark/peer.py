"""Indexing and searching as rclip 3.3 does them, the nearest peer: a way that ours is measured against, too.

It is one process. Threads read, hash and decode whole pictures by Pillow, shrink and crop them, some batches
ahead; batches of eight are encoded in fp32 by ONNX Runtime on all cores. A search reads all vectors from
SQLite, multiplies them with the query's, and has Python sort all scores. What costs it next to nothing is
left out: its own catalogue, its progress bar.
"""

import hashlib
import os
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from mmdesk.core.cores import usable_cores
from mmdesk.core.vectors import Vectors
from mmdesk.models.onnx_tower import unit_rows

BATCH = 8
"""Pictures encoded at once."""

AHEAD = 3 * BATCH
"""Pictures read before they are needed."""

MOST_THREADS = 16

HASHED_BYTES = 1 << 20
"""The beginning of a file, by which it is known again."""


class PeerEncoder:
    """The image tower of the `graph` in a file, for pictures of `side` pixels a side."""

    def __init__(self, graph: Path, side: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = usable_cores()
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._threads = ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1))
        self._side = side

    def encode_files(self, paths: Sequence[Path]) -> Vectors:
        """Unit vectors [n, dim] of the pictures in `paths`."""
        vectors, batch = list[Vectors](), list[NDArray[np.uint8]]()
        for picture in self._read_ahead(paths):
            batch.append(picture)
            if len(batch) == BATCH:
                vectors.append(self._encode(batch))
                batch = []
        return np.concatenate([*vectors, self._encode(batch)] if batch else vectors)

    def _read_ahead(self, paths: Sequence[Path]) -> Iterator[NDArray[np.uint8]]:
        waiting: deque[Future[NDArray[np.uint8]]] = deque()
        for path in paths:
            waiting.append(self._threads.submit(self._read, path))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _read(self, path: Path) -> NDArray[np.uint8]:
        """Pixels [side, side, 3]: the shorter edge shrunk to `side`, the middle cut out."""
        with path.open("rb") as file:
            hashlib.sha256(file.read(HASHED_BYTES)).hexdigest()
        with Image.open(path, formats=["JPEG"]) as picture:
            whole = picture.convert("RGB")
        scale = self._side / min(whole.size)
        width, height = (max(self._side, int(edge * scale)) for edge in whole.size)
        left, top = (width - self._side) // 2, (height - self._side) // 2
        shrunk = whole.resize((width, height), Image.Resampling.BICUBIC)
        return np.asarray(shrunk.crop((left, top, left + self._side, top + self._side)))

    def _encode(self, batch: Sequence[NDArray[np.uint8]]) -> Vectors:
        """The graph takes whole numbers, which spares the peer the scaling of its own."""
        [features] = self._session.run(None, {"inputs": np.stack(batch)})
        return unit_rows(features)


def write_peer_vectors(path: Path, vectors: Vectors) -> None:
    """Put `vectors` into the SQLite file `path`, each as the bytes of its fp32 numbers beside a name."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE images (filepath TEXT NOT NULL UNIQUE, vector BLOB NOT NULL)")
        rows = ((f"/photos/{number:07}.jpg", vector.tobytes()) for number, vector in enumerate(vectors))
        db.executemany("INSERT INTO images VALUES (?, ?)", rows)
        db.commit()


def peer_top(path: Path, query: NDArray[np.float32], k: int) -> list[tuple[Any, int]]:
    """Scores and positions of the best `k` vectors in the file `path`, best first."""
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT filepath, vector FROM images").fetchall()
    matrix = np.stack([np.frombuffer(vector, np.float32) for _, vector in rows])
    scored = zip(query @ matrix.T, range(len(rows)), strict=True)
    return sorted(scored, key=lambda pair: pair[0], reverse=True)[:k]
