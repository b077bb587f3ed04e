"""Codes of several pictures, drawn one after the other by a Janus."""

import torch
from torch import Tensor
from torch.nn import functional

from mmdesk.core.painting.janus_settings import JanusSettings
from mmdesk.models.janus.loaded import LoadedJanus


class JanusDrawing:
    """`settings.candidates` pictures of `words`, a row of codes at a time, drawn by `random`.

    What was drawn before is read again in one go, and not code by code: in fp32 that comes to the same.

    Attributes:
        codes: those drawn so far, and zeros, [n, rows, rows].
        row: number of rows drawn.
    """

    def __init__(
        self, model: LoadedJanus, words: str, settings: JanusSettings, random: torch.Generator
    ) -> None:
        self._model, self._settings, self._random = model, settings, random
        rows = model.folder.rows
        self.codes = torch.zeros(settings.candidates, rows, rows, dtype=torch.int64)
        self.row = 0
        self._reading = model.reading()
        self._unread = self._prompts(words)

    @property
    def is_guided(self) -> bool:
        """Whether each picture is drawn without words beside, to lead away from that."""
        return self._settings.guidance > 1

    @property
    def is_over(self) -> bool:
        """Whether all rows are drawn."""
        return self.row == self._model.folder.rows

    def go_on_from(self, row: int, codes: Tensor) -> None:
        """Go on where the same drawing had so many rows."""
        self.codes, self.row = codes.clone(), row
        if row:
            drawn = self._embedded(codes[:, :row].flatten(1))
            self._unread = torch.cat([self._unread, drawn], 1)

    def draw_row(self) -> float:
        """Draw a row; returns the mean negative log-likelihood of its codes: how far they surprise."""
        surprise = [self.draw_code(column) for column in range(self._model.folder.rows)]
        self.row += 1
        return sum(surprise) / len(surprise)

    def draw_code(self, column: int) -> float:
        """Draw one code of each picture; returns the mean negative log-likelihood of them."""
        scores = self._guided(self._reading.scores(self._unread)).cpu() / self._settings.temperature
        drawn = torch.multinomial(scores.softmax(1), 1, generator=self._random)
        self.codes[:, self.row, column] = drawn[:, 0]
        self._unread = self._embedded(drawn)
        return float(functional.cross_entropy(scores, drawn[:, 0]))

    def _prompts(self, words: str) -> Tensor:
        prompt, count = self._model.prompt(words), self._settings.candidates
        prompts = [prompt] * count
        if self.is_guided:
            prompts += [self._model.without_words(prompt)] * count
        return self._model.embedded_prompts(prompts)

    def _embedded(self, codes: Tensor) -> Tensor:
        return self._model.embedded_codes(torch.cat([codes, codes]) if self.is_guided else codes)

    def _guided(self, scores: Tensor) -> Tensor:
        if not self.is_guided:
            return scores
        by_words, without = scores.chunk(2)
        return without + self._settings.guidance * (by_words - without)
