"""A flow followed from noise to what was learned, in steps of equal length (Euler's method).

Between time 0, noise, and time 1, what was learned, the flow of a trained network is nearly straight, so that
few steps do. With guidance it is led away from where it would go knowing nothing (Ho and Salimans 2022).
"""

from collections.abc import Callable

import torch
from torch import Tensor

Velocity = Callable[[Tensor, Tensor, Tensor], Tensor]
"""A network: what flows [n, ...], times [n] and vectors [n, dim] to velocities."""


def between(noise: Tensor, data: Tensor, time: Tensor) -> Tensor:
    """What is on the straight way from `noise` to `data` at `time` [n]."""
    return torch.lerp(noise, data, time.view(-1, *[1] * (data.ndim - 1)))


@torch.inference_mode()
def guided_velocity(network: Velocity, x: Tensor, time: float, vectors: Tensor, guidance: float) -> Tensor:
    """The velocity at `x`, led by `guidance` (1: as learned) towards what is special about `vectors`."""
    times = x.new_full((len(x),), time)
    if guidance == 1:
        return network(x, times, vectors)
    both = network(x.repeat(2, *[1] * (x.ndim - 1)), times.repeat(2), torch.cat((vectors, vectors * 0)))
    told, untold = both.chunk(2)
    return untold + guidance * (told - untold)


def after_step(x: Tensor, velocity: Tensor, steps: int) -> Tensor:
    """What flows, after one more of `steps` steps."""
    return x + velocity / steps


def foreseen(x: Tensor, velocity: Tensor, step: int, steps: int) -> Tensor:
    """Where `x` would come to if it went straight on from after `step` of `steps` steps."""
    return x + velocity * (1 - step / steps)


def flow_to_end(network: Velocity, x: Tensor, vectors: Tensor, steps: int, guidance: float = 1.0) -> Tensor:
    """Follow the flow from the noise `x` to its end."""
    for step in range(steps):
        x = after_step(x, guided_velocity(network, x, step / steps, vectors, guidance), steps)
    return x
