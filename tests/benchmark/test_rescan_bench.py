import json

import pytest

from mmdesk.benchmark.rescan import bench_rescan
from mmdesk.core.errors import UserError
from mmdesk.tasks.clip_model import DEFAULT_MODEL


def test_the_document_has_the_figures_scripts_rely_on() -> None:
    document = json.loads(json.dumps(bench_rescan(1200, DEFAULT_MODEL).to_json()))
    assert document["bench"] == "rescan"
    results = {result["name"]: result["value"] for result in document["results"]}
    ratios = {ratio["name"]: ratio["value"] for ratio in document["ratios"]}
    assert list(results) == ["seconds", "find_seconds", "files_per_second"]
    assert results["files_per_second"] == pytest.approx(1200 / results["seconds"])
    assert ratios == {"vs_find": pytest.approx(results["seconds"] / results["find_seconds"])}


def test_without_find_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UserError, match="find"):
        bench_rescan(1, DEFAULT_MODEL)
