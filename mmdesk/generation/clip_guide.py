"""CLIP guidance: how far what CLIP sees of a picture is from what is wished for.

The image tower is the one the search uses, run with gradients. Its data type is found out by a short
probe of its own, because what is fastest in a forward pass need not be so in forward and backward pass.
"""

import copy
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmdesk.core.pixels import PixelRecipe
from mmdesk.generation.canvas import Size, centre_cropped, resized
from mmdesk.generation.fast_backward import with_fast_backward
from mmdesk.generation.losses import great_circle, stopped
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.plan import EncodingPlan
from mmdesk.models.plan_choice import plans_to_try

LEAST_COSINE = 0.98
"""Cosine with the embeddings of fp32 that a faster data type must reach."""

LEAST_GRADIENT_COSINE = 0.5
"""Cosine with the gradients of fp32 that it must reach. Their noise is high in any narrow type and averages
out over the steps.
"""

WORTH_IT = 0.9
"""Share of the time that a narrower type may take at most: what saves less than a tenth is not taken."""

PROBED = 4
"""Cutouts in a probe."""


@dataclass(frozen=True)
class Target:
    """One thing to come near to: the embedding [dim], of length one, of a prompt part or of a picture."""

    name: str
    vector: Tensor
    weight: float = 1.0
    stop: float = -math.inf


class ClipGuide:
    """One CLIP model and what it looks for. `tower` has the data type of `plan` and is not trained."""

    def __init__(
        self, encoder: ClipEncoder, tower: nn.Module, plan: EncodingPlan, targets: Sequence[Target] = ()
    ) -> None:
        self.encoder = encoder
        self.plan = plan
        self.targets = tuple(targets)
        self._tower = tower

    @property
    def side(self) -> int:
        """Side of the cutouts this model wants, in pixels."""
        return self.encoder.folder.recipe.size

    def embed(self, cutouts: Tensor) -> Tensor:
        """Embeddings [n, dim], of length one, of cutouts [n, 3, side, side]."""
        return embed_canvases(self._tower, cutouts, self.encoder.folder.recipe, self.plan)

    def losses(self, cutouts: Tensor) -> dict[str, Tensor]:
        """The weighted loss of each target, the mean over the cutouts, by the target's name."""
        embeddings = self.embed(cutouts)
        return {
            target.name: stopped(great_circle(embeddings, target.vector), target.weight, target.stop)
            for target in self.targets
        }

    def embed_picture(self, canvas: Tensor) -> Tensor:
        """The embedding [dim] of a whole picture [1, 3, h, w], prepared by the model's recipe."""
        with torch.no_grad():
            return self.embed(preprocessed(canvas.to(self.plan.device), self.encoder.folder.recipe))[0]

    def embed_text(self, text: str) -> Tensor:
        """The embedding [dim] of `text`."""
        return torch.from_numpy(self.encoder.encode_texts([text]))[0].to(self.plan.device)

    def with_targets(self, targets: Sequence[Target]) -> "ClipGuide":
        """The same guide looking for something else."""
        return ClipGuide(self.encoder, self._tower, self.plan, targets)

    def in_float32(self) -> "ClipGuide":
        """The same guide in fp32."""
        return open_guide(self.encoder, replace(self.plan, dtype="float32")).with_targets(self.targets)


def open_guide(encoder: ClipEncoder, plan: EncodingPlan | None = None) -> ClipGuide:
    """The guide with the model of `encoder`, by `plan` or one that is probed once and remembered."""
    plan = plan or _remembered_plan(encoder)
    return ClipGuide(encoder, _channels_last(with_fast_backward(encoder.image_tower(plan.dtype))), plan)


def _remembered_plan(encoder: ClipEncoder) -> EncodingPlan:
    key, device = f"{encoder.folder.key} painting", encoder.plan.device
    plan = encoder.plans.get(key, device)
    if plan is None:
        plan = _fastest_plan(
            with_fast_backward(encoder.image_tower("float32")), encoder.folder.recipe, device
        )
        encoder.plans.remember(key, plan)
    return plan


