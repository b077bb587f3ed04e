"""The benches of large libraries, with few photos, and what is said where an engine is not installed."""

import pytest

from mmdesk.benchmark import lance_search
from mmdesk.benchmark.lance_search import bench_lance
from mmdesk.benchmark.scale import bench_scale
from mmdesk.core.errors import UserError


def test_a_library_is_weighed() -> None:
    values = {result.name: result.value for result in bench_scale(300).results}
    assert values["catalogue_vectors_mb"] > 300 * 2 * 512 / 1e6
    assert values["matrix_mb"] > 300 * 2 * 512 / 1e6
    assert {"catalogue_rows_mb", "fill_s", "matrix_s", "list_s", "search_s"} <= set(values)


def test_what_to_install_is_told_where_the_engine_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lance_search, "is_installed", lambda: False)
    with pytest.raises(UserError, match=r"pip install 'mmdesk\[lance\]'"):
        bench_lance(100, 8)
