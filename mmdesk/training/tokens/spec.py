"""What a run that trains a transformer over codes is asked to do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.models.tokens.network import TransformerShape
from mmdesk.training.spec import StageSpec, as_json

STAGE = StageSpec(
    batch=32, rate=6e-4, seconds=60 * 60, weight_decay=0.01, ema_decay=0.999, max_gradient_norm=1.0
)
"""Length and rate of a training where nothing else is said; weight decay is that of taming-transformers."""


@dataclass(frozen=True)
class TransformerSizes:
    """Sizes of the network that do not follow from what it reads."""

    layers: int = 6
    heads: int = 8
    width: int = 256

    def shape(self, tokens: int, length: int) -> TransformerShape:
        """The shape for a vocabulary of `tokens`, streams of `length`."""
        return TransformerShape(tokens, length, self.layers, self.heads, self.width)


@dataclass(frozen=True)
class TokensSpec:
    """One run, complete and serialisable.

    Codes are those of the VQGAN in the folder `vqgan`, of crops of `side` pixels; `crops` of them are kept
    on disk. The vocabulary of words is in the file `words`; `length` tokens of each text are read. Words
    count `word_weight` in the loss (an eighth, as in Ramesh et al. 2021), and are left out of a `dropout`
    of all streams, so that the transformer can also do without: guidance needs that (Ho and Salimans 2022).
    """

    data: Path
    out: Path
    vqgan: Path
    words: Path
    resume: bool = False
    device: str = "cpu"
    seed: int = 0
    threads: int | None = None
    side: int = 128
    crops: int = 16_000
    length: int = 24
    dropout: float = 0.15
    word_weight: float = 0.125
    sizes: TransformerSizes = field(default_factory=TransformerSizes)
    stage: StageSpec = STAGE

    def described(self) -> dict[str, Any]:
        """The spec as JSON can hold it."""
        return as_json(self)
