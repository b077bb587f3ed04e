"""Optimisers by name, learning rate schedules, and the state to resume them from."""

import math
from collections.abc import Callable, Mapping

import torch
from torch import Tensor, optim

from mmdesk.core.painting.spec import Optimiser, PaintSpec, Schedule

WARMUP = 0.1
"""Share of the steps in which the learning rate grows, by the schedule "warmup"."""

WARMUP_START = 0.1
"""Share of the learning rate that "warmup" begins with."""

FINAL = 0.15
"""Share of the learning rate that is left at the end, by those schedules that end low."""

ADAGRAD_FACTOR = 3
"""Adagrad's steps shrink with the sum of all gradients so far, so it begins with larger ones."""

Make = Callable[[list[Tensor], float], optim.Optimizer]


def make_optimiser(name: Optimiser, tensors: Mapping[str, Tensor], rate: float) -> optim.Optimizer:
    """The optimiser `name` over `tensors`, in the order of their names."""
    return _MAKERS[name]([tensors[key] for key in sorted(tensors)], rate)


def _adam(tensors: list[Tensor], rate: float) -> optim.Optimizer:
    return optim.Adam(tensors, lr=rate, betas=(0.9, 0.99))


def _adamw(tensors: list[Tensor], rate: float) -> optim.Optimizer:
    return optim.AdamW(tensors, lr=rate, betas=(0.9, 0.99), weight_decay=0.02)


def _radam(tensors: list[Tensor], rate: float) -> optim.Optimizer:
    return optim.RAdam(tensors, lr=rate, betas=(0.9, 0.99))


def _nadam(tensors: list[Tensor], rate: float) -> optim.Optimizer:
    return optim.NAdam(tensors, lr=rate, betas=(0.9, 0.99))


def _adagrad(tensors: list[Tensor], rate: float) -> optim.Optimizer:
    return optim.Adagrad(tensors, lr=ADAGRAD_FACTOR * rate)


def _rmsprop(tensors: list[Tensor], rate: float) -> optim.Optimizer:
    return optim.RMSprop(tensors, lr=rate)


_MAKERS: Mapping[Optimiser, Make] = {
    "adam": _adam,
    "adamw": _adamw,
    "radam": _radam,
    "nadam": _nadam,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
}


def schedule_factor(schedule: Schedule, done: float) -> float:
    """Factor of the learning rate, 0..1, when the share `done` (0..1) of all steps is behind."""
    return _SCHEDULES[schedule](done)


def _constant(_: float) -> float:
    return 1.0


def _linear(done: float) -> float:
    return 1 - (1 - FINAL) * done


def _cosine(done: float) -> float:
    """Cosine annealing (Loshchilov & Hutter 2017, https://arxiv.org/abs/1608.03983)."""
    return FINAL + (1 - FINAL) * (1 + math.cos(math.pi * done)) / 2


def _warmup(done: float) -> float:
    return min(1.0, WARMUP_START + (1 - WARMUP_START) * done / WARMUP) * _cosine(done)


_SCHEDULES: Mapping[Schedule, Callable[[float], float]] = {
    "constant": _constant,
    "linear": _linear,
    "cosine": _cosine,
    "warmup": _warmup,
}


def learning_rate_at(spec: PaintSpec, base: float, step: int) -> float:
    """Learning rate for the step after `step` others, where the drawer's own is `base`."""
    return base * spec.rate * schedule_factor(spec.schedule, min(1.0, step / spec.steps))


def set_learning_rate(optimiser: optim.Optimizer, rate: float) -> None:
    """Make the next step at `rate`, or Adagrad's multiple of it."""
    for group in optimiser.param_groups:
        group["lr"] = rate * (ADAGRAD_FACTOR if isinstance(optimiser, optim.Adagrad) else 1)


def optimiser_state(optimiser: optim.Optimizer) -> dict[str, Tensor]:
    """The optimiser's moments and counters, copied, by names like "0.exp_avg"."""
    moments = optimiser.state_dict()["state"]
    return {
        f"{place}.{name}": torch.as_tensor(value).detach().clone()
        for place, entry in moments.items()
        for name, value in entry.items()
    }


def restore_optimiser(optimiser: optim.Optimizer, state: Mapping[str, Tensor]) -> None:
    """Give the optimiser the moments in `state`. Raises KeyError or ValueError where it is another's."""
    entries: dict[int, dict[str, Tensor]] = {}
    for key, value in state.items():
        place, name = key.split(".", 1)
        entries.setdefault(int(place), {})[name] = value.clone()
    optimiser.load_state_dict({"state": entries, "param_groups": optimiser.state_dict()["param_groups"]})
