"""Rows of the search matrix as they are stored, in two or four bytes a number, and as fp32.

numpy has no bf16: such numbers are held as their bits, which are the upper half of an fp32.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mmdesk.core.vectors import Vectors

STORED_TYPES: Mapping[str, DTypeLike] = {
    "float16": np.float16,
    "bfloat16": np.uint16,
    "float32": np.float32,
}
"""numpy's types by the names of the data types."""

BLOCK = 256
"""Rows that are widened to fp32 at once: half a megabyte, which stays in the cache."""


def packed(vectors: Vectors, dtype: str) -> NDArray[Any]:
    """`vectors` rounded to the nearest number of `dtype`, ties to even, as stored."""
    numbers = np.ascontiguousarray(vectors, np.float32)
    if dtype != "bfloat16":
        return numbers.astype(STORED_TYPES[dtype])
    bits = numbers.view(np.uint32)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16)


def unpacked(stored: NDArray[Any], dtype: str) -> Vectors:
    """`stored` numbers of `dtype` as fp32."""
    if dtype == "bfloat16":
        return (stored.astype(np.uint32) << 16).view(np.float32)
    return stored.astype(np.float32)


class StoredRows:
    """The matrix as stored: parts [n_i, dim] of one data type, by torch's name `dtype`, seen as one."""

    def __init__(self, parts: Sequence[NDArray[Any]], dtype: str) -> None:
        self.parts = [part for part in parts if len(part)]
        self.dtype = dtype

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def pick(self, positions: NDArray[np.int64]) -> Vectors:
        """The rows at `positions` [m] in fp32, [m, dim]."""
        if len(self.parts) == 1:
            return unpacked(self.parts[0][positions], self.dtype)
        first = self.parts[0]
        picked = np.empty((len(positions), first.shape[1]), first.dtype)
        offset = 0
        for part in self.parts:
            inside = (positions >= offset) & (positions < offset + len(part))
            picked[inside] = part[positions[inside] - offset]
            offset += len(part)
        return unpacked(picked, self.dtype)

    def blocks(self) -> Iterator[Vectors]:
        """All rows in fp32, block by block; a block lasts until the next one is asked for."""
        for part in self.parts:
            if self.dtype == "float32":
                yield part
                continue
            scratch = np.empty((BLOCK, part.shape[1]), np.float32)
            for start in range(0, len(part), BLOCK):
                block = part[start : start + BLOCK]
                wide = scratch[: len(block)]
                _widen(block, wide)
                yield wide

    def read_once(self) -> None:
        """Touch every byte, as a scan must."""
        for part in self.parts:
            content = part.reshape(-1).view(np.uint8)
            content[: len(content) // 8 * 8].view(np.int64).sum()


def _widen(stored: NDArray[Any], wide: Vectors) -> None:
    """Write `stored` numbers of two bytes to `wide`, without a copy between."""
    if stored.dtype == np.uint16:
        bits = wide.view(np.uint32)
        bits[:] = stored
        np.left_shift(bits, 16, out=bits)
    else:
        wide[:] = stored
