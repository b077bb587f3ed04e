"""Settings of the engine that draws a picture code by code."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.checks import check_choices, check_numbers

Keep = Literal["nothing", "top", "bottom", "left", "right", "mask"]

KEEPS: tuple[Keep, ...] = get_args(Keep)

ADVISED = ("temperature", "guidance", "top_k", "top_p")
"""Settings that a model may come with advice for."""

TOKEN_RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "candidates": (1, 64),
        "temperature": (0.01, 10),
        "top_k": (0, 1 << 20),
        "top_p": (0.01, 1),
        "guidance": (0, 20),
        "chosen": (0, 63),
    }
)
"""The least and greatest value of each number."""


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """How the transformer `model` is sampled.

    Of `candidates` pictures the CLIP models choose the one that looks most like the prompt. `temperature`,
    `top_k` (0: no limit), `top_p` and `guidance` (1: none) are those of `SamplingRule`. `label` is a class of
    a model that paints classes, its name or number. `keep` is the part of the init image that is given.
    `chosen` is the candidate that is the picture, 0 being the best.
    """

    model: str
    candidates: int = 8
    temperature: float = 1.0
    top_k: int = 256
    top_p: float = 1.0
    guidance: float = 1.0
    label: str = ""
    keep: Keep = "nothing"
    chosen: int = 0

    def __post_init__(self) -> None:
        check_numbers(self, TOKEN_RANGES)
        check_choices(self, {"keep": KEEPS})
        if not self.model:
            raise UserError(tr("Say which transformer paints: --tokens NAME."))
