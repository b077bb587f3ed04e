"""Crops made in processes of their own while the training goes on.

This module and what it imports know no torch, so a producer is a small process that starts at once.
"""

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.progress import Progress
from mmdesk.training.crops import SIDE, Ring, as_pixels, chances, random_crop
from mmdesk.training.pack import Example, read_examples
from mmdesk.training.teacher import SIDE as TEACHER_SIDE
from mmdesk.training.teacher import Teacher

TOLD_EVERY = 64
WAIT_SECONDS = 0.5


@dataclass(frozen=True)
class CropOrder:
    """What a producer needs to know; `teacher` is None where there is none."""

    data: Path
    stem: Path
    capacity: int
    teacher: Path | None
    seed: int


class Producers:
    """Processes that fill one ring each, round after round, until the `with` block is left."""

    def __init__(self, orders: list[CropOrder]) -> None:
        context = multiprocessing.get_context("spawn")
        self._orders, self._stop = orders, context.Event()
        self._processes = [
            context.Process(target=produce, args=(order, self._stop), daemon=True) for order in orders
        ]

    def __enter__(self) -> "Producers":
        for order in self._orders:
            Ring.create(order.stem, order.capacity)
        for process in self._processes:
            process.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for process in self._processes:
            process.join()

    def wait_for(self, count: int) -> Iterator[Progress]:
        """Yield until all rings together hold `count` crops."""
        rings = [Ring.open(order.stem) for order in self._orders]
        while (filled := sum(ring.filled for ring in rings)) < count:
            if not all(process.is_alive() for process in self._processes):
                raise RuntimeError("a process that makes crops ended early; its own message is above")
            yield Progress(filled, count, "Cutting crops")
            self._stop.wait(WAIT_SECONDS)


def produce(order: CropOrder, stop: Event) -> None:
    """Fill a ring from where it was left, then renew its oldest crops, until `stop` is set."""
    examples, ring = read_examples(order.data), Ring.create(order.stem, order.capacity)
    teacher = Teacher(order.teacher) if order.teacher is not None else None
    train = np.array([row for row, example in enumerate(examples) if example.split == "train"])
    likely = chances(tuple(examples[row] for row in train))
    made = ring.filled
    rng = np.random.default_rng((order.seed, made))
    for row in _draws(train, likely, rng):
        if stop.is_set():
            break
        _put(ring, made % order.capacity, int(row), examples[row], teacher, rng)
        made += 1
        if made % TOLD_EVERY == 0 or made == order.capacity:
            ring.tell(min(made, order.capacity))
    ring.tell(min(made, order.capacity))


def _draws(train: NDArray[np.int64], likely: NDArray[np.float64], rng: np.random.Generator) -> Iterator[int]:
    """Example rows without end; drawn by the thousand, which is much quicker than one by one."""
    while True:
        yield from rng.choice(train, 1000, p=likely)


def _put(
    ring: Ring, place: int, row: int, example: Example, teacher: Teacher | None, rng: np.random.Generator
) -> None:
    crop = random_crop(example, example.open(), rng)
    ring.pixels[place] = as_pixels(crop, SIDE)
    ring.rows[place] = row
    if teacher is not None:
        ring.features[place] = teacher.features(as_pixels(crop, TEACHER_SIDE))
