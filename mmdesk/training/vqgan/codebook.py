"""Codes that follow the latents, instead of being pulled by a gradient."""

import torch
from torch import Tensor, nn

from mmdesk.models.vqgan.network import VQModel, nearest_codes

DECAY = 0.99
"""Share of the running means that is kept at each step."""

REVIVED_EVERY = 25
DEAD = 0.12
"""Each so many steps, codes taken less often than this share of the mean are put elsewhere."""

ROUNDS = 12
AT_ONCE = 8192


class MovingCodebook(nn.Module):
    """The running means of the latents nearest to each code of `model`.

    Van den Oord, Vinyals and Kavukcuoglu 2017, https://arxiv.org/abs/1711.00937, appendix A.1, as in Razavi
    et al. 2019, https://arxiv.org/abs/1906.00446. `counts` [codes] and `sums` [codes, e] are kept with the
    network's weights; `steps` counts the batches followed, and is 0 before `begin`.
    """

    counts: Tensor
    sums: Tensor
    steps: Tensor

    def __init__(self, model: VQModel) -> None:
        super().__init__()
        model.requires_grad_(requires_grad=True).quantize.requires_grad_(requires_grad=False)
        self._codes = [model.codebook]  # in a list, since the model has it already
        self.register_buffer("counts", torch.ones(len(self.codes)))
        self.register_buffer("sums", self.codes.clone())
        self.register_buffer("steps", torch.tensor(0))

    @property
    def codes(self) -> Tensor:
        """The model's own codes, [codes, e]."""
        return self._codes[0]

    @property
    def has_begun(self) -> bool:
        """Whether there are codes yet."""
        return int(self.steps) > 0

    @torch.no_grad()
    def begin(self, latents: Tensor) -> None:
        """Make the k-means of `latents` [n, e, h, w] the codes, each as weighty as the others."""
        flat = flattened(latents)
        self.codes.copy_(k_means(flat, len(self.codes)))
        self.counts.fill_(1.0)
        self.sums.copy_(self.codes)
        self.steps.fill_(1)

    def nearest(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Which codes are nearest to `z` [n, e, h, w], [n, h, w], and those codes in the shape of `z`."""
        chosen = nearest_codes(z.detach(), self.codes)
        return chosen, self.codes[chosen].movedim(-1, 1)

    @torch.no_grad()
    def follow(self, z: Tensor, chosen: Tensor) -> None:
        """Move the codes to where the latents `z` are that chose them, and revive some now and then."""
        flat = flattened(z)
        found, sums = _gathered(flat, chosen.flatten(), len(self.codes))
        self.counts.lerp_(found, 1 - DECAY)
        self.sums.lerp_(sums, 1 - DECAY)
        if int(self.steps) % REVIVED_EVERY == 0:
            self.revive(flat)
        self.steps += 1
        self.codes.copy_(self.sums / self.counts.clamp(min=1e-5)[:, None])

    @torch.no_grad()
    def revive(self, flat: Tensor) -> int:
        """Put dead codes onto latents of the batch, `flat` [n, e], drawn at random; how many were dead.

        Such a code counts as much as the mean one, so that it has time to be found.
        """
        usual = self.counts.mean()
        dead = (self.counts < DEAD * usual).nonzero()[: len(flat), 0]
        drawn = flat[torch.randperm(len(flat), device=flat.device)[: len(dead)]]
        self.counts[dead] = usual
        self.sums[dead] = drawn * usual
        return len(dead)


def flattened(z: Tensor) -> Tensor:
    """Latents [n, e, h, w] as a list of places, [n * h * w, e]."""
    return z.detach().movedim(1, -1).reshape(-1, z.shape[1])


def k_means(flat: Tensor, count: int) -> Tensor:
    """`count` centres of `flat` [n, e] by Lloyd's rounds; an empty one starts again at a random place."""
    if len(flat) < count:  # fewer places than codes: some of them twice, a hair apart
        flat = flat.repeat(-(-count // len(flat)), 1)
        flat = flat + 1e-3 * flat.std() * torch.randn_like(flat)
    centres = flat[torch.randperm(len(flat), device=flat.device)[:count]].clone()
    for _ in range(ROUNDS):
        found, sums = _gathered(flat, nearest_rows(flat, centres), count)
        empty = found == 0
        centres = sums / found.clamp(min=1)[:, None]
        centres[empty] = flat[torch.randperm(len(flat), device=flat.device)[: int(empty.sum())]]
    return centres


def nearest_rows(flat: Tensor, centres: Tensor) -> Tensor:
    """Numbers of the nearest centres, found in portions: the table of all distances would be large."""
    portions = [
        nearest_codes(part[:, :, None, None], centres).flatten() for part in torch.split(flat, AT_ONCE)
    ]
    return torch.cat(portions)


def _gathered(flat: Tensor, chosen: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Number of places that chose each code, [count], and their sum, [count, e]."""
    sums = flat.new_zeros(count, flat.shape[1]).index_add_(0, chosen, flat)
    return torch.bincount(chosen, minlength=count).to(flat.dtype), sums
