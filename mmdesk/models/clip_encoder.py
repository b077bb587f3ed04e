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

from mmdesk.core.vectors import Vectors
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.embedding import embed_pixels, place, unit_vectors
from mmdesk.models.encoding import pixels_in_batches, texts_in_batches
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.models.probe import probe_plan
from mmdesk.models.threads import keep_to_cores
from mmdesk.models.tokenizer import Tokenizer, read_tokenizer


class ClipEncoder:
    """A CLIP model run by torch: an `Encoder` that also lends its image tower.

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
        """Unit vectors [n, dim] of pictures, see `Encoder`."""
        keep_to_cores()
        return pixels_in_batches(self.folder, pixels, self.plan.batch, self._encode_batch)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [n, dim] of texts, see `Encoder`."""
        return texts_in_batches(self.folder, texts, self._encode_words)

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
    def _encode_words(self, texts: Sequence[str]) -> Vectors:
        tokens = torch.from_numpy(self._tokenize(texts)).to(self.plan.device)
        return unit_vectors(self._network.encode_text(tokens))  # type: ignore[operator]


def load_encoder(folder: ClipFolder, device: str, plans: Path) -> ClipEncoder:
    """The encoder of the model in `folder`, by the plan in the file `plans`, probed if not there yet.

    `device` comes from `choose_device`. Raises UserError for an architecture, weights or tokenizer
    that will not do.
    """
    keep_to_cores()
    network, plans_cache = load_network(folder), PlanCache(plans)
    plan = plans_cache.get(folder.key, device)
    if plan is None:
        plan = probe_plan(network, folder.recipe, device)
        plans_cache.remember(folder.key, plan)
    return ClipEncoder(folder, network, read_tokenizer(folder), plan, plans_cache)
