"""One stage of training as a generator: step after step until it is over, or until nobody asks on.

The learning rate warms up and then falls along a cosine (Loshchilov and Hutter 2017,
https://arxiv.org/abs/1608.03983) over the stage. A stage of so many steps gives the same weights whenever
it is run; one of so many seconds is over when promised, however busy the machine. What is kept is the
running average of the weights (Polyak and Juditsky 1992), which is steadier than the last of them.
"""

import math
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from mmdesk.core.progress import Progress
from mmdesk.training.checkpoint import Checkpoint, floats, optimiser_tensors, restore_optimiser
from mmdesk.training.spec import StageSpec

WARM_UP, WARM_UP_SHARE = 200, 0.05
FLOOR = 0.02
"""Steps until the full learning rate, or the share of the stage if that is fewer; the share of the rate that
is left at the end."""

AVERAGED_EVERY = 8
REPORT_SECONDS, REPORTS = 15.0, 20
"""Time between two reports of losses, or twenty of them in a short stage."""

SAVE_SECONDS = 120.0

Losses = Callable[[int, float], dict[str, Tensor]]
"""The losses of one batch, by name, at that step, when that fraction of the stage is over."""


@dataclass(frozen=True)
class StageReport:
    """What a stage has come to: mean losses since the last report, and pictures or texts a second."""

    stage: str
    step: int
    seconds: float
    losses: dict[str, float]
    per_second: float


Steps = Generator[Progress | StageReport, None, None]


def learning_rate(peak: float, step: int, fraction: float) -> float:
    """The rate at `step`, `fraction` of the stage being over."""
    warm = min(1.0, max((step + 1) / WARM_UP, fraction / WARM_UP_SHARE))
    return peak * warm * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * min(1.0, fraction))))


class TrainingStage:
    """Trains everything in `network` by the losses `losses` returns (a sum is taken).

    Closing `run()` or exhausting it leaves a checkpoint at `keep`; if there is one at the start, the stage
    goes on from it. `others` are optimisers that the losses use themselves; they are kept too.
    """

    def __init__(
        self,
        name: str,
        network: nn.Module,
        losses: Losses,
        spec: StageSpec,
        keep: Path,
        *,
        others: Sequence[Optimizer] = (),
    ) -> None:
        self.name, self.network, self.spec, self.keep = name, network, spec, keep
        self._losses, self._others = losses, others
        self._optimiser = _optimiser(network, spec)
        self.average = {key: tensor.clone() for key, tensor in floats(network).items()}
        self.step, self.spent = 0, 0.0
        if keep.exists():
            self._restore(Checkpoint.load(keep))

    @property
    def fraction(self) -> float:
        """Fraction of the stage that is over, 0..1: of its seconds or of its steps, whichever is more."""
        return min(1.0, max(self.spent / self.spec.seconds, self.step / self.spec.steps))

    def run(self) -> Steps:
        """Train until the stage is over."""
        saved = time.monotonic()
        try:
            while self.fraction < 1.0:
                yield from self._report()
                if time.monotonic() - saved > SAVE_SECONDS:
                    self.save()
                    saved = time.monotonic()
        finally:
            self.save()

    def save(self) -> None:
        """Keep weights, average and optimiser, so that `run` can go on in another process."""
        groups = {
            "network": dict(self.network.state_dict()),
            "average": self.average,
            "optimiser": optimiser_tensors(self._optimiser),
        }
        for number, other in enumerate(self._others):
            groups[f"optimiser {number}"] = optimiser_tensors(other)
        Checkpoint(groups, {"step": self.step, "spent": self.spent}).save(self.keep)

    def adopt_average(self) -> None:
        """Put the averaged weights into the network."""
        self.network.load_state_dict(self.average, strict=False)

    def _restore(self, checkpoint: Checkpoint) -> None:
        self.network.load_state_dict(checkpoint.groups["network"])
        self.average = checkpoint.groups["average"]
        restore_optimiser(self._optimiser, checkpoint.groups.get("optimiser", {}))
        for number, other in enumerate(self._others):
            restore_optimiser(other, checkpoint.groups.get(f"optimiser {number}", {}))
        self.step, self.spent = int(checkpoint.numbers["step"]), checkpoint.numbers["spent"]

    def _report(self) -> Steps:
        """Some seconds of steps, a sign of life after each, the mean losses at the end."""
        sums: dict[str, float] = {}
        first, start = self.step, time.monotonic()
        longest = min(REPORT_SECONDS, self.spec.seconds / REPORTS)
        most = self.spec.steps / REPORTS
        while time.monotonic() - start < longest and self.step - first < most and self.fraction < 1.0:
            for name, value in self._train_step().items():
                sums[name] = sums.get(name, 0.0) + value
            yield Progress(round(self.fraction * 1000), 1000, self.name)
        steps = max(1, self.step - first)
        means = {name: total / steps for name, total in sums.items()}
        passed = max(1e-9, time.monotonic() - start)
        yield StageReport(self.name, self.step, self.spent, means, steps * self.spec.batch / passed)

    def _train_step(self) -> dict[str, float]:
        """One step of the optimiser; its losses."""
        start = time.monotonic()
        # Dropout depends on the step alone: a stage taken up again comes to the same weights.
        torch.manual_seed(self.step)
        for group in self._optimiser.param_groups:
            group["lr"] = learning_rate(self.spec.rate, self.step, self.fraction)
        losses = self._losses(self.step, self.fraction)
        # All of the network, so that what an earlier stage left counts for nothing in the norm.
        self.network.zero_grad()
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), self.spec.max_gradient_norm)
        self._optimiser.step()
        self.step += 1
        if self.step % AVERAGED_EVERY == 0:
            self._update_average()
        self.spent += time.monotonic() - start
        return {name: float(value.detach()) for name, value in losses.items()}

    @torch.no_grad()
    def _update_average(self) -> None:
        """Move the average towards the weights; quickly at first, when the weights are still raw."""
        decay = min(self.spec.ema_decay, (self.step + 1) / (self.step + 20)) ** AVERAGED_EVERY
        current = floats(self.network)
        torch._foreach_lerp_(list(self.average.values()), [current[key] for key in self.average], 1 - decay)


def _optimiser(network: nn.Module, spec: StageSpec) -> torch.optim.AdamW:
    """AdamW (Loshchilov and Hutter 2019); biases and norms are not pulled towards zero."""
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    groups = [
        {"params": [one for one in trained if one.ndim >= 2], "weight_decay": spec.weight_decay},
        {"params": [one for one in trained if one.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=spec.rate, fused=True)
