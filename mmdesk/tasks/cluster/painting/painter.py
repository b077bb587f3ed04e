"""A painter: it paints on a node, one picture at a time, step by step as it is asked."""

import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.places import Places
from mmdesk.models.plan import ProbeCache
from mmdesk.tasks.cluster.painting.orders import PaintedThrough, PainterAnswer, PaintOrder
from mmdesk.tasks.cluster.painting.places import models_on_node
from mmdesk.tasks.painting.active_painting import ActivePainting
from mmdesk.tasks.painting.models import PaintingModels
from mmdesk.tasks.painting.source_pictures import Pictures


class Painter:
    """Paints by orders. Models stay in memory until an order has others."""

    def __init__(self, places: Places) -> None:
        places.create()
        self._places = places
        self._plans = ProbeCache(places.plans)
        self._models: PaintingModels | None = None
        self._known: object = None
        self._pictures: Pictures = {}
        self._painting: ActivePainting | None = None
        self._steps: Generator[Frame | Notice, None, None] | None = None

    def open(self, order: PaintOrder) -> None:
        """Get ready to paint. Raises UserError where that cannot be done here."""
        self.leave()
        self._pictures = order.pictures
        if self._plans.put_all(order.plans):
            self._models = None
        if self._models is None or self._known != (order.models, order.folders):
            self._models = None  # there may not be room for both
            self._models = models_on_node(self._places, order, lambda _: self._pictures)
            self._known = (order.models, order.folders)
        with tempfile.TemporaryDirectory(dir=self._places.data_dir) as folder:
            self._painting = self._models.open(order.spec, _written(order.state, Path(folder)))
        self._steps = self._painting.steps()

    def plans(self) -> dict[str, Any]:
        """Plans that machines found to be the fastest, this one among them."""
        return self._plans.all()

    def step(self) -> PainterAnswer:
        """The next step; after the last, the picture. Raises UserError."""
        assert self._painting is not None
        assert self._steps is not None
        value = next(self._steps, None)
        if value is not None:
            return value
        return PaintedThrough(self._painting.picture(), self._painting.candidates())

    def state(self) -> bytes:
        """Everything needed to go on after the last step. Raises UserError."""
        assert self._painting is not None
        with tempfile.TemporaryDirectory(dir=self._places.data_dir) as folder:
            path = Path(folder) / "state.safetensors"
            self._painting.save(path)
            return path.read_bytes()

    def leave(self) -> None:
        """Leave off the painting under way."""
        if self._steps is not None:
            self._steps.close()
        self._painting = self._steps = None


def _written(state: bytes | None, folder: Path) -> Path | None:
    if state is None:
        return None
    path = folder / "state.safetensors"
    path.write_bytes(state)
    return path
