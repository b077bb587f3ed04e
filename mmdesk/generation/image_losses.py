"""Losses of the picture itself, whatever it shows: smoothness, colours, symmetry ... each 0 at best."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.core.painting.colour_words import NamedColour, named_colours
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, resized

BORDER = 1 / 16
"""Width of the border that `edges` colours, relative to the short side."""

NAMED_SHARE = 0.2
"""Share of a picture that takes on a colour that its prompt names beside other things."""

NAMED_WEIGHT = 0.3
"""Weight of such a colour: the model may know better where it belongs."""

SMOOTHNESS, SATURATION, COLOURS, HOLD, OTHERS = 10.0, 1.0, 3.0, 10.0, 5.0
"""Factors of the weights in the spec, so that a 1 there is felt beside CLIP's loss without silencing it."""

ImageLoss = Callable[[Tensor], Tensor]
"""A loss of one number for a picture [1, 3, h, w]."""


@dataclass(frozen=True)
class ImageLosses:
    """The losses that `spec` asks for, by name; `start` is the picture to hold to, at its final size."""

    spec: PaintSpec
    start: Tensor | None = None

    def losses(self, canvas: Tensor) -> Mapping[str, Tensor]:
        """Every loss of the picture [1, 3, h, w] that has a weight, times its weight."""
        return {name: weight * loss(canvas) for name, (weight, loss) in self._weighted().items()}

    def _weighted(self) -> dict[str, tuple[float, ImageLoss]]:
        spec = self.spec
        losses: dict[str, tuple[float, ImageLoss]] = {
            "smoothness": (SMOOTHNESS * spec.smoothness, smoothness),
            "saturation": (SATURATION * spec.saturation, greyness),
            "colours": (COLOURS * spec.colour_words, self._named),
            "palette": (OTHERS * spec.palette_strength * bool(spec.palette), self._palette),
            "symmetry": (OTHERS * spec.symmetry_strength * (spec.symmetry != "none"), self._symmetry),
            "edges": (OTHERS * spec.edges, self._edges),
            "hold": (HOLD * spec.hold * (self.start is not None), self._hold),
        }
        if not self._names():
            del losses["colours"]
        return {name: (weight, loss) for name, (weight, loss) in losses.items() if weight}

    def _names(self) -> list[NamedColour]:
        """The colours that wished-for parts of the prompt name."""
        parts = [part for part in parse_prompt(self.spec.prompt) if part.weight > 0]
        return [colour for part in parts for colour in named_colours(part.text)]

    def _named(self, canvas: Tensor) -> Tensor:
        return torch.stack([off_colour(canvas, colour) for colour in self._names()]).mean()

    def _palette(self, canvas: Tensor) -> Tensor:
        return off_palette(canvas, colours(self.spec.palette).to(canvas.device))

    def _symmetry(self, canvas: Tensor) -> Tensor:
        axes = {"left-right": [3], "top-bottom": [2], "both": [2, 3], "none": []}[self.spec.symmetry]
        return torch.stack([(canvas - canvas.flip(axis)).square().mean() for axis in axes]).sum()

    def _edges(self, canvas: Tensor) -> Tensor:
        return border_difference(canvas, colours((self.spec.edge_colour,)).to(canvas.device))

    def _hold(self, canvas: Tensor) -> Tensor:
        assert self.start is not None
        return functional.mse_loss(canvas, resized(self.start, Size(*canvas.shape[-2:])))


def colours(written: tuple[str, ...]) -> Tensor:
    """Colours written as "#rrggbb" as values 0..1, [n, 3]."""
    return torch.tensor([list(bytes.fromhex(colour[1:])) for colour in written]).float() / 255


def smoothness(canvas: Tensor) -> Tensor:
    """Total variation, squared, so that gradual changes are cheap: mean squared difference of neighbours."""
    down, right = canvas.diff(dim=2), canvas.diff(dim=3)
    variation: Tensor = down.square().mean() + right.square().mean()
    return variation


def greyness(canvas: Tensor) -> Tensor:
    """Mean lack of saturation: 1 for a grey picture, 0 for one of the purest colours there are."""
    chroma = (canvas - canvas.mean(dim=1, keepdim=True)).square().sum(dim=1)
    return 1 - (chroma + 1e-6).sqrt().mean() / math.sqrt(2 / 3)


def off_colour(canvas: Tensor, colour: NamedColour) -> Tensor:
    """Mean squared distance to `colour`: of the whole picture where nothing else is wished for, else of
    those pixels that are nearest to it already.
    """
    rgb = torch.tensor(colour.rgb, device=canvas.device).view(1, 3, 1, 1)
    squares = (canvas - rgb).square().sum(dim=1).flatten()
    if colour.alone:
        return squares.mean()
    nearest: Tensor = squares.topk(max(1, int(NAMED_SHARE * len(squares))), largest=False).values
    return NAMED_WEIGHT * nearest.mean()


def off_palette(canvas: Tensor, palette: Tensor) -> Tensor:
    """Mean squared distance of each pixel to the nearest colour of `palette` [n, 3]."""
    pixels = canvas.permute(0, 2, 3, 1).unsqueeze(-2)
    return (pixels - palette).square().sum(-1).amin(-1).mean()


def border_difference(canvas: Tensor, colour: Tensor) -> Tensor:
    """Mean squared distance of the border to `colour` [1, 3]."""
    width = max(1, round(BORDER * min(canvas.shape[-2:])))
    inner = torch.zeros_like(canvas[:, :1])
    inner[..., width:-width, width:-width] = 1
    border = 1 - inner
    off = (canvas - colour.view(1, 3, 1, 1)).square() * border
    return off.sum() / (3 * border.sum())