def _channels_last(tower: nn.Module) -> nn.Module:
    """`tower` itself, in the memory format that convolutions are fastest in."""
    return tower.to(memory_format=torch.channels_last)


def embed_canvases(tower: nn.Module, cutouts: Tensor, recipe: PixelRecipe, plan: EncodingPlan) -> Tensor:
    """Embeddings [n, dim], of length one, of pictures [n, 3, h, w] by the image tower `tower`."""
    mean = torch.tensor(recipe.mean, device=plan.device).view(1, 3, 1, 1)
    std = torch.tensor(recipe.std, device=plan.device).view(1, 3, 1, 1)
    inputs = ((cutouts - mean) / std).to(plan.torch_dtype, memory_format=torch.channels_last)
    return functional.normalize(tower(inputs).float(), dim=-1)


def preprocessed(canvas: Tensor, recipe: PixelRecipe) -> Tensor:
    """The picture [n, 3, size, size] squashed, centre-cropped or padded, as the model was trained."""
    square = Size(recipe.size, recipe.size)
    if recipe.resize_mode == "squash":
        return resized(canvas, square)
    if recipe.resize_mode == "shortest":
        return centre_cropped(canvas, square)
    height, width = canvas.shape[-2:]
    rows, columns = max(height, width) - height, max(height, width) - width
    padding = (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2)
    return resized(functional.pad(canvas, padding, value=recipe.fill / 255), square)


def _fastest_plan(tower: nn.Module, recipe: PixelRecipe, device: str) -> EncodingPlan:
    """The plan with the fastest forward and backward pass, among those that agree with fp32."""
    best, best_seconds = EncodingPlan(device, "float32", PROBED), math.inf
    exact: tuple[Tensor, Tensor] | None = None
    for candidate in plans_to_try(device):
        if candidate.dtype == "float16":  # its gradients vanish below 6e-8
            continue
        seconds, embeddings, gradients = _trial(tower, recipe, candidate)
        exact = exact or (embeddings, gradients)
        if seconds < WORTH_IT * best_seconds and _agree((embeddings, gradients), exact):
            best, best_seconds = EncodingPlan(device, candidate.dtype, PROBED), seconds
    return best


def _trial(tower: nn.Module, recipe: PixelRecipe, plan: EncodingPlan) -> tuple[float, Tensor, Tensor]:
    """Seconds of one step with a copy of the tower, its embeddings [n, dim], and the gradients [n, numbers]
    of their sum with respect to the pixels.
    """
    tower = _channels_last(copy.deepcopy(tower).to(plan.torch_dtype))
    noise = torch.rand(PROBED, 3, recipe.size, recipe.size, generator=torch.Generator().manual_seed(0))
    pixels = noise.to(plan.device).requires_grad_()
    seconds, gradients = math.inf, torch.empty(0)
    for _ in range(3):
        pixels.grad = None
        start = time.perf_counter()
        embeddings = embed_canvases(tower, pixels, recipe, plan)
        embeddings[:, ::2].sum().backward()  # type: ignore[no-untyped-call]
        assert pixels.grad is not None
        gradients = pixels.grad.flatten(1).cpu()  # waits for an accelerator to be done
        seconds = min(seconds, time.perf_counter() - start)
    return seconds, embeddings.detach().cpu(), gradients


def _agree(found: tuple[Tensor, Tensor], exact: tuple[Tensor, Tensor]) -> bool:
    """Whether embeddings and gradients point where those of fp32 do; NaN agrees with nothing."""
    limits = (LEAST_COSINE, LEAST_GRADIENT_COSINE)
    return all(
        bool((functional.cosine_similarity(ours, theirs) > limit).all())
        for ours, theirs, limit in zip(found, exact, limits, strict=True)
    )
