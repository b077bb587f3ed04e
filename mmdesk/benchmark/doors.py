"""The benches' lazy doors to torch: the command line lists them without importing it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mmdesk.benchmark.report import MachineFacts
from mmdesk.core.vectors import Vectors, VectorSource

if TYPE_CHECKING:
    from mmdesk.benchmark.plain_search import PlainEncoder
    from mmdesk.models.clip_folder import ClipFolder
    from mmdesk.models.vector_index import VectorIndex

PlainTop = Callable[[Vectors, NDArray[np.float32], int], "list[int] | NDArray[np.int64]"]


def machine_facts(device: str, dtype: str) -> MachineFacts:
    """This machine, with the data type the bench ran in."""
    from mmdesk.models.device import machine  # noqa: PLC0415

    here = machine(device)
    return MachineFacts(here.cpu, here.cores, here.torch, here.device, dtype)


def open_index(folder: Path, source: VectorSource, key: str) -> VectorIndex:
    """The real index over `source`."""
    from mmdesk.models.vector_index import VectorIndex  # noqa: PLC0415

    return VectorIndex.open(folder, source, key)


def plain_searches() -> tuple[PlainTop, PlainTop]:
    """The best rows by numpy, and by Python's own sort."""
    from mmdesk.benchmark.plain_search import numpy_top, sorted_top  # noqa: PLC0415

    return numpy_top, sorted_top


def plain_encoder(folder: ClipFolder) -> PlainEncoder:
    """The same model, used plainly."""
    from mmdesk.benchmark.plain_search import PlainEncoder  # noqa: PLC0415

    return PlainEncoder(folder)


def write_random_clip(arch: str, path: Path) -> None:
    """A model folder with the image tower `arch` and random weights."""
    from mmdesk.models.random_clip import write_random_clip  # noqa: PLC0415

    write_random_clip(arch, path)


def write_random_vqgan(arch: str, path: Path) -> None:
    """A model folder with the VQGAN `arch` and random weights."""
    from mmdesk.models.vqgan.random_vqgan import write_random_vqgan  # noqa: PLC0415

    write_random_vqgan(arch, path)


def chosen_device(wish: str) -> str:
    """Where models run."""
    from mmdesk.models.device import choose_device  # noqa: PLC0415

    return choose_device(wish)
