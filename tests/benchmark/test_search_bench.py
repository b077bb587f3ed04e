import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from mmdesk.benchmark import search
from mmdesk.benchmark.memory_limit import ways_to_read
from mmdesk.benchmark.peer import peer_top, write_peer_vectors
from mmdesk.benchmark.plain_search import sorted_top
from mmdesk.benchmark.search import SyntheticVectors, bench_search
from mmdesk.benchmark.stopwatch import Stopwatch


@pytest.fixture(autouse=True)
def without_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody compares the times: threads of the way measured before may still be awake."""
    monkeypatch.setattr(search, "REST_S", 0.0)


def test_the_document_has_the_figures_scripts_rely_on() -> None:
    document = json.loads(json.dumps(bench_search(photos=3000, dim=64).to_json()))
    assert list(document) == ["bench", "machine", "results", "ratios", "noisy"]
    assert list(document["machine"]) == ["cpu", "cores", "torch", "device", "dtype"]
    results = {result["name"]: result["value"] for result in document["results"]}
    ratios = {ratio["name"]: ratio["value"] for ratio in document["ratios"]}
    assert {"scan_p50_ms", "scan_p95_ms", "filtered_p50_ms", "open_ms", "recall_at_100"} <= set(results)
    told = {"vs_numpy_fp32", "vs_sorted_python", "vs_peer", "of_memory_limit", "compound_of_plain"}
    assert set(ratios) == told
    assert all(value > 0 for value in [*results.values(), *ratios.values()])
    assert ratios["of_memory_limit"] <= 1
    assert 0.99 <= results["recall_at_100"] <= 1
    assert document["noisy"] in (True, False)


def test_every_way_to_read_memory_reads_all_of_it() -> None:
    parts = [np.full((300, 8), 1, np.uint16), np.full((5000, 64), 2, np.float32)]
    with ThreadPoolExecutor(2) as threads:
        read = {name: way() for name, way in ways_to_read(parts, threads, 2).items()}
    assert len(read) == 5
    assert set(read.values()) == {300 * 8 * 2 + 5000 * 64 * 4}


def test_the_peer_finds_the_same(tmp_path: Path) -> None:
    source = SyntheticVectors(400, 16)
    list(source.chunks())
    write_peer_vectors(tmp_path / "peer.db", source.matrix)
    [query] = source.around_centres(1)
    found = [position for _, position in peer_top(tmp_path / "peer.db", query, 10)]
    assert found == sorted_top(source.matrix, query, 10)


def test_fewer_photos_than_wanted_hits_are_no_trouble() -> None:
    results = {result.name: result.value for result in bench_search(photos=5, dim=8).results}
    assert results["recall_at_100"] == 1


def test_made_up_vectors_are_of_length_one_and_each_told_once() -> None:
    source = SyntheticVectors(45_000, 8)
    ids = np.concatenate([ids for ids, _ in source.chunks()])
    np.testing.assert_array_equal(ids, np.arange(45_000))
    np.testing.assert_allclose(np.linalg.norm(source.matrix, axis=1), 1, atol=1e-3)


def test_the_benches_are_listed_without_torch() -> None:
    code = "import sys, mmdesk.benchmark.commands; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_stopwatch_knows_the_middle_and_the_best() -> None:
    watch = Stopwatch()
    for count in (1, 200_000, 20):
        watch.measure("sum", lambda count=count: sum(range(count)))
    assert watch.best("sum") <= watch.median("sum") <= watch.percentile("sum", 95)
    assert watch.is_noisy("sum")
    assert not watch.is_noisy("sum", in_a_row=3)
    with pytest.raises(KeyError):
        watch.median("never run")
