"""A painting drawn code by code: a row of codes a step, several candidates at once, the best one chosen."""

import time
from collections.abc import Generator, Sequence
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import to_picture
from mmdesk.generation.tokens.judging import prompt_scores
from mmdesk.generation.tokens.sheet import candidate, contact_sheet
from mmdesk.generation.tokens.state import TokenState
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.tokens.loaded import LoadedTokens
from mmdesk.models.tokens.sampling import FREE, CodeSampler

UNPAINTED = 0.5
"""Grey of what is not drawn yet."""

FINISHED = 4
"""Number of coarse pictures that are finished, or one in so many of a larger number."""


class TokenPainting:
    """One picture on its way, see `PaintingUnderWay`. `random` is the generator that `sampler` draws from.

    A step's loss is the mean negative log-likelihood of its codes: how far they surprise the transformer.
    Until all are drawn the first candidate is shown, then the one that `clips` choose. Where codes have
    levels, `clips` choose among the coarse pictures, too, and only the best of them are finished.
    """

    def __init__(
        self,
        spec: PaintSpec,
        model: LoadedTokens,
        clips: Sequence[ClipEncoder],
        sampler: CodeSampler,
        random: torch.Generator,
    ) -> None:
        self.spec = spec
        self._model, self._clips = model, clips
        self._sampler, self._random = sampler, random

    @property
    def step(self) -> int:
        """Number of rows drawn."""
        return self._sampler.row

    def steps(self) -> Generator[Frame | Notice, None, None]:
        """Draw the rows that are left: a frame after each."""
        rows = self._sampler.rows()
        while True:
            began = time.perf_counter()
            loss = next(rows, None)
            if loss is None:
                return
            if self._sampler.is_level_done:
                self._drop_the_worse()
            picture = self.picture()
            yield Frame(self.step, self.spec.steps, picture, {"total": loss}, time.perf_counter() - began)

    def picture(self) -> FullPicture:
        """The chosen candidate; before the end, what there is of the first."""
        if self.step == self.spec.steps:
            return to_picture(candidate(self._ranked, self.spec.chosen))
        canvas = torch.full((1, 3, self.spec.height, self.spec.width), UNPAINTED)
        if self.step:
            drawn = self._model.decode(self._begun())
            canvas[:, :, : drawn.shape[2]] = drawn
        return to_picture(canvas)

    def _begun(self) -> Tensor:
        """The codes of the first candidate, as many rows of a level as there are coarse ones."""
        rows = self.spec.steps // self._model.folder.codebooks.levels
        codes = self._sampler.codes[:1].clone()
        codes[:, self.step :] = FREE
        return torch.cat([level[:, : self.step] for level in torch.split(codes, rows, dim=1)], dim=1)

    def candidates(self) -> FullPicture | None:
        """All candidates, the best first; None for a single one, and before the end."""
        if self.step < self.spec.steps or len(self._sampler.codes) == 1:
            return None
        return contact_sheet(self._ranked)

    def save(self, path: Path) -> None:
        """Keep the codes so far. Raises OSError."""
        TokenState(self.spec, self.step, self._sampler.codes, self._random.get_state()).save(path)

    @cached_property
    def _ranked(self) -> Tensor:
        """The finished pictures [n, 3, h, w]: as a CLIP ranks them where there are words, else as drawn."""
        pictures = self._model.decode(self._sampler.codes)
        return pictures[self._order(pictures)]

    def _order(self, pictures: Tensor) -> Tensor:
        """The numbers of `pictures`, the best first as far as there is something to judge by."""
        if len(pictures) == 1 or not self._clips or not parse_prompt(self.spec.prompt):
            return torch.arange(len(pictures), device=pictures.device)
        scores = prompt_scores(self._clips, self.spec.prompt, pictures)
        return scores.argsort(descending=True, stable=True).to(pictures.device)

    def _drop_the_worse(self) -> None:
        """Go on with the best of the coarse pictures; with all of them where there is nothing to judge by."""
        codes = self._sampler.codes
        if len(codes) <= FINISHED or not self._clips or not parse_prompt(self.spec.prompt):
            return
        known = codes.where(torch.arange(codes.shape[1], device=codes.device)[:, None] < self.step, FREE)
        best = self._order(self._model.decode(known))
        self._sampler.keep(best[: max(FINISHED, len(codes) // FINISHED)])
