"""The probe: a short trial that finds the data type and batch size for one model on this machine."""

import copy
import time

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from mmdesk.core.pixels import PixelRecipe
from mmdesk.core.vectors import Vectors
from mmdesk.models.eight_bits import can_be_quantised
from mmdesk.models.embedding import embed_pixels, place
from mmdesk.models.encoding import Encoder
from mmdesk.models.plan import INT8, EncodingPlan, Engine
from mmdesk.models.plan_choice import choose_plan

PROBE_SECONDS = 3.0
"""Seconds after which the probe begins nothing new. A user waits for it once per model."""

SAME_DIRECTION = 0.99
"""The least cosine with the fp32 vector that a faster data type must reach to be used."""

SIZES = 7
"""Number of sizes of the patches in the drawn pictures, each twice the one before."""

ROUNDS, FEW = 4, 8
"""Turns of each engine, the first of which is a warm-up, and the pictures of a turn."""

LONG_RUN = 0.3
"""Seconds from which a run needs no second one: what a first run costs extra is lost in it."""


def probe_plan(network: nn.Module, recipe: PixelRecipe, device: str) -> EncodingPlan:
    """The fastest plan on `device` whose vectors agree with those of fp32. `network` is left as it was."""
    return choose_plan(_Probe(network, recipe), device)


class _Probe:
    """Times plans on drawn pictures, each data type in a copy of the image tower."""

    def __init__(self, network: nn.Module, recipe: PixelRecipe) -> None:
        self._network = network
        self._recipe = recipe
        self._exact: Vectors | None = None
        self._deadline = time.perf_counter() + PROBE_SECONDS

    def out_of_time(self) -> bool:
        """Whether the user has waited long enough."""
        return time.perf_counter() > self._deadline

    def seconds_per_picture(self, plan: EncodingPlan) -> float | None:
        """Speed of `plan`, or None when its vectors are not those of fp32, the first plan tried."""
        tower = self._network.visual
        if plan.dtype == INT8 and not can_be_quantised(tower):  # type: ignore[arg-type]
            return None
        self._network.visual = copy.deepcopy(tower)
        try:
            seconds, vectors = _time(
                place(self._network, plan), _pictures(plan.batch, self._recipe.size), self._recipe, plan
            )
        finally:
            self._network.visual = tower
        self._exact = vectors if self._exact is None else self._exact
        return seconds / plan.batch if _agree(vectors, self._exact) else None


def faster_engine(by_torch: Encoder, by_onnx: Encoder, size: int) -> Engine:
    """The engine that encodes pictures of `size` pixels a side faster, asked in turn for a few."""
    pictures = _pictures(FEW, size)
    engines: dict[Engine, Encoder] = {"torch": by_torch, "onnx": by_onnx}
    seconds: dict[Engine, float] = dict.fromkeys(engines, float("inf"))
    deadline = time.perf_counter() + PROBE_SECONDS
    for _ in range(ROUNDS):
        for name, encoder in engines.items():
            start = time.perf_counter()
            encoder.encode_pixels(pictures)
            seconds[name] = min(seconds[name], time.perf_counter() - start)
        if time.perf_counter() > deadline:
            break
    return min(seconds, key=seconds.__getitem__)


def _pictures(count: int, size: int) -> NDArray[np.uint8]:
    """Random shades, from grain to clouds, uint8 [count, size, size, 3].

    They are the same every time, so that the vectors of two plans can be compared.
    """
    chance = np.random.default_rng(0)
    sides = [max(2, size >> (number % SIZES)) for number in range(count)]
    shades = [Image.fromarray(chance.integers(0, 256, (side, side, 3), dtype=np.uint8)) for side in sides]
    return np.stack([np.asarray(shade.resize((size, size))) for shade in shades])


def _time(
    network: nn.Module, pixels: NDArray[np.uint8], recipe: PixelRecipe, plan: EncodingPlan
) -> tuple[float, Vectors]:
    """Seconds for one batch, vectors on the processor, and the vectors."""
    seconds = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        vectors = embed_pixels(network, pixels, recipe, plan)
        seconds = min(seconds, time.perf_counter() - start)
        if seconds > LONG_RUN:
            break
    return seconds, vectors


def _agree(vectors: Vectors, exact: Vectors) -> bool:
    """Whether all vectors both have point the same way; NaN agrees with nothing."""
    count = min(len(vectors), len(exact))
    cosines = (vectors[:count] * exact[:count]).sum(axis=1)
    return bool(np.all(cosines > SAME_DIRECTION))
