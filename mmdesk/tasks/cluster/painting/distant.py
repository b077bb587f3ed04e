"""A painting on another computer, as the program sees it: it outlives that computer."""

import contextlib
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
from mmdesk.core.painting.frame import Frame, GivenTo, Notice
from mmdesk.core.progress import Progress
from mmdesk.tasks.cluster.painting.orders import PaintedThrough, PainterAnswer, PainterLostError, PaintOrder

DEADLY_FOR = 3
"""Painters that may die one after the other of a painting, without one step more between them."""

WAITING = tr("Waiting for a computer of the cluster")
AGAIN = tr("Painting again what was lost")

Told = TypeVar("Told")


class NodePainter(Protocol):
    """A painter on the computer `node` that has been given an order.

    All it does raises PainterLostError once it is no more, and UserError as a painting here does.
    """

    node: str

    def plans(self) -> Mapping[str, Any]:
        """Plans that machines found to be the fastest, its own among them."""

    def step(self) -> PainterAnswer:
        """The next step; after the last, the picture."""

    def state(self) -> bytes:
        """Everything needed to go on after the last step."""

    def leave(self) -> None:
        """Let it be free for others; of no effect where it is lost."""


class ClusterPainters(Protocol):
    """The painters of a cluster."""

    def take(self, order: PaintOrder) -> NodePainter | None:
        """A painter that has taken the order; None where all are busy, after a moment.

        Raises UserError where no computer can do it, and PainterLostError where one was lost over it.
        """


class DistantPainting:
    """The painting of an order, `step` steps of which are done in its state.

    Where its painter is lost, another one goes on from the state that was saved last, to the same pixels.
    What it has to paint again for that is not told twice. `keep_plans` is told by which plans it is painted:
    whoever goes on is to do so by the same. `is_whole` is whether there is anything to save
    once its steps have been left.
    """

    def __init__(
        self,
        painters: ClusterPainters,
        order: PaintOrder,
        step: int,
        keep_plans: Callable[[Mapping[str, Any]], object],
    ) -> None:
        self._painters, self._order, self._keep_plans = painters, order, keep_plans
        self._painter: NodePainter | None = None
        self._saved = self._there = self._step = step
        self._losses = 0
        self._news: list[Notice | GivenTo] = []
        self._done: PaintedThrough | None = None
        self._kept: bytes | None = None
        self.is_whole = False

    @property
    def step(self) -> int:
        """Number of steps that are done, and told."""
        return self._step

    def steps(self) -> Generator[Frame | Notice | Progress | GivenTo, None, None]:
        """The rest of the painting. Left in the middle, what its painter has done is got from it."""
        try:
            while self._done is None:
                yield from self._catch_up()
                yield from self._tell()
                answer = self._asked(lambda painter: painter.step())
                if isinstance(answer, PaintedThrough):
                    self._done = answer
                elif answer is not None:
                    self._note(answer)
                    yield answer
        finally:
            if self._done is None:
                self._get_what_is_done()

    def save(self, path: Path) -> None:
        """Keep everything needed to go on. Raises UserError where the disk will not have it."""
        state = self._kept
        while state is None:
            news = [told for told in self._catch_up() if not isinstance(told, Progress)]
            self._news += news
            state = self._asked(lambda painter: painter.state())
        write_whole(path, state)
        self._order, self._saved = replace(self._order, state=state), self._step

    def picture(self) -> FullPicture:
        """The finished picture."""
        return self._through.picture

    def candidates(self) -> FullPicture | None:
        """All pictures that were made to choose from, the chosen one first, where there are several."""
        return self._through.candidates

    def leave(self) -> None:
        """Let the painter be free for others."""
        if self._painter is not None:
            self._painter.leave()

    @property
    def _through(self) -> PaintedThrough:
        assert self._done is not None, "asked for before all steps were done"
        return self._done

    def _catch_up(self) -> Generator[Notice | Progress | GivenTo, None, None]:
        """Have a painter that is as far as was told."""
        while self._painter is None or self._there < self._step:
            if self._painter is None:
                yield from self._find_painter()
            else:
                answer = self._asked(lambda painter: painter.step())
                if isinstance(answer, Frame):
                    self._there = answer.step
                yield Progress(self._there, self._order.spec.steps, AGAIN)

    def _find_painter(self) -> Generator[Notice | Progress | GivenTo, None, None]:
        while self._painter is None:
            yield from self._tell()
            yield Progress(self._saved, self._order.spec.steps, WAITING)
            try:
                self._painter = self._painters.take(self._order)
                self._remember_beginning()
            except PainterLostError as lost:
                self._lose(lost)
        self._there = self._saved
        yield GivenTo(self._painter.node)

    def _tell(self) -> Iterator[Notice | GivenTo]:
        news, self._news = self._news, []
        yield from news

    def _remember_beginning(self) -> None:
        """Keep what the painter found best for itself: others are to go on as it did."""
        if self._painter is None:
            return
        plans = self._painter.plans()
        self._keep_plans(plans)
        state = self._order.state or self._painter.state()
        self._order = replace(self._order, plans=plans, state=state)

    def _note(self, answer: Frame | Notice) -> None:
        if isinstance(answer, Frame):
            self._there = self._step = answer.step
            self._losses = 0

    def _asked(self, question: Callable[[NodePainter], Told]) -> Told | None:
        """The painter's answer; None where it is lost."""
        assert self._painter is not None
        try:
            return question(self._painter)
        except PainterLostError as lost:
            self._lose(lost)
            return None

    def _lose(self, lost: PainterLostError) -> None:
        """Take note of a loss. Raises UserError where it seems to be the painting's own doing."""
        self._painter = None
        self._losses += 1
        if self._losses >= DEADLY_FOR:
            raise UserError(
                tr(
                    "Three computers of the cluster were lost over this painting, one after the other, "
                    "at step {step}.",
                    step=self._step + 1,
                )
            )
        told = tr(
            "{node} does not answer any more; the painting goes on elsewhere from step {step}.",
            node=lost,
            step=self._saved,
        )
        self._news.append(Notice(told))

    def _get_what_is_done(self) -> None:
        if self._painter is not None and self._there == self._step:
            with contextlib.suppress(PainterLostError):
                self._kept = self._painter.state()
                self.is_whole = True
