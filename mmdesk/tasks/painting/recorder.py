"""What is written down of a painting while it is painted: losses, pictures, states."""

import math
import time

from mmdesk.core.painting.frame import Frame
from mmdesk.paintings.run import Run
from mmdesk.tasks.painting.opening import RecordedPainting

PICTURES = 60
"""Number of pictures of a run that are kept, about: its history can be scrubbed and shown as a film."""

MILESTONES = 5
"""States of a run that stay, to branch from. One takes megabytes."""

SAVED_EVERY_S = 20.0
"""A kill costs no more than so many seconds of painting."""


class RunRecorder:
    """Keeps the book of one run while `painting` goes on. Close it, and the last whole step is saved."""

    def __init__(self, run: Run, painting: RecordedPainting) -> None:
        self._run = run
        self._painting = painting
        steps = run.spec.steps
        self._stride = math.ceil(steps / PICTURES)
        self._milestone = math.ceil(steps / MILESTONES)
        self._saved_step = run.step
        self._saved_at = time.monotonic()

    def note(self, frame: Frame) -> None:
        """Write down a step, and save the state where it is time."""
        self._run.remember(frame)
        if frame.picture and (frame.step % self._stride == 0 or frame.step in (1, frame.steps)):
            self._run.remember_picture(frame.step, frame.picture)
        due = time.monotonic() - self._saved_at > SAVED_EVERY_S
        if due or frame.step % self._milestone == 0 or frame.step == frame.steps:
            self._save()

    def close(self) -> None:
        """Save where the painting stands, unless a step was broken off in the middle."""
        if self._painting.is_whole and self._painting.step > self._saved_step:
            self._save()

    def _save(self) -> None:
        """The new state first, then away with those between two milestones."""
        step = self._painting.step
        self._painting.save(self._run.state_path(step))
        self._run.keep_states({step, *(n for n in self._run.saved_steps() if n % self._milestone == 0)})
        self._saved_step, self._saved_at = step, time.monotonic()
