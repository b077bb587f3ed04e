"""What every painting needs, in one hand."""

from mmdesk.core.places import Places
from mmdesk.tasks.eyes import Eyes
from mmdesk.tasks.house import Library
from mmdesk.tasks.painting.brushes import Brushes
from mmdesk.tasks.painting.queue import PaintQueue
from mmdesk.tasks.painting.runs import RunShelf


class Studio:
    """The library that finished pictures go to, the models, the runs and the queue.

    Attributes:
        places: where everything lies.
        library: finished pictures go here.
        eyes: the model the library is searched with; it sees finished pictures, too.
        brushes: the models that paint.
        runs: paintings on disk.
        queue: paintings to come.
    """

    def __init__(self, library: Library, eyes: Eyes, device: str = "auto") -> None:
        self.places: Places = library.places
        self.library = library
        self.eyes = eyes
        self.brushes = Brushes(library.places, eyes, device)
        self.runs = RunShelf(library.places.runs)
        self.queue = PaintQueue(library.places.paint_queue)
