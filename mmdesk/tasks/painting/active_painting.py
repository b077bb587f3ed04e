"""A painting under way, and the CLIP models it shares with the search."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.tasks import torch_door
from mmdesk.tasks.clip_model import ClipModel

if TYPE_CHECKING:
    from mmdesk.generation.under_way import PaintingUnderWay
    from mmdesk.models.clip_encoder import ClipEncoder


class ActivePainting:
    """A painting under way, with the CLIP models it borrows for each step.

    `is_whole` is false within a step, and for good after one that was broken off.
    """

    def __init__(self, painting: PaintingUnderWay, clips: Sequence[ClipModel]) -> None:
        self._painting = painting
        self._clips = clips
        self.is_whole = True

    def steps(self) -> Generator[Frame | Notice, None, None]:
        """The rest of the painting, each step under the gate of the models that guide it."""
        with closing(self._painting.steps()) as steps:
            while True:
                with borrowed(self._clips):
                    self.is_whole = False
                    value = next(steps, None)
                    self.is_whole = True
                if value is None:
                    return
                yield value

    @property
    def step(self) -> int:
        """Number of steps that are done."""
        return self._painting.step

    def picture(self) -> FullPicture:
        """The picture as far as it is, at its final size."""
        with borrowed(self._clips):
            return self._painting.picture()

    def candidates(self) -> FullPicture | None:
        """All pictures that were made to choose from, the chosen one first, where there are several."""
        return self._painting.candidates()

    def save(self, path: Path) -> None:
        """Keep everything needed to go on. Raises UserError where the disk will not have it."""
        torch_door.save_painting(self._painting, path)


@contextmanager
def borrowed(clips: Sequence[ClipModel]) -> Iterator[list[ClipEncoder]]:
    """All models at once, always in the order of their names: no two borrowers wait for each other."""
    with ExitStack() as stack:
        by_name = sorted({clip.folder.name: clip for clip in clips}.items())
        encoders = {name: stack.enter_context(clip.borrow()) for name, clip in by_name}
        yield [encoders[clip.folder.name] for clip in clips]
