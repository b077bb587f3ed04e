"""The connection between the gallery and the worker that edits facts."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from mmdesk.core.acts import Act, ActKind
from mmdesk.core.fact_edits import FactsDecided, FactWish
from mmdesk.core.language import tr, trn
from mmdesk.core.photo import Photo, PhotoId, Skipped
from mmdesk.core.progress import Progress
from mmdesk.core.sidecars import XmpSummary
from mmdesk.core.turns import LEFT, RIGHT
from mmdesk.ui.exporting.left_out_dialog import LeftOutDialog
from mmdesk.ui.facts.caption_dialog import CaptionDialog
from mmdesk.ui.facts.date_dialog import DateDialog
from mmdesk.ui.files.actions import FileAction
from mmdesk.ui.library.place import LibraryPlace
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.passing_notice import PassingNotice
from mmdesk.work.workers import Workers

TURNS = {FileAction.TURN_LEFT: LEFT, FileAction.TURN_RIGHT: RIGHT}
MANY = 100
"""Photos whose sidecars are not written in the twinkling of an eye."""


class FactsController(QObject):
    """Asks for captions and dates, turns photos, and shows at once what they are from then on."""

    def __init__(
        self, workers: Workers, library: LibraryPlace, bar: MessageBar, notice: PassingNotice
    ) -> None:
        super().__init__(library)
        self._work, self._browse = workers.facts, workers.browse
        self._library, self._bar, self._notice = library, bar, notice
        library.gallery.file_action_requested.connect(self._start_action)
        self._work.decided.connect(self._show)
        self._work.decided.connect(workers.history.look)
        self._work.written.connect(self._tell)
        self._work.progressed.connect(self._tell_progress)
        workers.history.restored.connect(self._show_restored)

    def _start_action(self, action: FileAction, ids: Sequence[int]) -> None:
        if not ids:
            return
        if action in TURNS:
            self._work.edit(ids, FactWish(turn=TURNS[action]))
        elif action is FileAction.CAPTION:
            captions = list(dict.fromkeys(photo.facts.caption for photo in self._rows(ids)))
            CaptionDialog(self._work, ids, captions or [None], self._library.window()).open()
        elif action is FileAction.DATE:
            dates = [photo.facts.taken_at for photo in self._rows(ids) if photo.facts.taken_at]
            DateDialog(self._work, ids, min(dates, default=None), self._library.window()).open()

    def _rows(self, ids: Sequence[int]) -> list[Photo]:
        """The photos, as far as their rows are here: those that are seen are."""
        return [photo for photo in map(self._browse.photo, ids) if photo is not None]

    def _show(self, decided: FactsDecided) -> None:
        """Read rows anew; look at turned photos again; put dates in order."""
        self._browse.forget(decided.ids)
        if decided.turned:
            self._work.read_again(decided.ids)
        if decided.dated:
            self._library.refresh()

    def _show_restored(self, act: Act, photos: Sequence[PhotoId]) -> None:
        if act.kind in (ActKind.FACTS, ActKind.TURN, ActKind.READ):
            self._show(FactsDecided(tuple(photos), turned=True, dated=act.kind is not ActKind.TURN))

    def _tell(self, summary: XmpSummary, left: Sequence[Skipped]) -> None:
        if left:
            sentence = trn(
                "{n:,} sidecar file written; {left:,} could not be.",
                "{n:,} sidecar files written; {left:,} could not be.",
                summary.written,
                left=len(left),
            )
            self._bar.offer(sentence, tr("Show them"), partial(self._list, left))

    def _list(self, left: Sequence[Skipped]) -> None:
        LeftOutDialog(left, self._library.window(), tr("All others were written.")).show()

    def _tell_progress(self, progress: Progress) -> None:
        if progress.total is not None and progress.total >= MANY:
            far = tr("{done:,} of {total:,}…", done=progress.done, total=progress.total)
            self._notice.tell(f"{progress.note}: {far}")
