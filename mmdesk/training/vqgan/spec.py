"""What a run that trains a VQGAN is asked to do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.training.spec import StageSpec, as_json

STAGE = StageSpec(
    batch=32, rate=1.2e-3, seconds=150 * 60, weight_decay=1e-4, ema_decay=0.998, max_gradient_norm=1.0
)
"""Length and rate of a VQGAN's training where nothing else is said."""


@dataclass(frozen=True)
class VqganShape:
    """The network: one code of `embed_dim` numbers stands for a square of 2 ** (levels - 1) pixels.

    Narrow, and without attention, so that it paints quickly at any size on a processor; with fewer groups
    in its norms than usual, so that several channels share one and a picture keeps its colour.
    """

    codes: int = 2048
    embed_dim: int = 16
    z_channels: int = 32
    channels: int = 32
    multiples: tuple[int, ...] = (1, 2, 2, 4)
    blocks: int = 1
    norm_groups: int = 8

    def config(self) -> dict[str, Any]:
        """What `vqgan_config.json` says, `ddconfig` as in the yaml files of taming-transformers."""
        layers = {
            "double_z": False, "z_channels": self.z_channels, "resolution": 256, "in_channels": 3,
            "out_ch": 3, "ch": self.channels, "ch_mult": list(self.multiples), "num_res_blocks": self.blocks,
            "attn_resolutions": [], "dropout": 0.0, "norm_groups": self.norm_groups,
        }  # fmt: skip
        return {"model": "vqmodel", "embed_dim": self.embed_dim, "n_embed": self.codes, "ddconfig": layers}


@dataclass(frozen=True)
class VqganSpec:
    """One run, complete and serialisable.

    `clip` is an open_clip folder whose image tower judges likeness. `side` is that of the crops in pixels,
    `evaluated_side` that of held-out pictures, `evaluated` how many of them per set are measured on the way.
    The codebook begins when the fraction `codebook_from` of the stage is over, the discriminator at
    `discriminator_from`.
    """

    data: Path
    out: Path
    clip: Path
    resume: bool = False
    device: str = "cpu"
    seed: int = 0
    threads: int | None = None
    side: int = 64
    evaluated_side: int = 128
    evaluated: int = 16
    codebook_from: float = 0.03
    discriminator_from: float = 0.7
    shape: VqganShape = field(default_factory=VqganShape)
    stage: StageSpec = STAGE

    def described(self) -> dict[str, Any]:
        """The spec as JSON can hold it."""
        return as_json(self)
