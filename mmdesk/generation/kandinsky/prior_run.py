"""Image vectors on their way from noise to what words say."""

from collections.abc import Sequence

import torch
from torch import Tensor

from mmdesk.models.kandinsky.loaded import KandinskyPrior

GUIDANCE = 4.0
"""How far the vectors go towards the words, as the published prior is used."""


class PriorRun:
    """The way to `count` image vectors for each of `texts`, in `steps`, away from what `unlike` says.

    Attributes:
        step: number of steps done.
        vectors: the vectors on their way, [texts * count, dim].
    """

    def __init__(
        self,
        prior: KandinskyPrior,
        texts: Sequence[str],
        unlike: str,
        count: int,
        steps: int,
        random: torch.Generator,
    ) -> None:
        self.step = 0
        self._prior, self._random = prior, random
        self._scheduler = prior.scheduler(steps)
        self._read = prior.read_words([*[unlike] * len(texts), *texts]).repeated(count)
        size = (len(texts) * count, prior.network.config.embedding_dim)
        noise = torch.randn(size, generator=random, dtype=prior.dtype)
        self.vectors = noise.to(prior.device) * self._scheduler.init_noise_sigma

    @property
    def is_over(self) -> bool:
        """Whether all steps are done."""
        return self.step == len(self._scheduler.timesteps)

    @torch.inference_mode()
    def go_on(self) -> float:
        """Do a step; returns the mean square by which the vectors changed."""
        times = self._scheduler.timesteps
        time = times[self.step]
        following = times[self.step + 1] if self.step + 1 < len(times) else None
        guided = self._guided(time)
        after: Tensor = self._scheduler.step(
            guided, timestep=time, sample=self.vectors, generator=self._random, prev_timestep=following
        ).prev_sample
        change = float((after - self.vectors).float().square().mean())
        self.step, self.vectors = self.step + 1, after
        return change

    def go_on_from(self, step: int, vectors: Tensor) -> None:
        """Go on where the same run was after `step` steps."""
        self.step, self.vectors = step, vectors.to(self._prior.device, self._prior.dtype)

    @torch.inference_mode()
    def found(self) -> Tensor:
        """The vectors, as the decoder wants them, when all steps are done."""
        vectors: Tensor = self._prior.network.post_process_latents(self.vectors)
        return vectors

    def _guided(self, time: Tensor) -> Tensor:
        told: Tensor = self._prior.network(
            torch.cat([self.vectors] * 2),
            timestep=time,
            proj_embedding=self._read.vectors,
            encoder_hidden_states=self._read.states,
            attention_mask=self._read.counted,
        ).predicted_image_embedding
        without, by_words = told.chunk(2)
        return without + GUIDANCE * (by_words - without)
