"""A contact sheet of candidates: where each of them is in it."""

from dataclasses import dataclass

import numpy as np

from mmdesk.core.full_picture import FullPicture

GAP = 2
"""Pixels between two pictures of a sheet."""


@dataclass(frozen=True, slots=True)
class CandidateSheet:
    """All candidates in one picture, in reading order, each `width` x `height` pixels.

    What is left of the last row is black.
    """

    picture: FullPicture
    width: int
    height: int

    @property
    def is_whole(self) -> bool:
        """Whether the candidates are in it as they are, and not shrunk to fit."""
        sides = ((self.picture.width, self.width), (self.picture.height, self.height))
        return all((length + GAP) % (side + GAP) == 0 for length, side in sides)

    @property
    def columns(self) -> int:
        """Number of candidates in a row."""
        return (self.picture.width + GAP) // (self.width + GAP)

    @property
    def count(self) -> int:
        """Number of candidates; of a shrunk sheet, 1: it is all one picture then."""
        if not self.is_whole:
            return 1
        rows = (self.picture.height + GAP) // (self.height + GAP)
        cells = range(rows * self.columns)
        return 1 + max((place for place in cells if self._cell(place).any()), default=0)

    def corner(self, place: int) -> tuple[int, int]:
        """The left and upper edge of a candidate, in pixels."""
        row, column = divmod(place, self.columns)
        return column * (self.width + GAP), row * (self.height + GAP)

    def candidate(self, place: int) -> FullPicture:
        """One of the candidates, the best one being 0."""
        return FullPicture(self.width, self.height, self._cell(place).tobytes())

    def _cell(self, place: int) -> np.ndarray:
        sheet = np.frombuffer(self.picture.rgb, np.uint8).reshape(self.picture.height, self.picture.width, 3)
        left, top = self.corner(place)
        return sheet[top : top + self.height, left : left + self.width]
