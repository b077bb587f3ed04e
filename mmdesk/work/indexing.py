"""Indexing, off the GUI thread: one run at a time, pausable, stoppable."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from mmdesk.core.cluster import Cluster
from mmdesk.core.language import tr
from mmdesk.core.paths import is_under
from mmdesk.core.photo import Indexed, IndexSummary, Skipped
from mmdesk.core.preferences import Preferences
from mmdesk.core.progress import Progress
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.cluster.looking import looker_on
from mmdesk.tasks.demo import make_sample_pictures
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.library import Library
from mmdesk.work.job import Steps
from mmdesk.work.lanes import Lanes
from mmdesk.work.patient_worker import PatientWorker


class IndexWork(PatientWorker):
    """Brings folders into the library. Runs asked for meanwhile wait their turn.

    Signals:
        indexed(tuple[PhotoId, ...]): photos that have just become findable.
        skipped(list[Skipped]): files left out, with reasons.
        finished(IndexSummary): the run came to its end.
        ended(): nothing runs any more and nothing waits.
    """

    indexed = Signal(object)
    skipped = Signal(object)
    finished = Signal(object)

    def __init__(self, library: Library, clip: ClipModel, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._clip = clip
        self._lane = lanes.index
        self._waiting: list[Steps] = []
        self._to_add: list[list[bytes]] = []
        self._catch_up: Steps | None = None
        self._is_catching_up = False
        self._cluster = ("", "")

    def use_cluster(self, preferences: Preferences) -> None:
        """Let runs that begin from now on use the cluster that is preferred, or none."""
        self._cluster = (preferences.cluster, preferences.cluster_map)

    @property
    def is_catching_up(self) -> bool:
        """Whether the last run that was begun looks at everything again, though nobody asked for it."""
        return self._is_catching_up

    def add(self, folders: Sequence[bytes]) -> None:
        """Bring `folders`, and all below them, into the library."""
        wanted = list(folders)
        self._to_add.append(wanted)
        self._enqueue(self._index_those(wanted))

    def leave(self, folder: bytes) -> None:
        """Let no run that waits bring in what lies in a folder that was taken out of the library."""
        for wanted in self._to_add:
            wanted[:] = [path for path in wanted if not is_under(path, folder)]

    def look_at(self, folder: bytes) -> None:
        """Look again at a folder, unless it is no longer in the library when its turn comes."""
        self._enqueue(self._index_again(folder))

    def add_samples(self) -> None:
        """Unpack the sample pictures into the data folder and bring them into the library."""
        self._enqueue(self._unpack_and_index_samples())

    def rescan(self) -> None:
        """Look again at every folder of the library: what is new, changed or gone."""
        self._enqueue(self._index_all_again())

    def catch_up(self) -> None:
        """Look at every folder again, unless that is to be done already."""
        if self._catch_up not in self._waiting:
            self._catch_up = self._index_all_again()
            self._enqueue(self._catch_up)

    def stop(self) -> None:
        """End after the batch under way, and forget the runs that wait. Nothing is left half done."""
        self._waiting.clear()
        super().stop()

    def _unpack_and_index_samples(self) -> Steps:
        yield Progress(0, None, tr("Unpacking the sample pictures"))
        make_sample_pictures(self._library.places.sample_library)
        folder = os.fsencode(self._library.places.sample_library)
        return (yield from index_folders(self._library, self._clip, [folder]))

    def _index_those(self, folders: list[bytes]) -> Steps:
        """The folders are read when it begins: some may have been taken out by then."""
        return (yield from self._index(folders, again=False))

    def _index_again(self, folder: bytes) -> Steps:
        return (yield from self._index([folder], again=True))

    def _index_all_again(self) -> Steps:
        folders = [folder.path for folder in self._library.folders.all()]
        return (yield from self._index(folders, again=True))

    def _index(self, folders: Sequence[bytes], *, again: bool) -> Steps:
        """Raises UserError where the cluster that is preferred is none."""
        looker = looker_on(Cluster.of_lines(*self._cluster))
        steps = index_folders(self._library, self._clip, folders, again=again, open_looker=looker)
        return (yield from steps)

    def _enqueue(self, steps: Steps) -> None:
        self._waiting.append(steps)
        if not self.is_running:
            self._begin_next()

    def _begin_next(self) -> None:
        steps = self._waiting.pop(0)
        self._is_catching_up = steps is self._catch_up
        self._begin(self._lane, steps, self.finished, self._sort_out)
        self._wait()

    def _sort_out(self, items: list[Indexed | Skipped | IndexSummary]) -> None:
        """Tell the photos and the skipped files of a delivery, each kind in one signal."""
        ids = [photo for item in items if isinstance(item, Indexed) for photo in item.ids]
        skipped = [item for item in items if isinstance(item, Skipped)]
        if ids:
            self.indexed.emit(tuple(ids))
        if skipped:
            self.skipped.emit(skipped)

    def _end(self) -> None:
        self._job = None
        self._is_held = False
        if self._waiting:
            self._begin_next()
        else:
            self._to_add.clear()
            self._has_patience = True
            self.ended.emit()
