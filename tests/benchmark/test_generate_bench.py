import pytest

from mmdesk.benchmark import generate
from mmdesk.benchmark.bench_process import Steps
from mmdesk.benchmark.generate import EngineTask, bench_generate, starter_specs
from mmdesk.core.places import Places


def at_once(task: EngineTask) -> Steps:
    """Nothing is painted."""
    assert task.spec.prompt
    while True:
        yield "float32"


def test_the_document_has_the_figures_scripts_rely_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """And with a cache the same codes are drawn as without one, else it would say so."""
    monkeypatch.setattr(generate, "paint_again_and_again", at_once)
    monkeypatch.setattr(generate, "ROUNDS", 1)
    monkeypatch.setattr(generate, "SIDE", 8)
    report = bench_generate("cpu")
    results = {result.name: result.value for result in report.results}
    assert {"vqgan_seconds", "cached_256_seconds"} <= set(results)
    assert [ratio.name for ratio in report.ratios] == ["vs_no_cache"]
    assert report.ratios[0].value > 0


def test_every_engine_with_a_model_that_comes_along_is_measured(places: Places) -> None:
    """At the size of its model."""
    for spec in starter_specs(places):
        assert spec.engine == "vqgan" or getattr(spec, spec.engine).model.startswith("starter-")
