"""Rows of the search matrix in one byte a number, beside the rows themselves, with what the rounding cost.

Reading the matrix is what a scan costs, and half the bytes are read in half the time. A few numbers of a CLIP
vector are many times as large as all others, and their mean is far from zero. So the mean is taken off, each
column is divided by a gain, and only then a row is rounded to whole numbers from -127 to 127 times its own
step. Two lengths a row, of what is left and of what was rounded off, bound the error of any product with it.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.atomic_file import replacing
from mmdesk.core.vectors import Vectors
from mmdesk.models.stored_rows import StoredRows

LARGEST = 127
"""Largest number of a byte on either side of zero."""

EVENED = 0.6
"""Power of a column's spread that is its gain: so much evens the rows, and the query, which is multiplied by
it. Found by trial on vectors of CLIP: the bound is a sixth of what it is with neither mean nor gains.
"""

LEAST_SPREAD = 1e-4
"""Spread of a column from which its gain is its own; one that is always the same has none."""

SAMPLE = 20_000
"""Rows that mean and spread are taken from; any would do, and these are near the best."""

SLACK = 1.0001
"""Factor on lengths, which are themselves rounded."""


@dataclass(frozen=True)
class ByteRows:
    """`numbers` int8 [n, dim]; row i was about `mean + gains * steps[i] * numbers[i]`.

    `bounds` fp32 [n, 2] are lengths, after the gains: of the row as rounded, and of what was rounded off.
    """

    mean: NDArray[np.float32]
    gains: NDArray[np.float32]
    steps: NDArray[np.float32]
    bounds: NDArray[np.float32]
    numbers: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.steps)

    @cached_property
    def largest_bounds(self) -> NDArray[np.float32]:
        """The largest of either length in any row, [2]."""
        return np.asarray(self.bounds.max(axis=0))

    @classmethod
    def find(cls, path: Path, count: int, dim: int) -> Self | None:
        """Those in the file `path`, mapped; None where there is no file for `count` rows of `dim` numbers."""
        head, tail = 2 * dim, 3 * count
        try:
            if path.stat().st_size != 4 * (head + tail) + count * dim:
                return None
            content = np.asarray(np.memmap(path, np.uint8, "c"))
        except (OSError, ValueError):
            return None
        reals = content[: 4 * (head + tail)].view(np.float32)
        numbers = content[4 * (head + tail) :].view(np.int8).reshape(count, dim)
        bounds = reals[head + count :].reshape(count, 2)
        return cls(reals[:dim], reals[dim:head], reals[head : head + count], bounds, numbers)


def write_byte_rows(path: Path, rows: StoredRows) -> None:
    """Round all of `rows`, of which there must be one, into the file `path`. Raises OSError."""
    count, dim = len(rows), rows.parts[0].shape[1]
    mean, gains = _columns(rows)
    steps, bounds = np.empty(count, np.float32), np.empty((count, 2), np.float32)
    with replacing(path) as part, part.open("xb") as file:
        file.seek(4 * (2 * dim + 3 * count))
        start = 0
        for block in rows.blocks():
            here = slice(start, start + len(block))
            numbers, steps[here], bounds[here] = _rounded(block, mean, gains)
            file.write(numbers.tobytes())
            start += len(block)
        file.seek(0)
        for reals in (mean, gains, steps, bounds):
            file.write(reals.tobytes())
        file.flush()
        os.fsync(file.fileno())


def _columns(rows: StoredRows) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and gain of each column."""
    sample = rows.pick(np.linspace(0, len(rows) - 1, min(len(rows), SAMPLE), dtype=np.int64))
    spread = np.maximum(sample.std(axis=0), LEAST_SPREAD)
    return sample.mean(axis=0), np.asarray(spread**EVENED, np.float32)


def _rounded(
    block: Vectors, mean: NDArray[np.float32], gains: NDArray[np.float32]
) -> tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.float32]]:
    """Numbers, steps and bounds of some rows."""
    evened = (block - mean) / gains
    steps, numbers = whole_numbers(evened)
    near = steps[:, None] * numbers
    lengths = np.linalg.norm(np.stack([near, evened - near], axis=1), axis=2)
    return numbers.astype(np.int8), steps, np.asarray(SLACK * lengths, np.float32)


def whole_numbers(rows: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A step for each row, and the whole numbers that the row is nearest to as multiples of it."""
    largest = np.abs(rows).max(axis=-1)
    steps = np.asarray(np.where(largest > 0, largest, 1) / LARGEST, np.float32)
    return steps, np.rint(rows / steps[..., None])


def as_scanned(rows: ByteRows) -> list[NDArray[Any]]:
    """What a scan reads of them."""
    return [rows.numbers, rows.steps]
