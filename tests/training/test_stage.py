import itertools
import math

import pytest
import torch
from torch import nn
from torch.nn import functional

from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.training.checkpoint import Checkpoint
from mmdesk.training.spec import StageSpec
from mmdesk.training.stage import StageReport, TrainingStage, learning_rate

INPUTS = torch.randn(64, 4, generator=torch.Generator().manual_seed(3))
WANTED = INPUTS @ torch.tensor([[1.0], [-2.0], [0.5], [3.0]])


def test_the_rate_warms_up_and_falls():
    assert learning_rate(1.0, 0, 0.0) < 0.01
    assert learning_rate(1.0, 500, 0.0) == pytest.approx(1.0)
    assert learning_rate(1.0, 500, 0.5) == pytest.approx(0.51)
    assert learning_rate(1.0, 500, 1.0) == pytest.approx(0.02)


def test_the_loss_falls_and_the_average_learns_too(tmp_path):
    stage = _stage(tmp_path, seconds=1.0)
    before = _loss(stage.network)
    events = list(stage.run())
    assert isinstance(events[-1], StageReport)
    assert events[-1].losses["square"] < before
    stage.adopt_average()
    assert _loss(stage.network) < before / 2
    adopted = stage.network.state_dict()
    assert all(torch.equal(adopted[name], tensor) for name, tensor in stage.average.items())


def test_a_stopped_stage_goes_on_where_it_was(tmp_path):
    first = _stage(tmp_path, seconds=60)
    steps = first.run()
    assert all(isinstance(event, Progress) for event in itertools.islice(steps, 30))
    steps.close()
    second = _stage(tmp_path, seconds=60)
    assert second.step == first.step == 30
    assert second.spent == pytest.approx(first.spent)
    for name, tensor in first.network.state_dict().items():
        assert torch.equal(tensor, second.network.state_dict()[name])
    next(second.run())
    assert second.step == 31


def test_a_stage_whose_time_is_over_changes_nothing(tmp_path):
    done = _stage(tmp_path, seconds=0.2)
    list(done.run())
    again = _stage(tmp_path, seconds=0.2)
    assert list(again.run()) == []
    assert again.step == done.step


def test_a_checkpoint_cut_short_is_told(tmp_path):
    path = tmp_path / "stage.safetensors"
    Checkpoint({"network": {"weight": torch.ones(9)}}, {"step": 1}).save(path)
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(UserError, match="broken"):
        Checkpoint.load(path)


def _stage(folder, seconds=math.inf, steps=math.inf) -> TrainingStage:
    torch.manual_seed(0)
    network = nn.Linear(4, 1)
    losses = lambda step, fraction: {"square": functional.mse_loss(network(INPUTS), WANTED)}  # noqa: E731
    spec = StageSpec(batch=64, rate=0.05, seconds=seconds, steps=steps)
    return TrainingStage("line", network, losses, spec, folder / "line.safetensors")


def _loss(network) -> float:
    with torch.no_grad():
        return float(functional.mse_loss(network(INPUTS), WANTED))


def test_a_checkpoint_comes_back_from_a_folder_that_was_not_there(tmp_path):
    path = tmp_path / "run" / "work" / "stage.safetensors"
    Checkpoint({"network": {"weight": torch.ones(9)}}, {"step": 1}).save(path)
    back = Checkpoint.load(path)
    assert torch.equal(back.groups["network"]["weight"], torch.ones(9))
    assert back.numbers == {"step": 1}
