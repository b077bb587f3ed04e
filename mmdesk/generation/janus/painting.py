"""A painting by a Janus: a row of codes a step, for all candidates at once."""

import time
from collections.abc import Callable, Generator
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import to_picture
from mmdesk.generation.janus.drawing import JanusDrawing
from mmdesk.generation.tokens.sheet import candidate, contact_sheet
from mmdesk.generation.tokens.state import TokenState
from mmdesk.models.janus.loaded import LoadedJanus

SHOWN_EVERY = 3
"""Rows between two pictures of what is drawn: decoding one takes about as long as a row."""

UNPAINTED = 0.5
"""Grey of rows that are not drawn yet."""


class JanusPainting:
    """One picture on its way, see `PaintingUnderWay`; of several, `rank` chooses, when all rows are drawn.

    Attributes:
        spec: what is painted.
    """

    def __init__(
        self,
        spec: PaintSpec,
        model: LoadedJanus,
        drawing: JanusDrawing,
        random: torch.Generator,
        rank: Callable[[Tensor], Tensor],
    ) -> None:
        self.spec = spec
        self._model, self._drawing, self._random, self._rank = model, drawing, random, rank

    @property
    def step(self) -> int:
        """Number of rows drawn."""
        return self._drawing.row

    def steps(self) -> Generator[Frame | Notice, None, None]:
        """Draw the rows that are left: a frame after each, with a picture after some."""
        while not self._drawing.is_over:
            began = time.perf_counter()
            loss = self._drawing.draw_row()
            is_shown = self.step % SHOWN_EVERY == 0 or self._drawing.is_over
            picture = self.picture() if is_shown else None
            yield Frame(self.step, self.spec.steps, picture, {"total": loss}, time.perf_counter() - began)

    def picture(self) -> FullPicture:
        """The chosen candidate; before the end, what there is of the first."""
        if self._drawing.is_over:
            return to_picture(candidate(self._ranked, self.spec.chosen))
        canvas = torch.full((1, 3, self.spec.height, self.spec.width), UNPAINTED)
        if self.step:
            painted = self.spec.height * self.step // self._model.folder.rows
            canvas[:, :, :painted] = self._model.pictures(self._drawing.codes[:1])[:, :, :painted].cpu()
        return to_picture(canvas)

    def candidates(self) -> FullPicture | None:
        """All pictures, the best one first; None for one, and before the end."""
        if not self._drawing.is_over or len(self._drawing.codes) == 1:
            return None
        return contact_sheet(self._ranked)

    def save(self, path: Path) -> None:
        """Keep the codes so far. Raises OSError."""
        TokenState(self.spec, self.step, self._drawing.codes, self._random.get_state()).save(path)

    @cached_property
    def _ranked(self) -> Tensor:
        return self._rank(self._model.pictures(self._drawing.codes))
