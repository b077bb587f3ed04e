"""What a training run is asked to do."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mmdesk.training.vocabulary import vocabulary_size


@dataclass(frozen=True)
class Shape:
    """The towers: sizes in pixels, tokens, channels.

    `backbone` is any convolutional network timm knows by name. A plain residual one of grouped
    convolutions (Radosavovic et al. 2020, https://arxiv.org/abs/2003.13678) learned most per second on
    processors without a graphics card. `image_size` is that of the finished model: larger than the crops
    it learns from, because in random crops things appear larger than in whole pictures (Touvron et al.
    2019, https://arxiv.org/abs/1906.06423).
    """

    backbone: str = "regnetx_004"
    image_size: int = 160
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
    """How long and how hard one stage learns; `share` is its part of the run's time.

    `memory` is what the running average of the weights keeps at each step; gradients longer than
    `longest_gradient` are shortened. With `steps` it is over after so many, if not before.
    """

    share: float
    batch: int
    rate: float
    weight_decay: float = 0.05
    memory: float = 0.9995
    longest_gradient: float = 2.0
    steps: int | None = None


@dataclass(frozen=True)
class TrainSpec:
    """One run, complete and serialisable.

    `minutes` bounds the whole run, `out` takes checkpoints and the finished model, `teacher` is a TFLite
    classifier with its label file beside it. `crops` random crops are kept on disk and renewed. `threads`
    is best 1 on a busy machine: two threads that wait for each other learned a third as much per second.
    """

    data: Path
    out: Path
    minutes: float = 240.0
    resume: bool = False
    teacher: Path | None = None
    nouns: Path | None = None
    device: str = "cpu"
    seed: int = 0
    crops: int = 100_000
    threads: int | None = None
    shape: Shape = field(default_factory=Shape)
    vision: StageSpec = StageSpec(share=0.57, batch=128, rate=2e-3)
    anchors: StageSpec = StageSpec(share=0.03, batch=1024, rate=1e-3)
    language: StageSpec = StageSpec(share=0.15, batch=256, rate=1e-3)
    joint: StageSpec = StageSpec(share=0.1, batch=192, rate=4e-4)
    polish: StageSpec = StageSpec(share=0.15, batch=96, rate=5e-4)

    def described(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {key: str(value) if isinstance(value, Path) else value for key, value in asdict(self).items()}
