"""Training runs as the user asks for them."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ClipTrainingRequest:
    """A CLIP to be trained, as the user said; other settings of a run are the training room's own.

    `backbone` is a file of weights, `teacher` the folder of a sentence encoder, `text_from` a model's name or
    folder. `minutes` bounds the stages of training together; None leaves them as long as they are.
    """

    data: Path
    out: Path
    resume: bool = False
    backbone: Path | None = None
    teacher: Path | None = None
    text_from: str | None = None
    minutes: float | None = None
    nouns: Path | None = None
    device: str = "auto"
    crops: int = 32_000
    threads: int | None = None


@dataclass(frozen=True)
class VqganTrainingRequest:
    """A VQGAN to be trained, as the user said."""

    data: Path
    out: Path
    minutes: float
    resume: bool = False
    device: str = "auto"
    threads: int | None = None


@dataclass(frozen=True)
class TokensTrainingRequest:
    """A transformer over codes to be trained, as the user said. `side` is that of its pictures in pixels."""

    data: Path
    out: Path
    minutes: float
    side: int = 128
    crops: int = 24_000
    resume: bool = False
    device: str = "auto"
    threads: int | None = None


@dataclass(frozen=True)
class DecoderTrainingRequest:
    """A decoder of an unCLIP to be trained, as the user said. `side` is that of its pictures in pixels."""

    data: Path
    out: Path
    minutes: float
    side: int = 128
    crops: int = 16_000
    resume: bool = False
    device: str = "auto"
    threads: int | None = None


@dataclass(frozen=True)
class PriorTrainingRequest:
    """A prior to be trained, as the user said, for the decoder in the folder `decoder`."""

    data: Path
    decoder: Path
    minutes: float
    crops: int = 16_000
    resume: bool = False
    device: str = "auto"
    threads: int | None = None
