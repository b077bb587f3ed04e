"""One stage of training as a generator: step after step until its time is up, or until nobody asks on.

The learning rate warms up and then falls along a cosine (Loshchilov and Hutter 2017,
https://arxiv.org/abs/1608.03983) over the stage's time, not over a number of steps: the result is ready
when promised, however busy the machine. What is kept is the running average of the weights (Polyak and
Juditsky 1992), which is steadier than the last of them.
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
"""Until the full learning rate: so many steps, or that share of the time if it is over sooner. What is
left of the rate at the end."""

AVERAGED_EVERY = 8
REPORT_SECONDS, REPORTS = 15.0, 20
"""Losses are told that often, or twenty times in a short stage."""

SAVE_SECONDS = 120.0


Losses = Callable[[float], dict[str, Tensor]]
"""The losses of one batch, by name, when that fraction of the time is over."""


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
    """The rate at `step`, `fraction` of the stage's time being over."""
    warm = min(1.0, max((step + 1) / WARM_UP, fraction / WARM_UP_SHARE))
    return peak * warm * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * min(1.0, fraction))))


class TrainingStage:
    """Trains everything in `network` by the losses `losses` returns (a sum is taken).

    `losses` is told how much of the time is over, 0..1. Closing `run()` or exhausting it leaves a
    checkpoint at `keep`; if there is one at the start, the course goes on from it. With `steps` it is over
    after so many, if not before. `others` are optimisers that the losses use themselves; they are kept too.
    """

    def __init__(
        self,
        name: str,
        network: nn.Module,
        losses: Losses,
        pace: StageSpec,
        seconds: float,
        keep: Path,
        *,
        steps: int | None = None,
        others: Sequence[Optimizer] = (),
    ) -> None:
        self.name, self.network, self.pace, self.keep = name, network, pace, keep
        self._losses, self._seconds, self._steps = losses, seconds, steps
        self._others = others
        self._optimiser = _optimiser(network, pace)
        self.average = {key: tensor.clone() for key, tensor in floats(network).items()}
        self.step, self.spent = 0, 0.0
        if keep.exists():
            self._restore(Checkpoint.load(keep))

    @property
    def fraction(self) -> float:
        """How much of the stage's time, or of its steps, is over, 0..1."""
        timed = min(1.0, self.spent / self._seconds) if self._seconds > 0 else 1.0
        return timed if self._steps is None else max(timed, min(1.0, self.step / self._steps))

    def run(self) -> Steps:
        """Train until the time is over."""
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
        longest = min(REPORT_SECONDS, self._seconds / REPORTS)
        most = math.inf if self._steps is None else self._steps / REPORTS
        while time.monotonic() - start < longest and self.step - first < most and self.fraction < 1.0:
            for name, value in self._learn().items():
                sums[name] = sums.get(name, 0.0) + value
            yield Progress(round(self.spent), round(self._seconds), self.name)
        steps = max(1, self.step - first)
        means = {name: total / steps for name, total in sums.items()}
        passed = max(1e-9, time.monotonic() - start)
        yield StageReport(self.name, self.step, self.spent, means, steps * self.pace.batch / passed)

    def _learn(self) -> dict[str, float]:
        """One step; its losses."""
        start = time.monotonic()
        for group in self._optimiser.param_groups:
            group["lr"] = learning_rate(self.pace.rate, self.step, self.fraction)
        losses = self._losses(self.fraction)
        self._optimiser.zero_grad()
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), self.pace.longest_gradient)
        self._optimiser.step()
        self.step += 1
        if self.step % AVERAGED_EVERY == 0:
            self._remember()
        self.spent += time.monotonic() - start
        return {name: float(value.detach()) for name, value in losses.items()}

    @torch.no_grad()
    def _remember(self) -> None:
        """Move the average towards the weights; quickly at first, when the weights are still raw."""
        keep = min(self.pace.memory, (self.step + 1) / (self.step + 20)) ** AVERAGED_EVERY
        current = floats(self.network)
        torch._foreach_lerp_(list(self.average.values()), [current[key] for key in self.average], 1 - keep)


def _optimiser(network: nn.Module, pace: StageSpec) -> torch.optim.AdamW:
    """AdamW (Loshchilov and Hutter 2019); biases and norms are not pulled towards zero."""
    learned = [parameter for parameter in network.parameters() if parameter.requires_grad]
    groups = [
        {"params": [one for one in learned if one.ndim >= 2], "weight_decay": pace.weight_decay},
        {"params": [one for one in learned if one.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=pace.rate, fused=True)
