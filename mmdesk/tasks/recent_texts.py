"""Vectors of the texts encoded last: whoever types on, or goes back, need not wait for the model again."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

KEPT = 256
"""Texts remembered. A longer list at once is a label set, which is kept elsewhere."""


class RecentTexts:
    """Remembers unit vectors by their texts, from any thread."""

    def __init__(self) -> None:
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of those of `texts` that are remembered."""
        with self._lock:
            found = {text: self._vectors[text] for text in texts if text in self._vectors}
            for text in found:
                self._vectors.move_to_end(text)
            return found

    def remember(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep `vectors`, in place of those that were not asked for the longest time."""
        if len(vectors) > KEPT:
            return
        with self._lock:
            self._vectors.update(vectors)
            while len(self._vectors) > KEPT:
                self._vectors.popitem(last=False)
