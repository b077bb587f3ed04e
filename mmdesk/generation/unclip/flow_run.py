"""Several pictures on their way from noise, of which parts may be given."""

from dataclasses import dataclass

import torch
from torch import Tensor

from mmdesk.models.unclip.flow import Velocity, after_step, between, foreseen, guided_velocity


@dataclass(frozen=True)
class GivenPart:
    """Components [1, c, h, w] of a picture, and where they are kept, bool [1, 1, h, w]."""

    components: Tensor
    kept: Tensor


class FlowRun:
    """The flow of `network` from `noise` [n, c, h, w] towards `vectors` [n, dim], in `steps`.

    What is given is put back after each step, as far on its way from noise as all else is, and so is there in
    the end as it was given (Lugmayr et al. 2022, https://arxiv.org/abs/2201.09865).

    Attributes:
        step: number of steps done.
        given: what is kept, if anything is.
        foreseen: where it would come to if it went straight on.
    """

    def __init__(
        self,
        network: Velocity,
        noise: Tensor,
        vectors: Tensor,
        steps: int,
        guidance: float,
        given: GivenPart | None = None,
    ) -> None:
        self.step = 0
        self.foreseen = noise
        self._network, self._noise, self._vectors = network, noise, vectors
        self._steps, self._guidance, self.given = steps, guidance, given
        self._x = noise

    @property
    def is_over(self) -> bool:
        """Whether all steps are done."""
        return self.step == self._steps

    @torch.inference_mode()
    def go_on(self) -> float:
        """Do a step; returns the mean square of the velocities, which tells how far there is to go."""
        time = self.step / self._steps
        velocity = guided_velocity(self._network, self._x, time, self._vectors, self._guidance)
        self.foreseen = self._with_given(foreseen(self._x, velocity, self.step, self._steps), 1.0)
        self._x = after_step(self._x, velocity, self._steps)
        self.step += 1
        self._x = self._with_given(self._x, self.step / self._steps)
        return float(velocity.square().mean())

    def _with_given(self, x: Tensor, time: float) -> Tensor:
        """`x` with the given part as it is at `time`."""
        if self.given is None:
            return x
        there = between(self._noise, self.given.components, x.new_full((1,), time))
        return torch.where(self.given.kept, there, x)

    @property
    def components(self) -> Tensor:
        """What has flowed so far, [n, c, h, w]."""
        return self._x
