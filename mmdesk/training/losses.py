"""What the towers are blamed for. Vectors are unit length, float32 [n, d], unless said otherwise."""

import torch
from torch import Tensor
from torch.nn import functional


def soft_targets(matches: Tensor) -> Tensor:
    """Each row of the truth table `matches` as probabilities; a row without a match stays zero."""
    table = matches.float()
    return table / table.sum(1, keepdim=True).clamp(min=1)


def soft_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean cross entropy over the rows whose targets are not all zero."""
    losses = -(targets * functional.log_softmax(logits, dim=1)).sum(1)
    return losses.sum() / (targets.sum(1) > 0).sum().clamp(min=1)


def contrastive(logits: Tensor, matches: Tensor) -> Tensor:
    """The symmetric loss of CLIP (Radford et al. 2021) with soft targets.

    `logits` and the truth table `matches` are [pictures, texts]. Where each picture has one text of its
    own this is CLIP's loss to the last digit.
    """
    forth = soft_cross_entropy(logits, soft_targets(matches))
    back = soft_cross_entropy(logits.T, soft_targets(matches.T))
    return (forth + back) / 2


def feature_distillation(found: Tensor, wanted: Tensor) -> Tensor:
    """How far standardised features [n, k] are from the teacher's: direction and size.

    One minus the cosine, plus the Huber loss (`smooth_l1`), which outliers do not rule.
    """
    return cosine_distance(found, wanted) + functional.smooth_l1_loss(found, wanted)


def cosine_distance(found: Tensor, wanted: Tensor) -> Tensor:
    """One minus the mean cosine; the vectors may have any length."""
    return 1 - functional.cosine_similarity(found, wanted, dim=-1).mean()


def distillation_kl(logits: Tensor, wanted: Tensor, temperature: float = 1.0) -> Tensor:
    """Kullback-Leibler divergence from the class scores `wanted` to `logits`, both [n, classes].

    Hinton, Vinyals and Dean 2015: how a teacher errs tells more than what it decides.
    """
    mine = functional.log_softmax(logits / temperature, dim=1)
    theirs = functional.log_softmax(wanted / temperature, dim=1)
    return functional.kl_div(mine, theirs, log_target=True, reduction="batchmean") * temperature**2


def jittered(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """Floats 0..255 [n, 3, h, w] with random contrast (±25 %), brightness (±20 %) and tint (±6 %)."""
    count = len(pixels)

    def around(spread: float, channels: int = 1) -> Tensor:
        return 1 + spread * (2 * torch.rand(count, channels, 1, 1, generator=generator) - 1)

    mean = pixels.mean((1, 2, 3), keepdim=True)
    return (((pixels - mean) * around(0.25) + mean) * around(0.2) * around(0.06, 3)).clamp(0, 255)
