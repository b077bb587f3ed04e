"""Losses. Vectors are unit length, float32 [n, d], unless said otherwise."""

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


def cosine_distance(found: Tensor, wanted: Tensor) -> Tensor:
    """One minus the mean cosine; the vectors may have any length."""
    return 1 - functional.cosine_similarity(found, wanted, dim=-1).mean()


def distillation_kl(logits: Tensor, wanted: Tensor) -> Tensor:
    """Kullback-Leibler divergence from the class scores `wanted` to `logits`, both [n, classes].

    Hinton, Vinyals and Dean 2015: how a teacher errs tells more than what it decides.
    """
    found = functional.log_softmax(logits, dim=1)
    target = functional.log_softmax(wanted, dim=1)
    return functional.kl_div(found, target, log_target=True, reduction="batchmean")
