from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from mmdesk.core.errors import UserError
from mmdesk.models.device import choose_device, machine, multiplies_bytes
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.models.plan_choice import choose_plan, low_precision, plans_to_try


class KnownSpeeds:
    """A trial whose outcome is written down: seconds per picture by data type and batch."""

    def __init__(self, speeds: dict[tuple[str, int], float | None], trials: int = 100) -> None:
        self.speeds, self.left = speeds, trials

    def seconds_per_picture(self, plan: EncodingPlan) -> float | None:
        self.left -= 1
        return self.speeds.get((plan.dtype, plan.batch), 9.0)

    def out_of_time(self) -> bool:
        return self.left <= 0


def test_what_is_remembered_comes_back_for_this_model_and_device_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "plans.json"
    PlanCache(path).remember("a", EncodingPlan("cpu", "bfloat16", 32))
    PlanCache(path).remember("b", EncodingPlan("cpu", "float32", 8))
    assert PlanCache(path).get("a", "cpu") == EncodingPlan("cpu", "bfloat16", 32)
    assert PlanCache(path).get("b", "cpu") == EncodingPlan("cpu", "float32", 8)
    assert PlanCache(path).get("c", "cpu") is None
    assert [entry.name for entry in path.parent.iterdir()] == ["plans.json"]


@pytest.mark.parametrize("text", ["", "{", "[1]", "\x00"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plans.json"
    path.write_text(text, "utf-8")
    assert PlanCache(path).get("a", "cpu") is None
    PlanCache(path).remember("a", EncodingPlan("cpu"))
    assert PlanCache(path).get("a", "cpu") == EncodingPlan("cpu")


@pytest.mark.parametrize("nonsense", ['"batch": 0', '"batch": "many"', '"dtype": "int4"', '"batch": 99999'])
def test_nonsense_in_the_file_is_not_believed(tmp_path: Path, nonsense: str) -> None:
    path = tmp_path / "plans.json"
    shelf = PlanCache(path)
    shelf.remember("a", EncodingPlan("cpu", "float32", 8))
    kept = {"dtype": '"dtype": "float32"', "batch": '"batch": 8'}[nonsense.split('"')[1]]
    path.write_text(path.read_text("utf-8").replace(kept, nonsense), "utf-8")
    assert shelf.get("a", "cpu") is None


def test_the_larger_batch_must_be_worth_it() -> None:
    speeds = {("float32", 8): 1.0, ("bfloat16", 8): 2.0, ("float32", 16): 0.99, ("float32", 32): 0.1}
    assert choose_plan(KnownSpeeds(speeds), "cpu") == EncodingPlan("cpu", "float32", 8)
    speeds = {("float32", 8): 1.0, ("bfloat16", 8): 2.0, ("float32", 16): 0.8, ("float32", 32): 0.7}
    assert choose_plan(KnownSpeeds(speeds), "cpu") == EncodingPlan("cpu", "float32", 32)


@pytest.mark.skipif(not multiplies_bytes("cpu"), reason="this processor multiplies no bytes")
def test_eight_bits_are_for_seeing_only() -> None:
    speeds = {("float32", 8): 1.0, ("bfloat16", 8): 0.5, ("int8", 8): 0.4}
    assert choose_plan(KnownSpeeds(speeds), "cpu") == EncodingPlan("cpu", "int8", 8)
    assert "int8" not in {plan.dtype for plan in plans_to_try("cpu")}, "painting has gradients"


def test_no_batch_is_tried_when_time_is_up() -> None:
    speeds = {("float32", 8): 1.0, ("bfloat16", 8): 2.0, ("float32", 16): 0.1}
    assert choose_plan(KnownSpeeds(speeds, trials=1), "cpu") == EncodingPlan("cpu", "float32", 8)


def test_a_device_that_is_not_there_is_refused() -> None:
    assert choose_device("cpu") == "cpu"
    assert choose_device("auto") in ("cpu", "cuda", "mps")
    with pytest.raises(UserError, match="not available here"):
        choose_device("tpu")


def test_the_machine_is_known() -> None:
    here = machine("cpu")
    assert here.cores >= 1
    assert here.cpu
    assert here.torch.startswith("2")


@pytest.mark.parametrize(
    ("has_library", "has_hardware", "dtypes"),
    [
        (True, True, ["bfloat16"]),
        (True, False, []),
        (False, True, []),
    ],
)
def test_two_bytes_are_tried_where_hardware_is_behind_them(
    monkeypatch: pytest.MonkeyPatch, has_library: bool, has_hardware: bool, dtypes: list[str]
) -> None:
    library = SimpleNamespace(_is_mkldnn_bf16_supported=lambda: has_hardware)
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: has_library)
    monkeypatch.setattr(torch.ops, "mkldnn", library)
    assert low_precision("cpu") == dtypes
