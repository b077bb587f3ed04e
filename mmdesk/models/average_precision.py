"""Average precision: how far up what is wanted stands in an order by scores."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def average_precision(scores: NDArray[np.floating[Any]], shows: NDArray[np.bool_]) -> float:
    """Mean of the precisions at each photo [n] that shows it; of equal scores the wrong come first."""
    hits = shows[np.lexsort((shows, -scores))]
    precisions = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precisions[hits].mean())
