import numpy as np

from mmdesk.models import scan
from mmdesk.models.picked_rows import best_by_halves
from mmdesk.models.stored_rows import StoredRows
from tests.models.test_vector_index import unit_vectors


def test_a_rough_look_loses_none_of_the_best() -> None:
    """Vectors so near to each other that rounding the query changes their order."""
    chance = np.random.default_rng(2)
    near = unit_vectors(1, 3, 64) + 1e-3 * chance.standard_normal((4000, 64))
    rows = StoredRows([near[:1500].astype(np.float16), near[1500:].astype(np.float16)], "float16")
    query = unit_vectors(1, 3, 64)[0]
    places, scores = best_by_halves(rows, query, 100)
    exact, exact_scores = scan.best_rows(rows, query, 100)
    assert np.isin(exact, places).all()
    np.testing.assert_allclose(np.sort(scores)[-100:], np.sort(exact_scores)[-100:], atol=1e-6)
