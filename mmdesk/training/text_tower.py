"""The text tower learns where the sentence encoder's vector of each text lies in the embedding space."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from mmdesk.core.errors import UserError
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.training.corpus import Corpus
from mmdesk.training.losses import cosine_distance, soft_cross_entropy
from mmdesk.training.student import Student, encode_in_parts, encode_short_texts, text_states

SHARPNESS = 20.0
"""Scale at which the texts of a batch are told apart."""

SORTED_BATCHES = 32
"""Batches are cut from this many at a time, sorted by length, so that little is padding."""

SHORT, SHORT_WEIGHT = 7, 4.0
"""Texts of at most so many words, which is what people type, are drawn this much more often."""

FITTED_TEXTS = 20_000
"""Texts by which the last layer of a tower taken over is fitted to the new space."""


def text_weights(corpus: Corpus) -> list[float]:
    """Chances of each text to be drawn, relative to a caption."""
    return [SHORT_WEIGHT if len(text.split()) <= SHORT else 1.0 for text in corpus.texts]


class TextTowerLosses:
    """Cosine distance to each text's target, and the batch's texts told apart by their targets.

    `tokens` [texts, context] and `targets` [texts, d] belong together row by row; a text is drawn as often
    as `weights` says.
    """

    def __init__(
        self, model: Any, tokens: Tensor, targets: Tensor, weights: Sequence[float], batch: int, seed: int
    ) -> None:
        self._model, self._tokens, self._targets, self._batch = model, tokens, targets, batch
        self._lengths = (tokens != 0).sum(1).numpy()
        self._chances = np.asarray(weights) / np.sum(weights)
        self._seed = seed
        self._drawn: tuple[int, NDArray[np.int64]] | None = None

    def __call__(self, step: int, fraction: float) -> dict[str, Tensor]:
        """Losses by name."""
        del fraction
        rows = self._rows(step)
        wanted = self._targets[rows]
        with torch.autocast(wanted.device.type, torch.bfloat16):
            vectors = encode_short_texts(self._model, self._tokens[rows].to(wanted.device))
        same = functional.softmax(SHARPNESS * wanted @ wanted.T, dim=1)
        return {
            "cosine": 2 * cosine_distance(vectors, wanted),
            "contrastive": 0.2 * soft_cross_entropy(SHARPNESS * vectors @ wanted.T, same),
        }

    def _rows(self, step: int) -> NDArray[np.int64]:
        """Rows of the texts of batch `step`, all about equally long."""
        number, place = divmod(step, SORTED_BATCHES)
        if self._drawn is None or self._drawn[0] != number:
            rng = np.random.default_rng((self._seed, number))
            drawn = rng.choice(len(self._chances), self._batch * SORTED_BATCHES, p=self._chances)
            drawn = drawn[np.argsort(self._lengths[drawn], kind="stable")]
            self._drawn = number, rng.permutation(drawn.reshape(-1, self._batch))
        rows: NDArray[np.int64] = self._drawn[1][place]
        return rows


def take_over_text_tower(student: Student, folder: Path) -> None:
    """Start the text tower of `student` from that of the open_clip folder `folder`.

    Raises UserError where it has another shape.
    """
    former: Any = load_network(ClipFolder.read(folder))
    weights = {name: one for name, one in former.state_dict().items() if not name.startswith("visual.")}
    try:
        missing = student.model.load_state_dict(weights, strict=False)
    except RuntimeError as error:
        raise UserError(
            f"The text tower in {folder} has another shape than the one to be trained."
        ) from error
    if missing.unexpected_keys:
        raise UserError(f"The text tower in {folder} has other parts than the one to be trained.")


@torch.no_grad()
def fit_projection(model: Any, tokens: Tensor, targets: Tensor, seed: int) -> None:
    """Make the tower's last layer, a matrix [width, d], the one nearest to `targets` by least squares."""
    rows = np.random.default_rng(seed).permutation(len(tokens))[:FITTED_TEXTS]
    states = encode_in_parts(lambda part: text_states(model, part), tokens[rows], targets.device.type)
    states = functional.normalize(states, dim=-1)
    model.text_projection.copy_(torch.linalg.lstsq(states.cpu(), targets[rows].cpu()).solution)
