"""Exact nearest-neighbour search by whole numbers of one byte: half the bytes to read, and exact sums.

Rounding moves a score, but by no more than a bound that is known for every row. So every row that could
belong to the best is known, and those few are scored again from the rows as stored. The products are
numkong's, which has them for any processor; slices are scanned by threads, one a core.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.cores import usable_cores
from mmdesk.models import scan
from mmdesk.models.byte_rows import ByteRows, whole_numbers
from mmdesk.models.products import products
from mmdesk.models.stored_rows import StoredRows

SLICE = 16_384
"""Rows multiplied at once: their scores stay in the cache until they are scaled."""

SUMMING_ERROR = 2e-5
"""Error of adding up a thousand products in fp32, for vectors of length one, here and when rounding them."""

SAMPLED = 16
"""Number of scores of which one is looked at, to guess that of the last row wanted."""

MOST_AGAIN = 1 / 16
"""Share of the rows above which scoring them again takes longer than a plain scan."""


@dataclass(frozen=True)
class _Question:
    """A query as one part of the matrix is asked for it: `numbers` int8 [1, dim] times `step`.

    `offset` is the query's product with the part's mean; `length` is its own after the gains, and `left` that
    of what was rounded off.
    """

    numbers: NDArray[np.int8]
    step: float
    offset: float
    length: float
    left: float


@cache
def is_possible() -> bool:
    """Whether the package with the products is there; numpy's are right, too, but not worth it."""
    return find_spec("numkong") is not None


def best_rows(
    rows: StoredRows,
    parts: Sequence[ByteRows],
    query: NDArray[np.float32],
    k: int,
    hidden: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Positions and cosines of the `k` rows nearest to `query` [dim], in no order, and some more.

    `parts` are those of `rows` in whole numbers. Rows where the mask `hidden` [n] is true are left out; at
    least `k` must remain.
    """
    questions = [_question(part, query) for part in parts]
    rough = _rough_scores(parts, questions)
    if hidden is not None:
        rough[hidden] = -np.inf
    # The k that seem best have the k-th best score at least: what cannot reach the worst of them is out.
    least = float(products(rows.pick(_seeming_best(rough, k)), query).min()) - SUMMING_ERROR * _length(query)
    near = _that_may_reach(least, rough, parts, questions)
    if len(near) > k + MOST_AGAIN * len(rows):
        return scan.best_rows(rows, query, k, hidden)
    return near, products(rows.pick(near), query)


def _question(part: ByteRows, query: NDArray[np.float32]) -> _Question:
    evened = query * part.gains
    step, numbers = whole_numbers(evened)
    left = _length(evened - step * numbers)
    return _Question(
        numbers.astype(np.int8)[None], float(step), float(query @ part.mean), _length(evened), left
    )


def _length(vector: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(vector))


def _that_may_reach(
    least: float, rough: NDArray[np.float32], parts: Sequence[ByteRows], questions: Sequence[_Question]
) -> NDArray[np.int64]:
    """Positions of the rows whose true score may be `least`, when the rough one is.

    It is off by what was rounded off the query times the row, and the query times what was rounded off the
    row at most (Cauchy-Schwarz).
    """
    found, place = list[NDArray[np.int64]](), 0
    for part, question in zip(parts, questions, strict=True):
        scores, lengths = (
            rough[place : place + len(part)],
            np.array([question.left, question.length], np.float32),
        )
        near = np.flatnonzero(scores >= least - float(part.largest_bounds @ lengths))
        near = near[scores[near] + part.bounds[near] @ lengths >= least]
        found.append(near + place)
        place += len(part)
    return np.concatenate(found)


def _rough_scores(parts: Sequence[ByteRows], questions: Sequence[_Question]) -> NDArray[np.float32]:
    """The scores of all rows by whole numbers, [n]."""
    scores = np.empty(sum(map(len, parts)), np.float32)
    work, place = list[tuple[Any, ...]](), 0
    for part, question in zip(parts, questions, strict=True):
        for start in range(0, len(part), SLICE):
            rows = slice(start, start + SLICE)
            count = len(part.steps[rows])
            work.append((part, question, rows, scores[place : place + count]))
            place += count

    def score(one: tuple[ByteRows, _Question, slice, NDArray[np.float32]]) -> None:
        part, question, rows, out = one
        sums = _sums(part.numbers[rows], question.numbers)
        np.multiply(sums, part.steps[rows], out=out, casting="same_kind")
        out *= np.float32(question.step)
        out += np.float32(question.offset)

    with ThreadPoolExecutor(usable_cores()) as threads:
        list(threads.map(score, work))
    return scores


def _sums(rows: NDArray[np.int8], query: NDArray[np.int8]) -> NDArray[Any]:
    """Each of `rows` times the one row of `query`: whole numbers, and exact."""
    if not is_possible():
        return np.asarray(rows.astype(np.float32) @ query[0].astype(np.float32))
    return np.asarray(import_module("numkong").cdist(rows, query, metric="inner")).reshape(-1)


def _seeming_best(rough: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Positions of the `k` highest: a sample tells how high they are, which spares sorting the others."""
    sample = rough[::SAMPLED]
    place = min(len(sample), 2 * k // SAMPLED + SAMPLED)
    high = np.flatnonzero(rough >= np.partition(sample, -place)[-place])
    high = high if len(high) >= k else np.arange(len(rough))
    return high[np.argpartition(rough[high], -k)[-k:]]
