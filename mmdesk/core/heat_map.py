"""Heat maps: where in a picture something is seen."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.language import tr

Shares = tuple[float, float, float, float]
"""A box in a picture: left, top, width and height, as shares of the picture's width and height."""

WARM = 0.5
"""Share of the greatest heat from which a place belongs to the hottest part."""

BLUR = 0.6
"""Width of the smoothing between places, in places."""

COLD_ALPHA, HOT_ALPHA = 0.72, 0.5
"""Opacity of the map over the picture, where it is coldest and where it is hottest."""


@dataclass(frozen=True, eq=False)
class HeatMap:
    """Heat 0..1 of the parts of a whole picture, [rows, columns], the first row at the top."""

    heat: NDArray[np.float32]

    @property
    def hottest(self) -> tuple[float, float]:
        """The hottest place, as shares of the picture's width and height."""
        row, column = self._peak
        rows, columns = self.heat.shape
        return (column + 0.5) / columns, (row + 0.5) / rows

    @property
    def box(self) -> Shares:
        """The box around the hottest part: what is warm and hangs together with the hottest place."""
        rows, columns = np.nonzero(self._hottest_part())
        height, width = self.heat.shape
        left, top = columns.min() / width, rows.min() / height
        return (
            float(left),
            float(top),
            float((columns.max() + 1) / width - left),
            float((rows.max() + 1) / height - top),
        )

    def smooth(self, width: int, height: int) -> NDArray[np.float32]:
        """The heat [height, width] without steps between places."""
        rows, columns = self.heat.shape
        return np.asarray(_spread(height, rows) @ self.heat @ _spread(width, columns).T, np.float32)

    def coloured(self, width: int, height: int) -> NDArray[np.uint8]:
        """The map to be laid over the picture, [height, width, 4]: red, green, blue, opacity.

        What is cold is darkened, what is hot glows.
        """
        heat = np.clip(self.smooth(width, height), 0, 1)
        alpha = COLD_ALPHA + (HOT_ALPHA - COLD_ALPHA) * heat
        colours = heat_colours()[np.rint(255 * heat).astype(np.intp)]
        return np.concatenate([colours, np.rint(255 * alpha[..., None]).astype(np.uint8)], axis=2)

    @property
    def _peak(self) -> tuple[int, int]:
        row, column = np.unravel_index(int(self.heat.argmax()), self.heat.shape)
        return int(row), int(column)

    def _hottest_part(self) -> NDArray[np.bool_]:
        """Whether each place is warm and reached from the hottest one over warm places."""
        warm: NDArray[np.bool_] = self.heat >= WARM * self.heat.max()
        part: NDArray[np.bool_] = np.zeros_like(warm)
        part[self._peak] = True
        while True:
            grown = part.copy()
            grown[1:] |= part[:-1]
            grown[:-1] |= part[1:]
            grown[:, 1:] |= part[:, :-1]
            grown[:, :-1] |= part[:, 1:]
            grown &= warm
            if (grown == part).all():
                return part
            part = grown


@dataclass(frozen=True, eq=False)
class SeenTerm:
    """How far a photo shows one term: `relevance` 0..1, `score` the cosine, and where (`map`).

    An `is_negative` one is not wanted.
    """

    text: str
    relevance: float
    score: float
    map: HeatMap
    kind: str = "words"
    is_negative: bool = False

    @property
    def called(self) -> str:
        """What a person calls it: "not dog"."""
        return tr("not {text}", text=self.text) if self.is_negative else self.text


@cache
def heat_colours() -> NDArray[np.uint8]:
    """Colours from cold to hot, [256, 3]: evenly growing in lightness as people see it, violet to yellow.

    They are drawn through Oklab (Ottosson 2020, "A perceptual color space for image processing").
    """
    share = np.linspace(0, 1, 256)
    lightness, chroma, hue = 0.2 + 0.75 * share, 0.16 - 0.03 * share, np.radians(295 + 165 * share)
    a, b = chroma * np.cos(hue), chroma * np.sin(hue)
    cones = np.stack(
        [
            lightness + 0.3963377774 * a + 0.2158037573 * b,
            lightness - 0.1055613458 * a - 0.0638541728 * b,
            lightness - 0.0894841775 * a - 1.2914855480 * b,
        ]
    )
    to_rgb = np.array(
        [
            [4.0767416621, -3.3077115913, 0.2309699292],
            [-1.2684380046, 2.6097574011, -0.3413193965],
            [-0.0041960863, -0.7034186147, 1.7076147010],
        ]
    )
    linear = np.clip(to_rgb @ cones**3, 0, 1).T
    shown = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * shown), np.uint8)


def _spread(pixels: int, places: int) -> NDArray[np.float32]:
    """Weights [pixels, places] by which pixels take their heat from the places near them."""
    at = (np.arange(pixels, dtype=np.float32)[:, None] + 0.5) / pixels * places - 0.5
    weights = np.exp(-0.5 * ((at - np.arange(places, dtype=np.float32)) / BLUR) ** 2)
    return np.asarray(weights / weights.sum(1, keepdims=True), np.float32)
