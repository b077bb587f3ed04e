"""Measuring how a model runs on this machine: a few seconds, in a process that does nothing else."""

import json
import signal
import time
import warnings
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import asdict
from multiprocessing.connection import Connection

import numpy as np

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.models import ModelSpeed
from mmdesk.core.places import Places
from mmdesk.core.process_apart import messages_of
from mmdesk.core.progress import Progress
from mmdesk.core.resident import resident_bytes
from mmdesk.models.speeds import SpeedCache
from mmdesk.models.store import ModelStore
from mmdesk.tasks import torch_door
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.painting.models import find_vqgan

SECONDS = 2.0
"""Time for which pictures are counted, once all is loaded and has run."""

PAINTED_SIDE = 256
"""Pixels of a side of the pictures that a VQGAN paints here."""

MANY = 1000
"""Number of pictures said to come: for so many the faster engine is found out."""


def measure_model(places: Places, name: str, device: str = "auto") -> Generator[Progress, None, ModelSpeed]:
    """Measure the model `name` here, and remember what came of it. Raises UserError.

    Closing the generator ends the process.
    """
    entry = ModelStore(places).find(name)
    if not entry.is_ready:
        raise UserError(entry.state)
    if entry.kind not in MEASURES:
        raise UserError(tr("The model {name} is of a kind that cannot be measured yet.", name=name))
    words, broken = (
        tr("Measuring {name}", name=name),
        tr("The model {name} cannot be measured here.", name=name),
    )
    yield Progress(0, None, words)
    with closing(messages_of(_measure, (places, name, entry.kind, device), broken)) as said:
        for message in said:
            if message is not None and "failed" in message:
                raise UserError(str(message["failed"]))
            if message is not None:
                return ModelSpeed(**message)
            yield Progress(0, None, words)
    raise UserError(broken)


def _measure(places: Places, name: str, kind: str, device: str, outbox: Connection) -> None:
    """The work of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends this process
    warnings.simplefilter("ignore")
    try:
        speed = MEASURES[kind](places, name, device)
        told: dict[str, object] = asdict(speed)
    except UserError as error:
        told = {"failed": str(error)}
    outbox.send_bytes(json.dumps(told).encode())


def _measure_clip(places: Places, name: str, device: str) -> ModelSpeed:
    clip = ClipModel(places, name, device)
    clip.expect_pictures(MANY)
    side = clip.recipe.size
    pixels = np.random.default_rng(0).integers(0, 256, (clip.batch_size(), side, side, 3), dtype=np.uint8)
    rate = _rate(lambda: len(clip.encode_pixels(pixels)))
    memory = resident_bytes()
    operations = torch_door.count_operations(clip.folder)
    return _remembered(places, clip.key, ModelSpeed(rate, memory, operations))


def _measure_vqgan(places: Places, name: str, device: str) -> ModelSpeed:
    folder = find_vqgan(places, name)
    vqgan = torch_door.load_vqgan(folder, device, places.plans)
    rate = _rate(lambda: len(vqgan.uniform(PAINTED_SIDE)))
    return _remembered(places, folder.key, ModelSpeed(rate, resident_bytes()))


MEASURES: Mapping[str, Callable[[Places, str, str], ModelSpeed]] = {
    "clip": _measure_clip,
    "vqgan": _measure_vqgan,
}
"""How models of each kind are measured."""


def _remembered(places: Places, key: str, speed: ModelSpeed) -> ModelSpeed:
    SpeedCache(places.plans).remember(key, speed)
    return speed


def _rate(work: Callable[[], int]) -> float:
    """Pictures a second of `work`, which returns how many it did; not counting its first time."""
    work()
    done, begun = 0, time.perf_counter()
    while (passed := time.perf_counter() - begun) < SECONDS or not done:
        done += work()
    return done / passed
