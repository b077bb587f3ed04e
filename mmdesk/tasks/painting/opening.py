"""Where a painting is painted: on this computer, or elsewhere. Whoever records it need not know."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, GivenTo, Notice
from mmdesk.core.progress import Progress
from mmdesk.paintings.run import Run
from mmdesk.tasks.painting.session import PaintingSession


class RecordedPainting(Protocol):
    """A painting under way, as its run is written down (see `ActivePainting`)."""

    @property
    def is_whole(self) -> bool:
        """Whether it can be saved as it stands."""

    @property
    def step(self) -> int:
        """Number of steps that are done."""

    def steps(self) -> Generator[Frame | Notice | Progress | GivenTo, None, None]:
        """The rest of the painting."""

    def picture(self) -> FullPicture:
        """The picture, once all steps are done."""

    def candidates(self) -> FullPicture | None:
        """All pictures that were made to choose from, where there are several."""

    def save(self, path: Path) -> None:
        """Keep everything needed to go on. Raises UserError."""


OpenPainting = Callable[[PaintingSession, Run], AbstractContextManager[RecordedPainting]]
"""What is left of a run, ready to be painted. Raises UserError."""


@contextmanager
def paint_here(session: PaintingSession, run: Run) -> Iterator[RecordedPainting]:
    """What is left of a run, to be painted on this computer. Raises UserError."""
    step = run.step
    yield session.models.open(run.spec, run.state_path(step) if step else None)
