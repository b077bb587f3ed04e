"""What runs that train an unCLIP are asked to do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.models.unclip.folder import DecoderShape, PriorShape
from mmdesk.training.spec import StageSpec, as_json

DECODER_STAGE = StageSpec(
    batch=64, rate=1e-3, seconds=60 * 60, weight_decay=0.01, ema_decay=0.998, max_gradient_norm=1.0
)
"""Length and rate of a decoder's training where nothing else is said."""

PRIOR_STAGE = StageSpec(
    batch=256, rate=1e-3, seconds=10 * 60, weight_decay=0.01, ema_decay=0.999, max_gradient_norm=1.0
)
"""The same of a prior's."""


@dataclass(frozen=True)
class DecoderSpec:
    """A decoder's run, complete and serialisable.

    `vqgan` and `clip` are folders of the models whose latents and vectors are learned, of crops of `side`
    pixels; `crops` of them are kept on disk. `patch` is that of `LatentSpace`. The vector is left out of a
    `dropout` of all examples, for guidance (Ho and Salimans 2022).
    """

    data: Path
    out: Path
    vqgan: Path
    clip: Path
    resume: bool = False
    device: str = "cpu"
    seed: int = 0
    threads: int | None = None
    side: int = 128
    patch: int = 2
    crops: int = 16_000
    dropout: float = 0.1
    shape: DecoderShape = field(default_factory=DecoderShape)
    stage: StageSpec = DECODER_STAGE

    def described(self) -> dict[str, Any]:
        """The spec as JSON can hold it."""
        return as_json(self)


@dataclass(frozen=True)
class PriorSpec:
    """A prior's run, complete and serialisable.

    `decoder` is the folder of a trained decoder, which the prior becomes a part of; its CLIP is in `clip`.
    `dropout` is the share of examples that are learned without the text.
    """

    data: Path
    decoder: Path
    clip: Path
    resume: bool = False
    device: str = "cpu"
    seed: int = 0
    threads: int | None = None
    crops: int = 16_000
    dropout: float = 0.1
    shape: PriorShape = field(default_factory=PriorShape)
    stage: StageSpec = PRIOR_STAGE

    def described(self) -> dict[str, Any]:
        """The spec as JSON can hold it."""
        return as_json(self)
