"""What a training run is asked to do."""

from dataclasses import asdict, dataclass, field, replace
from math import inf
from pathlib import Path
from typing import Any

from mmdesk.training.vocabulary import vocabulary_size

SPACE_SHARE = 0.25
"""Share of a bounded time that the embedding space gets; the text tower needs more steps."""


@dataclass(frozen=True)
class Shape:
    """The towers: sizes in pixels, tokens, channels.

    `backbone` is a convolutional classifier timm knows by name.
    """

    backbone: str = "tf_efficientnet_lite0"
    image_size: int = 224
    embed_dim: int = 256
    merges: int = 9486
    context_length: int = 32
    text_width: int = 256
    text_heads: int = 4
    text_layers: int = 4

    def config(self, merges: int, merges_file: str) -> dict[str, Any]:
        """The `model_cfg` of open_clip, for a vocabulary of `merges` merges kept in `merges_file`."""
        vision = {
            "timm_model_name": self.backbone,
            "timm_model_pretrained": False,
            "timm_pool": "avg",
            "timm_proj": "mlp",
            "timm_proj_bias": True,
            "image_size": self.image_size,
        }
        text = {
            "context_length": self.context_length,
            "vocab_size": vocabulary_size(merges),
            "width": self.text_width,
            "heads": self.text_heads,
            "layers": self.text_layers,
            "tokenizer_kwargs": {"bpe_path": merges_file},
        }
        return {"embed_dim": self.embed_dim, "vision_cfg": vision, "text_cfg": text}


@dataclass(frozen=True)
class StageSpec:
    """Length and rate of one stage: over after so many steps or seconds, whichever come first.

    `ema_decay` is what the running average of the weights keeps at each step; gradients longer than
    `max_gradient_norm` are shortened.
    """

    batch: int
    rate: float
    steps: float = inf
    seconds: float = inf
    weight_decay: float = 0.05
    ema_decay: float = 0.9995
    max_gradient_norm: float = 2.0


@dataclass(frozen=True)
class TrainSpec:
    """One run, complete and serialisable.

    `out` takes checkpoints and the finished model. `backbone` is a file with the weights of the shape's
    network, `sentence_encoder` a transformers folder; None means those of the optional packages. `text_from`
    is an open_clip folder whose text tower is the start of this one's. Features of `crops` crops are kept on
    disk. `threads` is best 1 on a busy machine: threads that wait for each other learn less.
    """

    data: Path
    out: Path
    resume: bool = False
    backbone: Path | None = None
    sentence_encoder: Path | None = None
    text_from: Path | None = None
    nouns: Path | None = None
    device: str = "cpu"
    seed: int = 0
    crops: int = 32_000
    threads: int | None = None
    shape: Shape = field(default_factory=Shape)
    space: StageSpec = StageSpec(batch=512, rate=1e-3, steps=500, ema_decay=0.998)
    text_tower: StageSpec = StageSpec(batch=256, rate=1e-3, steps=1500, ema_decay=0.998)

    def within(self, seconds: float) -> "TrainSpec":
        """The same run with its stages over after so many seconds together, if not before."""
        space = SPACE_SHARE * seconds
        return replace(
            self,
            space=replace(self.space, seconds=space),
            text_tower=replace(self.text_tower, seconds=seconds - space),
        )

    def described(self) -> dict[str, Any]:
        """The spec as JSON can hold it."""
        return as_json(self)


def as_json(spec: Any) -> dict[str, Any]:
    """The fields of the dataclass `spec`: paths as text, None for what never comes."""
    return {name: _json_value(value) for name, value in asdict(spec).items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json_value(one) for key, one in value.items()}
    if isinstance(value, Path):
        return str(value)
    return None if value == inf else value
