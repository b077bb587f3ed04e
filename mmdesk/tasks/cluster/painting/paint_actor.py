"""What runs on a node: a `Painter`, told by Ray what to do.

The module does without Ray itself.
"""

from typing import Any

from mmdesk.tasks.cluster.painting.orders import PainterAnswer, PaintOrder
from mmdesk.tasks.cluster.painting.painter import Painter
from mmdesk.tasks.cluster.photo_actor import ProgramVersion, refuse_other_version, settle_in
from mmdesk.tasks.cluster.worker import node_places


class PaintActor:
    """A process on a node, with so many `cores`, that does one thing after the other."""

    def __init__(self, cores: int) -> None:
        settle_in(cores)
        self._painter = Painter(node_places())

    def begin(self, asking: ProgramVersion) -> None:
        """Be there. Raises UserError where the program that asks is of another version."""
        refuse_other_version(asking)

    def open(self, order: PaintOrder) -> None:
        """Get ready to paint. Raises UserError where that cannot be done here."""
        self._painter.open(order)

    def plans(self) -> dict[str, Any]:
        """Plans that machines found to be the fastest, this one among them."""
        return self._painter.plans()

    def step(self) -> PainterAnswer:
        """The next step; after the last, the picture. Raises UserError."""
        return self._painter.step()

    def state(self) -> bytes:
        """Everything needed to go on after the last step. Raises UserError."""
        return self._painter.state()

    def leave(self) -> None:
        """Leave off the painting under way."""
        self._painter.leave()
