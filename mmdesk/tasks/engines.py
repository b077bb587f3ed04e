"""The engines that a CLIP model can be run by, each loaded when it is first needed.

ONNX Runtime is there at once and takes little memory; torch takes seconds to import and is faster on some
machines. So texts, and pictures where there are few, go to ONNX Runtime, and many pictures to whichever was
found faster here. torch does all of it where the model has no graphs, or on an accelerator.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from mmdesk.core.places import Places, builtin_models
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.device import choose_device
from mmdesk.models.gate import Gate
from mmdesk.models.onnx_graphs import find_graphs
from mmdesk.models.plan import Engine, PlanCache
from mmdesk.tasks import torch_door

if TYPE_CHECKING:
    from mmdesk.models.clip_encoder import ClipEncoder
    from mmdesk.models.encoding import Encoder
    from mmdesk.models.onnx_encoder import OnnxEncoder

WORTH_TORCH = 64
"""Number of pictures from which importing torch, for seconds, pays where it is faster and not there yet."""

log = logging.getLogger(__name__)


class Engines:
    """The model in `folder`, run by one engine or the other. Only graphs of our own making are used.

    Whoever encodes holds the `gate`; here it is held while the engines are tried.
    """

    def __init__(self, folder: ClipFolder, places: Places, device: str, gate: Gate) -> None:
        self._folder = folder
        self._plans = places.plans
        self._device = device
        self._gate = gate
        self._has_own_folder = folder.path.parent in (places.models, builtin_models())
        self._loading = threading.Lock()
        self._by_torch: ClipEncoder | None = None
        self._by_onnx: OnnxEncoder | None = None
        self._faster: Engine | None = None

    @property
    def loaded(self) -> ClipEncoder | None:
        """The model as torch runs it, if that was loaded."""
        return self._by_torch

    @property
    def is_any_loaded(self) -> bool:
        """Whether something can be encoded at once."""
        return self._by_torch is not None or self._by_onnx is not None

    def torch(self) -> ClipEncoder:
        """The model as torch runs it, loaded now if need be. Raises UserError."""
        with self._loading:
            if self._by_torch is None:
                self._by_torch = torch_door.load_encoder(self._folder, self._device, self._plans)
                log.info("%s encodes with %s", self._folder.name, self._by_torch.plan)
            return self._by_torch

    def for_texts(self) -> Encoder:
        """The engine for texts. Raises UserError."""
        by_onnx = self._onnx() if self._device in ("auto", "cpu") else None
        return by_onnx or self.torch()

    def for_pictures(self, count: int) -> Encoder:
        """The engine for `count` pictures. Raises UserError."""
        by_onnx = self._onnx() if choose_device(self._device) == "cpu" else None
        if by_onnx is None:
            return self.torch()
        if count < WORTH_TORCH and not self._has_loaded_the_faster:
            return by_onnx
        return by_onnx if self._faster_engine(by_onnx) == "onnx" else self.torch()

    @property
    def _has_loaded_the_faster(self) -> bool:
        """Whether torch is there already, and known to be faster here: nobody waits for a trial of few."""
        return self._by_torch is not None and self._found_faster() == "torch"

    def _found_faster(self) -> Engine | None:
        """The engine that was found faster for many pictures, today or earlier; None where nobody tried."""
        self._faster = self._faster or PlanCache(self._plans).engine(self._folder.key)
        return self._faster

    def _onnx(self) -> OnnxEncoder | None:
        with self._loading:
            if self._by_onnx is None and self._has_own_folder:
                graphs = find_graphs(self._folder)
                self._by_onnx = torch_door.onnx_encoder(self._folder, graphs) if graphs else None
            return self._by_onnx

    def _faster_engine(self, by_onnx: OnnxEncoder) -> Engine:
        """The faster engine for many pictures: tried once on a machine, and remembered."""
        found = self._found_faster()
        if found is None:
            by_torch = self.torch()
            with self._gate.patient():
                found = self._faster = torch_door.faster_engine(by_torch, by_onnx)
            PlanCache(self._plans).remember_engine(self._folder.key, found)
            log.info("%s encodes pictures faster by %s", self._folder.name, found)
        return found
