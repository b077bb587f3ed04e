"""A painting from image vectors: the steps of a flow, then those of VQGAN+CLIP that go on from there."""

import time
from collections.abc import Callable, Generator
from functools import cached_property
from pathlib import Path

from torch import Tensor

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import Size, resized, to_picture
from mmdesk.generation.painting import Painting
from mmdesk.generation.tokens.sheet import candidate, contact_sheet
from mmdesk.generation.unclip.flow_run import FlowRun
from mmdesk.generation.unclip.state import UnclipState
from mmdesk.generation.unclip.strip import strip_of
from mmdesk.models.unclip.loaded import LoadedUnclip

SHOWN_EVERY = 4
"""Steps of the flow between two pictures of it: decoding one takes longer than flowing on."""

Rank = Callable[[Tensor], Tensor]
"""Finished pictures [n, 3, h, w] in the order in which they are liked."""

Finish = Callable[[FullPicture], Painting]
"""What goes on from a picture."""


class UnclipPainting:
    """One picture on its way, see `PaintingUnderWay`; of several, `rank` chooses, when `flow` is over.

    A step's loss is the mean square of the velocities, until `finish` goes on. With `is_way`, the pictures
    belong side by side.

    Attributes:
        spec: what is painted.
        flow: the samples on their way.
    """

    def __init__(
        self,
        spec: PaintSpec,
        model: LoadedUnclip,
        flow: FlowRun,
        rank: Rank,
        *,
        is_way: bool = False,
        finish: Finish | None = None,
    ) -> None:
        self.spec = spec
        self.flow = flow
        self._model, self._rank = model, rank
        self._is_way, self._finish = is_way, finish
        self._finishing: Painting | None = None

    @property
    def step(self) -> int:
        """Number of steps done."""
        return self.flow.step + (self._finishing.step if self._finishing is not None else 0)

    def steps(self) -> Generator[Frame | Notice, None, None]:
        """Paint what is left: a frame after each step, with a picture after some of those of the flow."""
        while not self.flow.is_over:
            began = time.perf_counter()
            loss = self.flow.go_on()
            is_shown = self.step % SHOWN_EVERY == 0 or self.flow.is_over
            picture = self.picture() if is_shown else None
            yield Frame(self.step, self.spec.steps, picture, {"total": loss}, time.perf_counter() - began)
        if self._finish is not None:
            yield from self._finished(self.finish_with(self._finish))

    def finish_with(self, finish: Finish) -> Painting:
        """Go on from the chosen sample, which must be there, with `finish`; once and for all."""
        if self._finishing is None:
            self._finishing = finish(self.sample())
        return self._finishing

    def replay(self, steps: int) -> None:
        """Do `steps` steps of the flow again: they lead where they led before."""
        for _ in range(steps):
            self.flow.go_on()

    def sample(self) -> FullPicture:
        """The chosen picture as the flow left it, in its own size; pictures of a way side by side."""
        return to_picture(strip_of(self._ranked) if self._is_way else self._chosen)

    def picture(self) -> FullPicture:
        """The picture as far as it is, at its final size; of a way, all of it."""
        if self._finishing is not None:
            return self._finishing.picture()
        if self.flow.is_over:
            shown = self._at_final_size(self._ranked if self._is_way else self._chosen)
        else:
            foreseen = self.flow.foreseen
            shown = self._at_final_size(self._model.pictures(foreseen if self._is_way else foreseen[:1]))
        return to_picture(strip_of(shown) if self._is_way else shown)

    def candidates(self) -> FullPicture | None:
        """All samples, the best one first; None for one, for a way, and before the end."""
        if self._is_way or not self.flow.is_over or len(self.flow.components) == 1:
            return None
        return contact_sheet(self._at_final_size(self._ranked))

    def save(self, path: Path) -> None:
        """Keep how far it is. Raises OSError."""
        if self._finishing is not None:
            self._finishing.save(path)
        else:
            UnclipState(self.spec, self.step).save(path)

    @cached_property
    def _ranked(self) -> Tensor:
        return self._rank(self._model.pictures(self.flow.components))

    @property
    def _chosen(self) -> Tensor:
        return candidate(self._ranked, self.spec.chosen)

    def _at_final_size(self, pictures: Tensor) -> Tensor:
        return resized(pictures, Size(self.spec.height, self.spec.width))

    def _finished(self, painting: Painting) -> Generator[Frame | Notice, None, None]:
        """The steps of `painting`, counted on from those of the flow."""
        for value in painting.steps():
            if isinstance(value, Frame):
                step = self.flow.step + value.step
                yield Frame(step, self.spec.steps, value.picture, value.losses, value.seconds)
            else:
                yield value
