"""A larger classifier to learn from (Hinton, Vinyals and Dean 2015, https://arxiv.org/abs/1503.02531).

An 8-bit MobileNetV2 (Sandler et al. 2018, https://arxiv.org/abs/1801.04381) in TFLite form. Its pooled
features, 1,280 numbers, say more of a picture than its class: they are what the image tower copies.
The file's own output is only the class, so the list of outputs is pointed at the pooled layer instead,
in memory. Asking the runtime to keep every layer would do as well, at two thirds of the speed.
"""

import importlib.util
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmdesk.core.errors import UserError

SIDE = 224
FEATURES = 1280
CLASSES = 1000
PACKAGE = "ai_edge_litert"

Pixels = NDArray[np.uint8]


class Teacher:
    """Pictures to pooled features, and features to class scores."""

    def __init__(self, path: Path) -> None:
        """Raises UserError where the file or the package that runs it is missing or of another kind."""
        if importlib.util.find_spec(PACKAGE) is None:
            raise UserError("A teacher needs the package ai-edge-litert, which is not installed.")
        try:
            content = path.read_bytes()
            self._runtime = _runtime_of_pooled(content)
            self.step, self.weights, self.bias = _classifier(content)
        except (OSError, ValueError, RuntimeError, StopIteration) as error:
            raise UserError(f"The teacher {path} is no quantised MobileNetV2 in TFLite form.") from error
        self._input = self._runtime.get_input_details()[0]["index"]
        self._output = self._runtime.get_output_details()[0]["index"]

    def features(self, pixels: Pixels) -> NDArray[np.uint8]:
        """Pooled features of one picture uint8 [224, 224, 3], in units of `step`: uint8 [1280]."""
        self._runtime.set_tensor(self._input, np.ascontiguousarray(pixels)[None])
        self._runtime.invoke()
        found: NDArray[np.uint8] = self._runtime.get_tensor(self._output).reshape(FEATURES).copy()
        return found


def _load(content: bytes) -> Any:
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415  (an optional tool)

    return Interpreter(model_content=content, num_threads=1)


def _runtime_of_pooled(content: bytes) -> Any:
    """The runtime whose output is the pooled layer."""
    plain = _load(content)
    pooled = next(_numbers(plain, "AvgPool"))
    output = plain.get_output_details()[0]["index"]
    for patched in _with_output(content, output, pooled):
        try:
            runtime = _load(patched)
        except ValueError:  # those four bytes meant something else
            continue
        if runtime.get_output_details()[0]["index"] == pooled:
            runtime.allocate_tensors()
            return runtime
    raise ValueError("no list of outputs found")


def _with_output(content: bytes, output: int, wanted: int) -> Iterator[bytes]:
    """Copies of the file with each vector `[output]` of one element made `[wanted]`.

    A flatbuffer stores a vector as its length and its elements, both little-endian 32-bit numbers.
    """
    vector = struct.pack("<ii", 1, output)
    place = content.find(vector)
    while place >= 0:
        yield content[: place + 4] + struct.pack("<i", wanted) + content[place + 8 :]
        place = content.find(vector, place + 1)


def _numbers(runtime: Any, ending: str) -> Iterator[int]:
    """Numbers of the tensors whose name ends so."""
    return (entry["index"] for entry in runtime.get_tensor_details() if entry["name"].endswith(ending))


def _classifier(content: bytes) -> tuple[float, NDArray[np.float32], NDArray[np.float32]]:
    """The unit of the pooled features, and the last layer in real numbers: [1000, 1280] and [1000].

    Class 0 of the file is "background", which no picture here is; it is left out.
    """
    runtime = _load(content)
    details = {entry["index"]: entry for entry in runtime.get_tensor_details()}
    step = float(details[next(_numbers(runtime, "AvgPool"))]["quantization"][0])
    table = next(entry for entry in details.values() if list(entry["shape"]) == [CLASSES + 1, 1, 1, FEATURES])
    offset = next(
        entry
        for entry in details.values()
        if list(entry["shape"]) == [CLASSES + 1] and entry["dtype"] == np.int32
    )
    scale, zero = table["quantization"]
    weights = (
        runtime.get_tensor(table["index"]).reshape(CLASSES + 1, FEATURES).astype(np.float32) - zero
    ) * scale
    bias = runtime.get_tensor(offset["index"]).astype(np.float32) * (scale * step)
    return step, weights[1:].astype(np.float32), bias[1:].astype(np.float32)
