"""One tower of a CLIP model, run by ONNX Runtime on the processor."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from mmdesk.core.cores import usable_cores
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.vectors import Vectors

ONLY_ERRORS = 3
"""Severity from which ONNX Runtime speaks: warnings are about the graph, not about what the user does."""


class OnnxTower:
    """The graph in the file `path`, its weights mapped from the file beside it. Raises UserError."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = usable_cores()
        options.log_severity_level = ONLY_ERRORS
        # Threads that spin for their next task would take the cores from those that decode photos.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # of the library's own C++ classes, which share no other base
            raise UserError(
                tr("The graph {path} cannot be loaded: remove it, and it is made anew.", path=path)
            ) from error
        self._input: str = self._session.get_inputs()[0].name

    def run(self, inputs: NDArray[Any]) -> Vectors:
        """Unit vectors [n, dim] of a batch of what the graph takes; a row without a direction is NaN."""
        [features] = self._session.run(None, {self._input: inputs})
        return unit_rows(features)


def unit_rows(features: NDArray[np.float32]) -> Vectors:
    """`features` [n, dim] scaled to length one; a row without a direction, zero or not finite, is NaN."""
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.linalg.norm(features, axis=1, keepdims=True)
    sound = (lengths > 0) & np.isfinite(lengths)
    return np.where(sound, features / np.where(sound, lengths, 1), np.float32(np.nan))
