"""Products of a few rows with a few vectors, by the calling thread alone.

BLAS gives even half a millisecond of work to all cores, and its threads wait for each other: where something
else runs, that becomes twenty milliseconds, and they go on spinning in the way of the next scan.
"""

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.vectors import Vectors


def products(rows: Vectors, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each of `rows` [n, dim] times `vector` [dim], or times each of several [m, dim]: [n] or [n, m]."""
    return np.asarray(np.einsum("ij,j->i" if vector.ndim == 1 else "ij,kj->ik", rows, vector))
