"""Preprocessing: how a photo becomes the input of a CLIP image tower.

Every CLIP model was trained on pictures prepared in its own way; feeding it pictures prepared in another
costs accuracy silently. The recipe is read from the model's folder, handed to the reading processes (which
know no torch), and its `version` is stored beside every embedding, so that those made with another recipe
are never mixed in.
"""

import hashlib
from dataclasses import astuple, dataclass
from typing import Literal

ResizeMode = Literal["shortest", "longest", "squash"]
Interpolation = Literal["bicubic", "bilinear", "nearest"]


@dataclass(frozen=True, slots=True)
class PixelRecipe:
    """open_clip's preprocessing, as a value.

    `size` is the side of the square input in pixels. `resize_mode`: "shortest"
    resizes the short side and crops the centre, "longest" resizes the long side
    and pads with `fill`, "squash" ignores the aspect. `mean` and `std` are per
    channel, for values 0..1; the encoder applies them, not the decoder.
    """

    size: int
    resize_mode: ResizeMode = "shortest"
    interpolation: Interpolation = "bicubic"
    mean: tuple[float, float, float] = (0.48145466, 0.4578275, 0.40821073)
    std: tuple[float, float, float] = (0.26862954, 0.26130258, 0.27577711)
    fill: int = 0

    @property
    def version(self) -> str:
        """Twelve hex digits that change when any part of the recipe does."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:12]
