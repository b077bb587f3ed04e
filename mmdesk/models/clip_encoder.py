"""The CLIP encoder: pictures and words to vectors of one space.

CLIP (Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision",
https://arxiv.org/abs/2103.00020) has an image tower and a text tower trained so that a picture and the
words for it point the same way. The image tower, which sees thousands of pictures, runs in the data type
of the plan; the text tower, which sees one line at a time, stays in fp32.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from mmdesk.core.errors import UserError
from mmdesk.core.vectors import Vectors
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.embedding import embed_pixels, place, unit_vectors
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.models.probe import probe_plan
from mmdesk.models.tokenizer import Tokenizer, read_tokenizer

TEXT_BATCH = 64
"""Texts encoded at once: enough to fill the processor, little enough for any memory."""


class ClipEncoder:
    """A CLIP model ready to encode. Not for two threads at once: see `Gate`.

    `network` is a product of `load_network(folder)`, and the encoder's own from now on. `plan` may change
    while encoding, when the data type proves too narrow for this model; `plans` remembers that, and
    whatever else is found out about this model and machine.
    """

    def __init__(
        self,
        folder: ClipFolder,
        network: nn.Module,
        tokenize: Tokenizer,
        plan: EncodingPlan,
        plans: PlanCache,
    ) -> None:
        self.folder = folder
        self.plan = plan
        self._network = place(network, plan)
        self._tokenize = tokenize
        self.plans = plans

    def image_tower(self, dtype: str) -> nn.Module:
        """The image tower in the data type `dtype`, for what needs its gradients.

        It is the encoder's own if that is of this type, else another one with fresh weights.
        """
        if dtype == self.plan.dtype:
            return self._network.visual  # type: ignore[return-value]
        return place(load_network(self.folder), replace(self.plan, dtype=dtype)).visual  # type: ignore[return-value]

    def encode_pixels(self, pixels: NDArray[np.uint8]) -> Vectors:
        """Unit vectors [n, dim] of pictures, uint8 RGB [n, size, size, 3] made by the model's recipe.

        A row is NaN where even fp32 finds no direction for the picture; the caller leaves it out.
        Raises ValueError for pictures of another shape.
        """
        side = self.folder.recipe.size
        if pixels.shape[1:] != (side, side, 3) or pixels.dtype != np.uint8:
            raise ValueError(
                f"pictures must be uint8 [n, {side}, {side}, 3], not {pixels.dtype} {pixels.shape}"
            )
        starts = range(0, len(pixels), self.plan.batch)
        return self._joined([self._encode_batch(pixels[start : start + self.plan.batch]) for start in starts])

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [n, dim] of texts; what is beyond the context length is not seen.

        Raises UserError when damaged weights yield no direction.
        """
        starts = range(0, len(texts), TEXT_BATCH)
        vectors = self._joined(
            [self._encode_words(list(texts[start : start + TEXT_BATCH])) for start in starts]
        )
        if not np.isfinite(vectors).all():
            raise UserError(f"The model {self.folder.name} makes no sense of words: its weights are damaged.")
        return vectors

    def _joined(self, batches: list[Vectors]) -> Vectors:
        return np.concatenate(batches) if batches else np.empty((0, self.folder.dim), np.float32)

    def _encode_batch(self, pixels: NDArray[np.uint8]) -> Vectors:
        vectors = embed_pixels(self._network, pixels, self.folder.recipe, self.plan)
        if self.plan.dtype == "float32" or np.isfinite(vectors).all():
            return vectors
        self._fall_back()
        return embed_pixels(self._network, pixels, self.folder.recipe, self.plan)

    def _fall_back(self) -> None:
        """Reload the weights in fp32 for good: those of the faster type have lost digits."""
        self.plan = replace(self.plan, dtype="float32")
        self._network = place(load_network(self.folder), self.plan)
        self.plans.remember(self.folder.key, self.plan)

    @torch.inference_mode()
    def _encode_words(self, texts: list[str]) -> Vectors:
        tokens = torch.from_numpy(self._tokenize(texts)).to(self.plan.device)
        return unit_vectors(self._network.encode_text(tokens))  # type: ignore[operator]


def load_encoder(folder: ClipFolder, device: str, plans: Path) -> ClipEncoder:
    """The encoder of the model in `folder`, by the plan in the file `plans`, probed if not there yet.

    `device` comes from `choose_device`. Raises UserError for an architecture, weights or tokenizer
    that will not do.
    """
    network, plans_cache = load_network(folder), PlanCache(plans)
    plan = plans_cache.get(folder.key, device)
    if plan is None:
        plan = probe_plan(network, folder.recipe, device)
        plans_cache.remember(folder.key, plan)
    return ClipEncoder(folder, network, read_tokenizer(folder), plan, plans_cache)
