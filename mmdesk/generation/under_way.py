"""What every engine's painting can be asked, however it paints."""

from collections.abc import Generator
from pathlib import Path
from typing import Protocol

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, Notice


class PaintingUnderWay(Protocol):
    """One picture on its way, in as many steps as its spec says. Not for two threads at once.

    It does not matter to whoever asks what a step is: `Painting` descends a loss, `TokenPainting` draws a row
    of codes.
    """

    @property
    def step(self) -> int:
        """Number of steps done."""
        ...

    def steps(self) -> Generator[Frame | Notice, None, None]:
        """Paint: a frame after each step that is left. Between two values it can be saved, and gone on with.

        Raises UserError where not even the smallest step fits into memory.
        """
        ...

    def picture(self) -> FullPicture:
        """The picture as far as it is, at its final size."""
        ...

    def candidates(self) -> FullPicture | None:
        """All finished pictures in one, the chosen one first; None where there is but one."""
        ...

    def save(self, path: Path) -> None:
        """Keep everything that the rest of the painting depends on. Raises OSError."""
        ...
