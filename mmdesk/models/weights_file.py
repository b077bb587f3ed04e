"""The header of a safetensors file: names, shapes and places of the tensors, nothing loaded.

The format is eight bytes of length, a JSON header, then the numbers; see
https://huggingface.co/docs/safetensors. The library checks that header and size agree.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

LENGTH_BYTES = 8
"""Bytes in front of the header that tell its length."""


@dataclass(frozen=True)
class WeightsHeader:
    """Shapes of the tensors in `path`, by name."""

    path: Path
    shapes: Mapping[str, tuple[int, ...]]

    @property
    def parameters(self) -> int:
        """Number of parameters in the file."""
        return sum(math.prod(shape) for shape in self.shapes.values())

    def number(self, name: str) -> float | None:
        """The tensor `name` of one element, or None where there is none or numpy has no such type."""
        if math.prod(self.shapes.get(name, (0,))) != 1:
            return None
        with safe_open(self.path, framework="numpy") as file:
            if file.get_slice(name).get_dtype() not in ("F16", "F32", "F64"):
                return None
            return float(np.ravel(file.get_tensor(name))[0])


def read_header(path: Path) -> WeightsHeader:
    """The header of the file `path`. Raises UserError when it is broken or the file cut short."""
    try:
        with safe_open(path, framework="numpy") as file:
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise UserError(
            tr("The weights {path} are broken or incomplete: {error}.", path=path, error=error)
        ) from error
    return WeightsHeader(path, shapes)


@dataclass(frozen=True, slots=True)
class TensorPlace:
    """Bytes of a tensor in its file, from `offset` on; `dtype` is safetensors' name, "F16" for one."""

    dtype: str
    shape: tuple[int, ...]
    offset: int
    length: int


def tensor_places(path: Path) -> dict[str, TensorPlace]:
    """Where each tensor lies in the file `path`, which `read_header` found sound."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(LENGTH_BYTES), "little")
        header = json.loads(file.read(length))
    start = LENGTH_BYTES + length
    return {
        name: TensorPlace(entry["dtype"], tuple(entry["shape"]), start + first, end - first)
        for name, entry in header.items()
        if name != "__metadata__"
        for first, end in [entry["data_offsets"]]
    }
