"""The label set that is looked at, off the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.tagging.overview import Overview
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.tagging.overview import overview, set_with
from mmdesk.tasks.tagging.sets import DEFAULT_SET
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class OverviewWork(Worker):
    """Counts the labels of one set, that with a given label or that of a given name.

    Signals:
        overview_loaded(Overview): the set that was asked for last.
    """

    overview_loaded = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._clip = library, clip
        self._set_name = DEFAULT_SET
        self._overviews = self._latest(lanes.quick, self.overview_loaded)

    def refresh(self) -> None:
        """Count the labels of the set anew."""
        self._overviews.ask(partial(overview, self._library, self._clip, self._set_name))

    def choose_set(self, name: str) -> None:
        """Look at another label set."""
        self._set_name = name
        self.refresh()

    def choose_label(self, name: str) -> None:
        """Look at the label set a label is in."""
        self._overviews.ask(partial(self._overview_with, name))

    def _overview_with(self, label: str) -> Overview:
        """Read in the lane."""
        self._set_name = set_with(self._library, label).name
        return overview(self._library, self._clip, self._set_name)
