"""Text in photos, read off the GUI thread: by itself when nothing else is to be done, or when asked for."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from mmdesk.core.photo import PhotoId
from mmdesk.core.photo_text import PhotoText, TextsRead, TextSummary
from mmdesk.core.vectors import Ids
from mmdesk.library.reading.text_models import can_read_text
from mmdesk.library.reading.text_reader import TextReader
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.text_reading import read_likely_texts, read_texts
from mmdesk.work.indexing import IndexWork
from mmdesk.work.lanes import Lanes
from mmdesk.work.patient_worker import PatientWorker
from mmdesk.work.preferences import PreferencesWork

BEGIN_MS = 20_000
"""Time that all that is waited for has before text is looked for."""


class TextsWork(PatientWorker):
    """Reads photos: those asked for at once, and whatever likely has text while nothing is indexed.

    Signals:
        read(tuple[int, ...]): photos whose text is known from now on.
        known(int, PhotoText | None): text of the photo that was asked for; None where nobody has read it.
        summed_up(TextSummary): photos that were asked for are read.
    """

    read = Signal(object)
    known = Signal(object, object)
    summed_up = Signal(object)

    def __init__(
        self,
        searcher: Searcher,
        reader: TextReader,
        index: IndexWork,
        preferences: PreferencesWork,
        lanes: Lanes,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._searcher, self._reader = searcher, reader
        self._index, self._preferences = index, preferences
        self._lane = lanes.text
        self._quick = lanes.quick
        self._asked: list[Ids] = []
        self._is_by_itself = self._is_started = False
        self._soon = QTimer(self, singleShot=True, interval=BEGIN_MS)
        self._soon.timeout.connect(self._begin_by_itself)
        index.started.connect(self._give_way)

    @cached_property
    def can_read(self) -> bool:
        """Whether the extra is there that reads text."""
        return can_read_text()

    def start(self) -> None:
        """Read by itself from now on, now and then, where the user wants it."""
        if self.can_read:
            self._is_started = True
            self._index.ended.connect(self._soon.start)
            self._preferences.changed.connect(self._obey)
            self._soon.start()

    def stop(self) -> None:
        """End after the photo under way, and read no others until there are new ones."""
        self._asked.clear()
        self._soon.stop()
        super().stop()

    def read_photos(self, photos: Sequence[int]) -> None:
        """Read these photos as soon as may be, whatever they are and whatever was read in them before."""
        self._asked.append(np.array(photos, np.int64))
        if not self.is_running:
            self._begin_asked()
        elif self._is_by_itself:
            super().stop()

    def request(self, photo: PhotoId) -> None:
        """Ask for the text of a photo. Several may ask, for other photos each: everybody is answered."""
        self._run(self._quick, lambda: (photo, self._searcher.library.texts.of(photo)), self._tell)

    def _tell(self, answer: tuple[PhotoId, PhotoText | None]) -> None:
        self.known.emit(*answer)

    def _begin_asked(self) -> None:
        self._is_by_itself = False
        steps = read_texts(self._searcher.library, self._reader, self._asked.pop(0))
        self._begin(self._lane, steps, self.summed_up, self._pass_on)

    def _begin_by_itself(self) -> None:
        """Read what likely has text, unless there is something better to do; the end of that asks again."""
        if not self._preferences.now.read_text or self.is_running or not self._index.is_idle:
            return
        self._is_by_itself = True
        steps = read_likely_texts(self._searcher, self._reader)
        self._begin(self._lane, steps, _nobody, self._pass_on)
        self._wait()

    def _wait(self) -> None:
        """Wait as indexing does, but not with what was asked for."""
        if self._is_by_itself:
            super()._wait()

    def _give_way(self) -> None:
        """Let indexing have the computer; what is not read is read later."""
        self._soon.stop()
        if self._is_by_itself:
            super().stop()

    def _obey(self) -> None:
        if not self._preferences.now.read_text:
            self._give_way()
        elif not self.is_running:
            self._soon.start()

    def _pass_on(self, steps: list[TextsRead]) -> None:
        self.read.emit(tuple(photo for step in steps for photo in step.photos))

    def _end(self) -> None:
        self._rest()
        super()._end()
        if self._asked:
            self._begin_asked()
        elif self._is_started and not self._is_by_itself:
            self._soon.start()


def _nobody(_summary: TextSummary) -> None:
    """Hear how reading by itself ended: nobody has to know."""
