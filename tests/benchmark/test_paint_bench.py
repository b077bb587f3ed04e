import pytest

from mmdesk.benchmark import paint
from mmdesk.benchmark.paint import bench_paint
from mmdesk.core.errors import UserError


def test_the_document_has_the_figures_scripts_rely_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paint, "ROUNDS", 1)
    report = bench_paint("tiny", "ViT-S-32-alt", (64, 64), cutouts=2, device="cpu")
    results = {result.name: result.value for result in report.results}
    assert {"seconds_per_step", "plain_seconds_per_step", "peak_rss_mb", "plain_peak_rss_mb"} <= set(results)
    assert {ratio.name for ratio in report.ratios} == {"vs_plain", "vs_plain_at_full_size"}
    assert all(value > 0 for value in results.values())


@pytest.mark.parametrize(
    ("arch", "clip", "size"),
    [("no-such-net", "ViT-B-32", (64, 64)), ("tiny", "../evil", (64, 64)), ("tiny", "ViT-B-32", (64, 96))],
)
def test_what_cannot_be_measured_is_refused(arch: str, clip: str, size: tuple[int, int]) -> None:
    with pytest.raises(UserError):
        bench_paint(arch, clip, size, cutouts=2)
