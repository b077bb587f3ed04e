"""Vectors of the texts encoded last: whoever types on, or asks again, need not wait for the model.

Those of searches are kept in a file, too: a search that was asked before, by whichever start of the program,
does without the text tower. The file tells nobody what was searched for: it has digests of the texts only.
"""

import contextlib
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.atomic_file import replacing

KEPT = 256
"""Texts remembered. A longer list at once is a label set, which is kept elsewhere."""

OF_A_SEARCH = 24
"""Most texts at once that go to the file: more are no search."""

FORMAT = b"mmdesk recent texts 1"
"""Changed when a text has another vector though the model is the same."""

WRITE_EVERY_S = 30.0
"""Least time between two writes of one process: a command writes at once, a window not at every letter."""

DIGEST_BYTES = 32

Known = OrderedDict[bytes, NDArray[np.float32]]
"""Vectors by the digests of their texts, those that were asked for last at the end."""


class RecentTexts:
    """Remembers unit vectors by their texts, from any thread, and those of searches in the file `path`.

    A file that cannot be read or written is no matter: the model is asked again.
    """

    def __init__(self, path: Path, dim: int) -> None:
        self._path = path
        self._dim = dim
        self._lock = threading.Lock()
        self._vectors: Known = OrderedDict()
        self._searched: Known | None = None
        self._written = -WRITE_EVERY_S

    def known(self, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of those of `texts` that are remembered."""
        with self._lock:
            found: dict[str, NDArray[np.float32]] = {}
            for text in texts:
                for vectors in (self._vectors, self._from_file()):
                    if (digest := _digest(text)) in vectors:
                        vectors.move_to_end(digest)
                        found[text] = vectors[digest]
            return found

    def remember(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep `vectors`, in place of those that were not asked for the longest time."""
        if len(vectors) > KEPT:
            return
        new = {_digest(text): vector for text, vector in vectors.items()}
        with self._lock:
            _keep(self._vectors, new)
            if len(new) <= OF_A_SEARCH:
                _keep(self._from_file(), new)
                self._write_now_and_then()

    def _from_file(self) -> Known:
        """What searches asked for, read once."""
        if self._searched is None:
            try:
                self._searched = _decode(self._path.read_bytes(), self._dim)
            except (OSError, ValueError):  # not there, of another form, or damaged
                self._searched = OrderedDict()
        return self._searched

    def _write_now_and_then(self) -> None:
        if time.monotonic() - self._written < WRITE_EVERY_S:
            return
        self._written = time.monotonic()
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self._path) as part:
                part.write_bytes(_encode(self._from_file(), self._dim))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _keep(vectors: Known, new: Mapping[bytes, NDArray[np.float32]]) -> None:
    vectors.update(new)
    while len(vectors) > KEPT:
        vectors.popitem(last=False)


def _record(dim: int) -> np.dtype[np.void]:
    return np.dtype([("text", "V32"), ("vector", "<f4", (dim,))])


def _encode(vectors: Known, dim: int) -> bytes:
    """The digest of everything behind it, then a record for each text."""
    records = np.empty(len(vectors), _record(dim))
    for record, (digest, vector) in zip(records, vectors.items(), strict=True):
        record["text"], record["vector"] = np.void(digest), vector
    return hashlib.sha256(FORMAT + records.tobytes()).digest() + records.tobytes()


def _decode(file: bytes, dim: int) -> Known:
    """The inverse of `_encode`. Raises ValueError for what is nothing of the kind, or damaged."""
    digest, content = file[:DIGEST_BYTES], file[DIGEST_BYTES:]
    if hashlib.sha256(FORMAT + content).digest() != digest:
        raise ValueError("a damaged file, or one of another version")
    records = np.frombuffer(content, _record(dim))
    rows = records["vector"].astype(np.float32)
    return OrderedDict((one.tobytes(), row) for one, row in zip(records["text"], rows, strict=True))
