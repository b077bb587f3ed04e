"""How the tensors of a drawer learn: optimisers by name, learning rates over time, and their state."""

import math
from collections.abc import Callable, Mapping

import torch
from torch import Tensor, optim

from mmdesk.core.painting.spec import Optimiser, PaintSpec, Schedule

WARM = 0.1
"""Share of the steps in which the rate grows, by `warmup`."""

LAST = 0.15
"""Share of the rate that is left at the end, by those schedules that end low."""

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
    """Its steps shrink with the sum of all it has seen, so it begins with larger ones."""
    return optim.Adagrad(tensors, lr=3 * rate)


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


def rate_share(schedule: Schedule, done: float) -> float:
    """The share of the learning rate to use when the share `done` (0..1) of all steps is behind."""
    return _SCHEDULES[schedule](done)


def _constant(_: float) -> float:
    return 1.0


def _linear(done: float) -> float:
    return 1 - (1 - LAST) * done


def _cosine(done: float) -> float:
    """Long high, then quickly down (Loshchilov & Hutter 2017, https://arxiv.org/abs/1608.03983)."""
    return LAST + (1 - LAST) * (1 + math.cos(math.pi * done)) / 2


def _warmup(done: float) -> float:
    return min(1.0, 0.1 + 0.9 * done / WARM) * _cosine(done)


_SCHEDULES: Mapping[Schedule, Callable[[float], float]] = {
    "constant": _constant,
    "linear": _linear,
    "cosine": _cosine,
    "warmup": _warmup,
}


def rate_at(spec: PaintSpec, usual: float, step: int) -> float:
    """The learning rate for the step after `step`, where the drawer's own is `usual`."""
    return usual * spec.rate * rate_share(spec.schedule, min(1.0, step / spec.steps))


def set_rate(optimiser: optim.Optimizer, rate: float) -> None:
    """Let the next step be made at `rate`, keeping what Adagrad adds to it."""
    for group in optimiser.param_groups:
        group["lr"] = rate * (3 if isinstance(optimiser, optim.Adagrad) else 1)


def optimiser_state(optimiser: optim.Optimizer) -> dict[str, Tensor]:
    """All the optimiser remembers, as copies, by names like "0.exp_avg"."""
    remembered = optimiser.state_dict()["state"]
    return {
        f"{place}.{name}": torch.as_tensor(value).detach().clone()
        for place, entry in remembered.items()
        for name, value in entry.items()
    }


def restore_optimiser(optimiser: optim.Optimizer, state: Mapping[str, Tensor]) -> None:
    """Let the optimiser remember `state`. Raises KeyError or ValueError where it is another's."""
    entries: dict[int, dict[str, Tensor]] = {}
    for key, value in state.items():
        place, name = key.split(".", 1)
        entries.setdefault(int(place), {})[name] = value.clone()
    optimiser.load_state_dict({"state": entries, "param_groups": optimiser.state_dict()["param_groups"]})
