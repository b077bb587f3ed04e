"""Drawing a token from logits: guidance, temperature, top-k, nucleus."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class SamplingRule:
    """How a token is drawn from logits.

    `temperature` divides them: below 1 what is likely becomes likelier still. Only the `top_k` likeliest
    tokens are drawn from (0: all of them), and of these the fewest that have the probability `top_p`
    together: the nucleus (Holtzman et al. 2020, https://arxiv.org/abs/1904.09751). `guidance` is how far to
    go from logits without the condition to those with it (Ho and Salimans 2022,
    https://arxiv.org/abs/2207.12598); at 1 the former need not be computed.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    guidance: float = 1.0

    @property
    def is_guided(self) -> bool:
        """Whether logits without the condition are needed, too."""
        return self.guidance != 1.0


def guided(logits: Tensor, guidance: float) -> Tensor:
    """Logits [n, v] of two streams [2 n, v], the first of which has the condition."""
    told, untold = logits.chunk(2)
    return torch.lerp(untold, told, guidance)


def draw(logits: Tensor, rule: SamplingRule, random: torch.Generator) -> Tensor:
    """A token for each row of `logits` [n, v], int64 [n]."""
    logits = top_k_logits(logits / rule.temperature, rule.top_k)
    probabilities = nucleus(logits.softmax(-1), rule.top_p).cpu()
    return torch.multinomial(probabilities, 1, generator=random)[:, 0].to(logits.device)


def top_k_logits(logits: Tensor, k: int) -> Tensor:
    """`logits` [n, v] with minus infinity for all but the `k` greatest; 0 leaves all of them."""
    if not 0 < k < logits.shape[-1]:
        return logits
    least = logits.topk(k).values[:, -1:]
    return logits.masked_fill(logits < least, float("-inf"))


def nucleus(probabilities: Tensor, p: float) -> Tensor:
    """`probabilities` [n, v], 0 for all but the fewest of the greatest that reach `p` together."""
    if p >= 1:
        return probabilities
    greatest, order = probabilities.sort(dim=-1, descending=True)
    before = greatest.cumsum(-1) - greatest  # of the likeliest it is 0, so one is always left
    return torch.zeros_like(greatest).scatter_(-1, order, greatest.where(before < p, 0.0))
