"""Settings of the engine that paints from image vectors."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.checks import check_choices, check_numbers
from mmdesk.core.painting.token_settings import KEEPS, Keep

UNCLIP_RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "candidates": (1, 64),
        "guidance": (0, 20),
        "flow_steps": (1, 200),
        "change": (0, 1),
        "between": (0, 24),
        "finish": (0, 10_000),
        "chosen": (0, 63),
    }
)
"""The least and greatest value of each number."""


@dataclass(frozen=True, slots=True)
class UnclipSettings:
    """How the unCLIP `model` is sampled.

    Of `candidates` pictures the one nearest to the wish is chosen. `guidance` (1: none) leads away from what
    the decoder would paint knowing nothing; the flow is followed in `flow_steps`. With pictures as prompts,
    their vectors are painted; words then say what shall be different, and are followed by `change`, 0 to 1.
    `between` (0: none) is the number of pictures on the way from the first of two pictures to the second.
    `keep` is the part of the init image that is given. `finish` steps of VQGAN+CLIP go on from the sample.
    `chosen` is the candidate that is the picture, 0 being the best.
    """

    model: str
    candidates: int = 6
    guidance: float = 5.0
    flow_steps: int = 16
    change: float = 0.4
    between: int = 0
    keep: Keep = "nothing"
    finish: int = 0
    chosen: int = 0

    def __post_init__(self) -> None:
        check_numbers(self, UNCLIP_RANGES)
        check_choices(self, {"keep": KEEPS})
        if not self.model:
            raise UserError(tr("Say which unCLIP paints: --unclip NAME."))
        if self.between == 1:
            raise UserError(tr("A way between two pictures has two pictures at least."))
        if self.between and self.finish:
            raise UserError(tr("Pictures between two others cannot be gone on with; leave --finish out."))
        if self.between and self.keep != "nothing":
            raise UserError(tr("Either a picture is completed, or one between two others is painted."))
