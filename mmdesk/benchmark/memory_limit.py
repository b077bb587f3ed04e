"""The speed at which this processor reads memory: no scan of a matrix can be faster."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

PIECE = 1 << 15
"""Numbers of eight bytes that are read at once: what is read goes to the nearest cache and no further."""

Numbers = NDArray[np.int64]
Way = Callable[[], int]
"""Reads memory, and returns the bytes read."""


def ways_to_read(parts: Sequence[NDArray[Any]], threads: Executor, cores: int) -> Mapping[str, Way]:
    """Ways to read every byte of `parts` once, by name; the fastest of them is the limit.

    It is not the same way everywhere: one core may not be able to fetch what the memory gives, and of small
    matrices, which lie in the caches, starting a thread takes longer than reading them.
    """
    numbers = [_as_numbers(part) for part in parts]
    shares = [share for whole in numbers for share in np.array_split(whole, cores)]
    ways: dict[str, Way] = {"added at once": partial(_at_once, numbers)}
    for name, read in {"added": _add, "copied": _copy}.items():
        ways[name] = partial(_in_pieces, read, numbers)
        ways[f"{name} by all cores"] = partial(_in_threads, threads, read, shares)
    return ways


def _as_numbers(part: NDArray[Any]) -> Numbers:
    """The bytes of `part`, without the few behind the last eight."""
    content = part.reshape(-1).view(np.uint8)
    return content[: len(content) // 8 * 8].view(np.int64)


def _at_once(numbers: Sequence[Numbers]) -> int:
    return sum(map(_add, numbers))


def _in_threads(threads: Executor, read: Callable[[Numbers], int], shares: Sequence[Numbers]) -> int:
    return sum(threads.map(lambda share: _in_pieces(read, [share]), shares))


def _in_pieces(read: Callable[[Numbers], int], numbers: Sequence[Numbers]) -> int:
    return sum(
        read(whole[start : start + PIECE]) for whole in numbers for start in range(0, len(whole), PIECE)
    )


def _add(piece: Numbers) -> int:
    piece.sum()
    return piece.nbytes


def _copy(piece: Numbers) -> int:
    """The copy is thrown away before it leaves the cache."""
    return piece.copy().nbytes
