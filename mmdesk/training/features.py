"""Pooled features of crops, computed once and learned from many times.

They lie in memory-mapped files, filled from the front; a stopped run goes on where it was.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mmdesk.core.atomic_file import replacing
from mmdesk.core.progress import Progress
from mmdesk.models.batch_norms import fold_batch_norms
from mmdesk.training.crops import crop_order, random_crop
from mmdesk.training.pack import Example
from mmdesk.training.student import prepared

T = TypeVar("T")

BATCH = 32
COUNT_FILE = "filled.txt"
HALF = torch.bfloat16
"""Data type while features are computed: those of EfficientNet-Lite0 keep a cosine of .9997 to fp32."""


@dataclass(frozen=True)
class FeatureStore:
    """Features of `filled` crops, and room for more; row i of both arrays belongs to the same crop.

    `rows` int32 [n] says which example it is of, `pooled` float16 [n, k] are its pooled features.
    """

    folder: Path
    rows: NDArray[np.int32]
    pooled: NDArray[np.float16]

    @classmethod
    def open(cls, folder: Path, count: int, width: int) -> "FeatureStore":
        """The store in `folder`, made where it is missing, for `count` crops with `width` features each."""
        folder.mkdir(parents=True, exist_ok=True)
        rows = _memory_map(folder / "rows.npy", np.int32, (count,))
        return cls(folder, rows, _memory_map(folder / "pooled.npy", np.float16, (count, width)))

    @property
    def filled(self) -> int:
        """Number of crops whose features are there."""
        path = self.folder / COUNT_FILE
        return min(int(path.read_text()), len(self.rows)) if path.is_file() else 0

    def put(self, start: int, rows: NDArray[np.int32], pooled: Tensor) -> None:
        """Write the features of a batch from row `start` on, and count them."""
        place = slice(start, start + len(rows))
        self.rows[place] = rows
        self.pooled[place] = pooled.half().cpu().numpy()
        with replacing(self.folder / COUNT_FILE) as part:
            part.write_text(str(place.stop))


def extract_features(
    examples: Sequence[Example], backbone: Any, store: FeatureStore, side: int, seed: int, threads: int
) -> Iterator[Progress]:
    """Fill `store` with what the classifier `backbone`, changed by this, makes of crops at `side` pixels."""
    count = len(store.rows)
    order = crop_order(examples, count, seed)
    device = next(backbone.parameters()).device
    fold_batch_norms(backbone)
    backbone.to(HALF).to(memory_format=torch.channels_last)

    @torch.inference_mode()
    def compute(start: int) -> tuple[int, NDArray[np.int32], Tensor]:
        rows = order[start : start + BATCH]
        pixels = torch.from_numpy(_crops(examples, rows, start, side, seed)).to(device)
        maps = backbone.forward_features(prepared(pixels.permute(0, 3, 1, 2)).to(HALF))
        return start, rows, backbone.global_pool(maps)

    with ThreadPoolExecutor(threads, "features") as pool:
        for batch in _in_order(pool, compute, range(store.filled, count, BATCH), threads + 1):
            store.put(*batch)
            yield Progress(store.filled, count, "Computing features of crops")


def _in_order(
    pool: ThreadPoolExecutor, work: Callable[[int], T], items: Iterable[int], most: int
) -> Iterator[T]:
    """Results of `work` in the order of `items`, at most `most` of them being worked on at a time."""
    waiting: deque[Future[T]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    yield from (future.result() for future in waiting)


def _crops(
    examples: Sequence[Example], rows: NDArray[np.int32], start: int, side: int, seed: int
) -> NDArray[np.uint8]:
    """The crops of `rows`, the first being number `start` of the run: uint8 [n, side, side, 3]."""
    # A generator of its own for each crop: it is the same wherever the run was taken up again.
    drawn = ((examples[row], np.random.default_rng((seed, start + place))) for place, row in enumerate(rows))
    return np.stack([random_crop(example, side, rng) for example, rng in drawn])


def _memory_map(path: Path, dtype: type[np.generic], shape: tuple[int, ...]) -> NDArray[Any]:
    """The array in the file `path`, made where it is missing; a longer one serves as well."""
    if path.exists():
        found: NDArray[Any] = np.load(path, mmap_mode="r+")
        if found.shape[1:] == shape[1:] and len(found) >= shape[0]:
            return found[: shape[0]]
    return np.lib.format.open_memmap(path, "w+", dtype, shape)
