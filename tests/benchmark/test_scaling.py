import pytest

from mmdesk.benchmark.scaling import measure_scaling
from mmdesk.core.errors import UserError


def test_each_size_has_its_report() -> None:
    scaling = measure_scaling(["search", "--dim", "16"], "--photos", (300, 900))
    document = scaling.to_json()
    assert document["bench"] == "search"
    assert [size["photos"] for size in document["growth"]] == [300, 900]
    for size in document["growth"]:
        figures = {result["name"]: result["value"] for result in size["results"]}
        assert figures["recall_at_100"] > 0.9
        assert {ratio["name"] for ratio in size["ratios"]} >= {"vs_numpy_fp32", "of_memory_limit"}


def test_what_cannot_be_measured_is_told() -> None:
    with pytest.raises(UserError, match="did not come to its end"):
        measure_scaling(["search", "--dim", "0"], "--photos", (300,))
