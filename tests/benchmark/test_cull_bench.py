"""The bench of culling goes through real photos in the real window."""

import pytest

from mmdesk.benchmark import cull


@pytest.mark.qt_log_ignore("This plugin does not support")  # sizes of windows on the offscreen platform
def test_every_photo_is_shown_sharp_and_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cull, "PACE_S", 0.01)
    monkeypatch.setattr(cull, "WINDOW_SIZE", (400, 300))
    report = cull.bench_cull(6, (640, 480))
    figures = {result.name: result.value for result in report.results}
    assert report.bench == "cull"
    assert 0 < figures["next_p50_ms"] <= figures["next_p95_ms"]
    assert 0 < figures["mark_p50_ms"] <= figures["mark_p99_ms"] <= figures["largest_stall_ms"]
    assert [ratio.name for ratio in report.ratios] == ["next_vs_decode_on_press"]
