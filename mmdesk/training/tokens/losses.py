"""The stream of words and codes, and how badly each token of it was foretold."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.models.tokens.folder import CodebookSizes
from mmdesk.models.tokens.network import CodeTransformer
from mmdesk.training.tokens.crops import CodedCrops, half_precision
from mmdesk.training.tokens.spec import TokensSpec
from mmdesk.training.tokens.texts import PictureTexts


class TokenLosses:
    """Losses of batches drawn from `crops` and what is said of them.

    Batch n is the same in every run of the same seed. The losses are cross entropies in nats a token.
    """

    def __init__(
        self,
        network: CodeTransformer,
        crops: CodedCrops,
        texts: PictureTexts,
        spec: TokensSpec,
        sizes: CodebookSizes,
    ) -> None:
        self._network, self._crops, self._texts = network, crops, texts
        self._spec, self._sizes = spec, sizes

    def __call__(self, step: int, fraction: float) -> dict[str, Tensor]:
        """The losses of the batch of a step: of codes, and of words by their weight."""
        del fraction
        rng = np.random.default_rng((self._spec.seed, step))
        places = rng.integers(len(self._crops), size=self._spec.stage.batch)
        mirrored = torch.from_numpy(rng.integers(2, size=len(places)))
        words = torch.stack([self._words(int(self._crops.rows[place]), rng) for place in places])
        codes = self._crops.codes[torch.from_numpy(places), mirrored].flatten(1).long()
        device = self._spec.device
        with half_precision(device):
            of_words, of_codes = stream_losses(self._network, words.to(device), codes.to(device), self._sizes)
        levels = {f"codes {level}": loss for level, loss in enumerate(of_codes.float() / len(of_codes))}
        return {**levels, "words": self._spec.word_weight * of_words.float()}

    def _words(self, row: int, rng: np.random.Generator) -> Tensor:
        return self._texts.nothing if rng.random() < self._spec.dropout else self._texts.draw(row, rng)


def stream_losses(
    network: CodeTransformer, words: Tensor, codes: Tensor, sizes: CodebookSizes
) -> tuple[Tensor, Tensor]:
    """Mean cross entropies: of `words` [n, length], and [levels] of the `codes` [n, places] behind them.

    Words are foretold among words, codes among those of their level; padding, the last token of all, need
    not be foretold.
    """
    features = network.features(torch.cat((words, codes), dim=1)[:, :-1])
    head, length = network.head.weight, words.shape[1]
    code_losses = _by_level(features[:, length - 1 :], codes, head, sizes)
    padding = network.shape.vocab_size - 1
    said = words[:, 1:] != padding
    if not bool(said.any()):
        return code_losses.sum() * 0, code_losses
    of_words = functional.linear(features[:, : length - 1][said], head[sizes.tokens :])
    return functional.cross_entropy(of_words, words[:, 1:][said] - sizes.tokens), code_losses


def _by_level(features: Tensor, codes: Tensor, head: Tensor, sizes: CodebookSizes) -> Tensor:
    """Mean cross entropies [levels] of `codes`, foretold from `features` [n, places, width]."""
    places = codes.shape[1] // sizes.levels
    parts = zip(torch.split(features, places, 1), torch.split(codes, places, 1), strict=True)
    losses = []
    for level, (seen, wanted) in enumerate(parts):
        logits = functional.linear(seen, head[level * sizes.codes : (level + 1) * sizes.codes])
        losses.append(functional.cross_entropy(logits.flatten(0, 1), (wanted % sizes.codes).flatten()))
    return torch.stack(losses)
