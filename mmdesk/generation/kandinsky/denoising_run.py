"""Several pictures on their way from noise, by a U-Net that is told image vectors; parts may be given."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from mmdesk.models.kandinsky.loaded import KandinskyDecoder


@dataclass(frozen=True)
class VectorsToPaint:
    """The image vectors [n, dim] to be painted, a picture each, and those of what it is to be unlike."""

    wanted: Tensor
    unlike: Tensor


@dataclass(frozen=True)
class KeptLatents:
    """Latents [1, c, h, w] of a picture, and where they are kept, 1 there and else 0, [1, 1, h, w]."""

    latents: Tensor
    kept: Tensor


class DenoisingRun:
    """The way from noise to a picture of each vector, in `steps`; `rows` and `columns` are those of a latent.

    What is given is put back after each step, as noisy as all else is then (Lugmayr et al. 2022,
    https://arxiv.org/abs/2201.09865). A decoder that was trained to fill holes sees it besides.

    Attributes:
        step: number of steps done.
        latents: where the pictures are.
        foreseen: where they would come to at once.
    """

    def __init__(
        self,
        decoder: KandinskyDecoder,
        vectors: VectorsToPaint,
        size: tuple[int, int],
        steps: int,
        guidance: float,
        random: torch.Generator,
        given: KeptLatents | None = None,
    ) -> None:
        self.step = 0
        self._decoder, self._guidance = decoder, guidance
        self._random, self._given = random, given
        self._is_guided = guidance > 1
        self._vectors = self._for_network(vectors)
        self._scheduler = decoder.scheduler(steps)
        shape = (len(vectors.wanted), decoder.channels, *size)
        noise = torch.randn(shape, generator=random, dtype=decoder.dtype).to(decoder.device)
        self._noise = self.latents = self.foreseen = noise * self._scheduler.init_noise_sigma

    @property
    def is_over(self) -> bool:
        """Whether all steps are done."""
        return self.step == len(self._scheduler.timesteps)

    @torch.inference_mode()
    def go_on(self) -> float:
        """Do a step; returns the mean square by which the foreseen pictures changed."""
        time = self._scheduler.timesteps[self.step]
        done = self._scheduler.step(self._guided(time), time, self.latents, generator=self._random)
        before, self.step = self.foreseen, self.step + 1
        self.latents = self._with_given(done.prev_sample, self.step)
        self.foreseen = self._with_given(done.pred_original_sample, len(self._scheduler.timesteps))
        return float((self.foreseen - before).float().square().mean())

    def go_on_from(self, step: int, noise: Tensor, latents: Tensor) -> None:
        """Go on where the same run, begun from `noise`, was after `step` steps."""
        self.step, self._noise = step, noise.to(self.latents)
        self.latents = self.foreseen = latents.to(self.latents)

    @property
    def noise(self) -> Tensor:
        """What it began with."""
        begun: Tensor = self._noise
        return begun

    def _for_network(self, vectors: VectorsToPaint) -> Tensor:
        wanted = vectors.wanted.to(self._decoder.device, self._decoder.dtype)
        if not self._is_guided:
            return wanted
        unlike = vectors.unlike.to(wanted).expand(len(wanted), -1)
        return torch.cat([unlike, wanted])

    def _guided(self, time: Tensor) -> Tensor:
        """The noise in the latents, with its variance where the scheduler wants that."""
        channels = self.latents.shape[1]
        told = self._told(time)
        noise, variance = told[:, :channels], told[:, channels:]
        if self._is_guided:
            without, by_wish = noise.chunk(2)
            noise = without + self._guidance * (by_wish - without)
            variance = variance.chunk(2)[1]
        return torch.cat([noise, variance], 1) if self._decoder.learns_variance else noise

    def _told(self, time: Tensor) -> Tensor:
        shown = torch.cat([self.latents, *self._seen()], 1)
        told: Tensor = self._decoder.network(
            sample=torch.cat([shown] * 2) if self._is_guided else shown,
            timestep=time,
            encoder_hidden_states=None,
            added_cond_kwargs={"image_embeds": self._vectors},
        ).sample
        return told

    def _seen(self) -> list[Tensor]:
        """What a decoder that fills holes sees of the picture to complete, and where that is."""
        if not self._decoder.folder.fills_holes:
            return []
        count, (rows, columns) = len(self.latents), self.latents.shape[-2:]
        if self._given is None:
            kept = self.latents.new_zeros(count, 1, rows, columns)
            return [torch.zeros_like(self.latents), kept]
        kept = self._given.kept.to(self.latents).expand(count, -1, -1, -1)
        return [self._given.latents.to(self.latents) * kept, kept]

    def _with_given(self, latents: Any, step: int) -> Tensor:
        """`latents` with the given part as noisy as it is after `step` steps."""
        if self._given is None:
            plain: Tensor = latents
            return plain
        there, times = self._given.latents.to(latents), self._scheduler.timesteps
        if step < len(times):
            there = self._scheduler.add_noise(there.expand_as(self._noise), self._noise, times[step, None])
        return torch.where(self._given.kept > 0, there, latents)
