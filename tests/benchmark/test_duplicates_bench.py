"""The bench of duplicates, with few photos."""

from mmdesk.benchmark.duplicates import bench_duplicates


def test_all_planted_copies_are_found_by_both_ways() -> None:
    report = bench_duplicates(300)
    values = {result.name: result.value for result in report.results}
    assert values["planted_found"] == values["planted_found_by_both"] == 1.0
    assert {"seconds", "seconds_at_tenth", "look_ms"} <= set(values)
    assert {ratio.name for ratio in report.ratios} == {"growth", "vs_plain"}
