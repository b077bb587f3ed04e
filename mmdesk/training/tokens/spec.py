"""What a run that trains a transformer over codes is asked to do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.models.tokens.folder import CodebookSizes
from mmdesk.models.tokens.network import TransformerShape
from mmdesk.training.spec import StageSpec, as_json

STAGE = StageSpec(
    batch=64, rate=1.5e-3, seconds=60 * 60, weight_decay=0.01, ema_decay=0.995, max_gradient_norm=1.0
)
"""Length and rate of a training where nothing else is said; weight decay is that of taming-transformers."""

CODEBOOKS = CodebookSizes(side=2, levels=2, codes=1024)
"""What codes stand for where nothing else is said: two of them for four latents are a third of the work."""


@dataclass(frozen=True)
class TransformerSizes:
    """Sizes of the network that do not follow from what it reads."""

    layers: int = 6
    heads: int = 4
    width: int = 192

    def shape(self, tokens: int, length: int) -> TransformerShape:
        """The shape for a vocabulary of `tokens`, streams of `length`."""
        return TransformerShape(tokens, length, self.layers, self.heads, self.width)


@dataclass(frozen=True)
class TokensSpec:
    """One run, complete and serialisable.

    Codes are those of the VQGAN in the folder `vqgan`, of crops of `side` pixels; `crops` of them are kept
    on disk. `codebooks` fitted to squares of latents are drawn from, or where they say 1 x 1 latents in one
    level, the VQGAN's own. The vocabulary of words is in the file `words`, of which the first `merges` are
    taken; `length` tokens of each text are read. Words
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
    crops: int = 24_000
    merges: int = 2000
    length: int = 24
    codebooks: CodebookSizes = CODEBOOKS
    dropout: float = 0.15
    word_weight: float = 0.125
    sizes: TransformerSizes = field(default_factory=TransformerSizes)
    stage: StageSpec = STAGE

    def described(self) -> dict[str, Any]:
        """The spec as JSON can hold it."""
        return as_json(self)
