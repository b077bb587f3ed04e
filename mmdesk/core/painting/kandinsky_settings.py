"""Settings of the engine that paints with a Kandinsky: from words by an image vector to a picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.checks import check_choices, check_numbers
from mmdesk.core.painting.token_settings import KEEPS, Keep

KANDINSKY_RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "candidates": (1, 16),
        "guidance": (1, 20),
        "denoising_steps": (1, 1000),
        "prior_steps": (1, 1000),
        "change": (0, 1),
        "between": (0, 24),
        "chosen": (0, 63),
    }
)
"""The least and greatest value of each number."""


@dataclass(frozen=True, slots=True)
class KandinskySettings:
    """How the decoder `model` is sampled, with the model `prior`, empty for the installed one.

    Words become image vectors in `prior_steps`, and noise a picture of such a vector in `denoising_steps`.
    Of `candidates` pictures the CLIP models choose. `guidance` (1: none) leads away from what would be
    painted without words. With pictures as prompts, their vectors are painted; words are then mixed in by
    `change`, 0 to 1. `between` (0: none) is the number of pictures on the way from the first of two pictures
    to the second. `keep` is the part of the init image that is given. `chosen` is the candidate that is the
    picture, 0 being the best.
    """

    model: str
    prior: str = ""
    candidates: int = 1
    guidance: float = 4.0
    denoising_steps: int = 50
    prior_steps: int = 25
    change: float = 0.4
    between: int = 0
    keep: Keep = "nothing"
    chosen: int = 0

    def __post_init__(self) -> None:
        check_numbers(self, KANDINSKY_RANGES)
        check_choices(self, {"keep": KEEPS})
        if not self.model:
            raise UserError(tr("Say which Kandinsky paints: --kandinsky NAME."))
        if self.between == 1:
            raise UserError(tr("A way between two pictures has two pictures at least."))
        if self.between and self.keep != "nothing":
            raise UserError(tr("Either a picture is completed, or one between two others is painted."))
