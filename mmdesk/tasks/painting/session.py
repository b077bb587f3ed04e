"""What every painting needs, in one hand."""

from functools import partial

from mmdesk.core.places import Places
from mmdesk.paintings.queue import PaintQueue
from mmdesk.paintings.run_store import RunStore
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.painting.models import PaintingModels
from mmdesk.tasks.painting.source_pictures import read_source_pictures


class PaintingSession:
    """The library that finished pictures go to, the models, the runs and the queue.

    Attributes:
        places: where everything lies.
        library: finished pictures go here.
        clip: the model the library is searched with; it encodes finished pictures, too.
        models: the models that paint.
        runs: paintings on disk.
        queue: paintings to come.
    """

    def __init__(self, library: Library, clip: ClipModel, device: str = "auto") -> None:
        self.places: Places = library.places
        self.library = library
        self.clip = clip
        read = partial(read_source_pictures, turn_of=library.photos.turn_of)
        self.models = PaintingModels(library.places, clip, device, read)
        self.runs = RunStore(library.places.runs)
        self.queue = PaintQueue(library.places.paint_queue, self.runs)
