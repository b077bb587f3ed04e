"""The simulation of a cluster: its arithmetic, with times that are made up."""

import pytest

from mmdesk.benchmark.cluster import CORES, NODES, PhotoTimes, bench_cluster, simulate


def test_nodes_share_the_work_until_the_one_that_stores_is_the_limit() -> None:
    times = PhotoTimes([0.1, 0.3], encode=0.2, store=1e-4, answer_bytes=0)
    alone = simulate(times, 1, 2000)
    assert alone == pytest.approx(2000 * 0.4 / CORES, rel=0.02)
    assert alone / simulate(times, 8, 2000) == pytest.approx(8, rel=0.1)
    slow = PhotoTimes([0.1], encode=0.1, store=0.05, answer_bytes=0)
    assert simulate(slow, 32, 1000) == pytest.approx(1000 * 0.05, rel=0.05)


def test_a_bench_measures_and_simulates() -> None:
    report = bench_cluster(3, "starter-clip", (200, 150))
    assert {result.name for result in report.results} >= {"decode_ms", "encode_ms", "store_ms"}
    speedups = [ratio.value for ratio in report.ratios]
    assert (len(speedups), speedups[0]) == (len(NODES), 1)
