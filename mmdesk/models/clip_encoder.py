"""The eyes: pictures and words to vectors of one space.

CLIP (Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision",
https://arxiv.org/abs/2103.00020) has an image tower and a text tower trained so that a picture and the
words for it point the same way. The image tower, which sees thousands of pictures, runs in the data type
of the plan; the text tower, which sees one line at a time, stays in fp32.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import open_clip
import torch
from numpy.typing import NDArray
from torch import nn

from mmdesk.core.errors import UserError
from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.vectors import Vectors
from mmdesk.models.architecture import load_network, random_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.embedding import embed_pixels, place, unit_vectors
from mmdesk.models.pixel_recipe import read_recipe
from mmdesk.models.plan import EncodingPlan, PlanShelf
from mmdesk.models.probe import probe_plan
from mmdesk.models.tokenizer import Tokenizer, read_tokenizer

TEXT_BATCH = 64
"""Texts encoded at once: enough to fill the processor, little enough for any memory."""


@dataclass(frozen=True)
class ClipModel:
    """What an encoder is made from. `build` makes the network, fp32 on the processor, anew at each call.

    `tokenize` is None for a model that knows no words; `dim` is the length of a vector.
    """

    key: str
    recipe: PixelRecipe
    dim: int
    build: Callable[[], nn.Module]
    tokenize: Tokenizer | None


class ClipEncoder:
    """A CLIP model ready to encode. Not for two threads at once: see `Gate`.

    `network` is a product of `model.build`, and the encoder's own from now on. `plan` may change while
    encoding, when the data type proves too narrow for this model; `plans` remembers that.
    """

    def __init__(self, model: ClipModel, network: nn.Module, plan: EncodingPlan, plans: PlanShelf) -> None:
        self.model = model
        self.plan = plan
        self._network = place(network, plan)
        self._plans = plans

    @property
    def logit_scale(self) -> float:
        """The factor training put before the cosine: how sharp the softmax over it is."""
        return float(self._network.logit_scale.exp().item())  # type: ignore[operator]

    def encode_pixels(self, pixels: NDArray[np.uint8]) -> Vectors:
        """Unit vectors [n, dim] of pictures, uint8 RGB [n, size, size, 3] made by the model's recipe.

        A row is NaN where even fp32 finds no direction for the picture; the caller leaves it out.
        Raises ValueError for pictures of another shape.
        """
        side = self.model.recipe.size
        if pixels.shape[1:] != (side, side, 3) or pixels.dtype != np.uint8:
            raise ValueError(
                f"pictures must be uint8 [n, {side}, {side}, 3], not {pixels.dtype} {pixels.shape}"
            )
        starts = range(0, len(pixels), self.plan.batch)
        return self._joined([self._encode_batch(pixels[start : start + self.plan.batch]) for start in starts])

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [n, dim] of texts; what is beyond the context length is not seen.

        Raises ValueError for a model without words, UserError when broken weights yield no direction.
        """
        starts = range(0, len(texts), TEXT_BATCH)
        vectors = self._joined(
            [self._encode_words(list(texts[start : start + TEXT_BATCH])) for start in starts]
        )
        if not np.isfinite(vectors).all():
            raise UserError(f"The model {self.model.key} makes no sense of words: its weights are damaged.")
        return vectors

    def _joined(self, batches: list[Vectors]) -> Vectors:
        return np.concatenate(batches) if batches else np.empty((0, self.model.dim), np.float32)

    def _encode_batch(self, pixels: NDArray[np.uint8]) -> Vectors:
        vectors = embed_pixels(self._network, pixels, self.model.recipe, self.plan)
        if self.plan.dtype == "float32" or np.isfinite(vectors).all():
            return vectors
        self._fall_back()
        return embed_pixels(self._network, pixels, self.model.recipe, self.plan)

    def _fall_back(self) -> None:
        """Take up fp32 for good, with fresh weights: those of the faster type have lost digits."""
        self.plan = replace(self.plan, dtype="float32")
        self._network = place(self.model.build(), self.plan)
        self._plans.remember(self.model.key, self.plan)

    @torch.inference_mode()
    def _encode_words(self, texts: list[str]) -> Vectors:
        if self.model.tokenize is None:
            raise ValueError(f"{self.model.key} knows no words")
        tokens = self.model.tokenize(texts).to(self.plan.device)
        return unit_vectors(self._network.encode_text(tokens))  # type: ignore[operator]


def load_encoder(folder: ClipFolder, device: str, plans: Path) -> ClipEncoder:
    """The encoder of the model in `folder`, by the plan in the file `plans`, probed if not there yet.

    `device` comes from `choose_device`. Raises UserError for an architecture, weights or tokenizer
    that will not do.
    """
    tokenize = read_tokenizer(folder)
    return _encoder(
        ClipModel(folder.key, folder.recipe, folder.dim, partial(load_network, folder), tokenize),
        device,
        plans,
    )


def random_encoder(arch: str, device: str, plans: Path) -> ClipEncoder:
    """An encoder of open_clip's architecture `arch` with random weights: as fast as a trained one, but blind.

    It encodes pictures only. Raises UserError where open_clip has no `arch`.
    """
    config = open_clip.get_model_config(arch)
    if config is None:
        raise UserError(f"There is no architecture {arch} in open_clip.")
    recipe = read_recipe({"model_cfg": config}, Path(arch))
    build = partial(random_network, config, arch)
    return _encoder(ClipModel(f"random-{arch}", recipe, int(config["embed_dim"]), build, None), device, plans)


def _encoder(model: ClipModel, device: str, plans: Path) -> ClipEncoder:
    network, shelf = model.build(), PlanShelf(plans)
    plan = shelf.get(model.key, device)
    if plan is None:
        plan = probe_plan(network, model.recipe, device)
        shelf.remember(model.key, plan)
    return ClipEncoder(model, network, plan, shelf)
