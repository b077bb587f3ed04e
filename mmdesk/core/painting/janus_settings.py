"""Settings of the engine that draws with a Janus, a language model that writes pictures, too."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.checks import check_numbers

JANUS_RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"candidates": (1, 32), "guidance": (1, 20), "temperature": (0.01, 10), "chosen": (0, 63)}
)
"""The least and greatest value of each number."""


@dataclass(frozen=True, slots=True)
class JanusSettings:
    """How the language model `model` is sampled.

    Of `candidates` pictures the CLIP models choose the one that looks most like the prompt. `guidance` (1:
    none) leads away from what it would draw without words; `temperature` is that of softmax. `chosen` is the
    candidate that is the picture, 0 being the best.
    """

    model: str
    candidates: int = 1
    guidance: float = 5.0
    temperature: float = 1.0
    chosen: int = 0

    def __post_init__(self) -> None:
        check_numbers(self, JANUS_RANGES)
        if not self.model:
            raise UserError(tr("Say which Janus paints: --janus NAME."))
