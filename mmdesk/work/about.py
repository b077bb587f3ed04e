"""What the program says of itself, read off the GUI thread."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from mmdesk.core.places import Places
from mmdesk.tasks.about import program_details
from mmdesk.tasks.manual import read_manual
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class AboutWork(Worker):
    """Reads versions, licences and model cards when they are asked for.

    Signals:
        told(ProgramDetails): all of them.
        manual_read(Manual): the manual.
    """

    told = Signal(object)
    manual_read = Signal(object)

    def __init__(self, places: Places, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self.places = places
        self._details = self._latest(lanes.quick, self.told)
        self._manual = self._latest(lanes.quick, self.manual_read)

    def ask_manual(self, decode: Callable[[bytes], object]) -> None:
        """Read the manual, with pictures as `decode` makes them of their files; answered by `manual_read`."""
        self._manual.ask(partial(read_manual, decode))

    def ask(self) -> None:
        """Read them; answered by `told`."""
        self._details.ask(partial(program_details, self.places))
