import sys
from pathlib import Path

import pytest

from mmdesk.benchmark.scaling import measure_scaling
from mmdesk.core.errors import UserError
from mmdesk.tasks.clip_model import DEFAULT_MODEL


@pytest.mark.skipif(sys.platform != "linux", reason="not on this system: GNU's find")
def test_each_size_has_its_report(tmp_path: Path) -> None:
    command = ["rescan", "--data-dir", str(tmp_path / "data"), "--model", DEFAULT_MODEL]
    scaling = measure_scaling(command, "--files", (30, 90))
    document = scaling.to_json()
    assert document["bench"] == "rescan"
    assert [size["photos"] for size in document["growth"]] == [30, 90]
    for size in document["growth"]:
        figures = {result["name"]: result["value"] for result in size["results"]}
        assert figures["files_per_second"] == pytest.approx(size["photos"] / figures["seconds"])
        assert {ratio["name"] for ratio in size["ratios"]} == {"vs_find"}


def test_what_cannot_be_measured_is_told() -> None:
    with pytest.raises(UserError, match="did not come to its end"):
        measure_scaling(["search", "--dim", "0"], "--photos", (300,))
