"""Culling: one photo after the other over a filmstrip, judged by single keys."""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mmdesk.core.culling import CullFilter, Judgements
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_name
from mmdesk.core.photo import Photo, PhotoId, Pick
from mmdesk.core.vectors import Ids
from mmdesk.ui.away.notice import Absence
from mmdesk.ui.culling.cull_bar import CullBar
from mmdesk.ui.culling.cull_canvas import CullCanvas
from mmdesk.ui.culling.cull_end import CullEnd
from mmdesk.ui.culling.cull_keys import BACK, CLOSE, FILTERS, NO_COMMAND, SHIFT, STEPS, ZOOMS
from mmdesk.ui.culling.culled_photos import CulledPhotos
from mmdesk.ui.culling.filmstrip import Filmstrip
from mmdesk.ui.culling.tones_layer import TonesLayer
from mmdesk.ui.files.actions import action_for
from mmdesk.ui.formatting import described
from mmdesk.ui.loupe.ahead_loader import AheadLoader
from mmdesk.ui.loupe.caption import Caption
from mmdesk.ui.loupe.viewport import Viewport
from mmdesk.ui.rating_keys import give_mark, mark_of
from mmdesk.work.browsing import BrowseWork
from mmdesk.work.culling import CullWork
from mmdesk.work.pictures import PictureWork

AHEAD = 3
"""Photos after this one whose pictures are read ahead."""

SURVEYED = 4

REST_MS = 350
"""Time one rests on a photo before every pixel of it is read, for a look at its sharpness."""


class CullPage(QWidget):
    """Pages through the photos of a card, and judges them.

    Signals:
        left(PhotoId | None): back to where one was, from this photo.
        current_changed(PhotoId | None): another photo is looked at; none at the end.
        survey_requested(list[int]): these photos are to be seen side by side.
        similar_requested(PhotoId): S.
        file_action_requested(FileAction, list[int]): something is to be done to the file of this photo.
        trash_requested(list[int]): the rejects are to go to the trash.
    """

    left = Signal(object)
    current_changed = Signal(object)
    survey_requested = Signal(object)
    similar_requested = Signal(object)
    file_action_requested = Signal(object, object)
    trash_requested = Signal(object)

    def __init__(
        self, work: CullWork, browse: BrowseWork, pictures: PictureWork, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._work, self._browse = work, browse
        self._culled = CulledPhotos(np.empty(0, np.int64))
        self._last: PhotoId | None = None
        self._is_after_undo = False
        self.canvas, self.bar, self.end = CullCanvas(self), CullBar(self), CullEnd(self)
        self._tones = TonesLayer(work, self.canvas)
        self.strip = Filmstrip(browse, pictures, self)
        self._loader = AheadLoader(browse, pictures, self._window, self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._loader.expect_close_look)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Culling"))
        self._lay_out()
        self._connect()

    # What is culled

    @property
    def culled(self) -> CulledPhotos:
        """The photos, which of them are shown, and what was judged."""
        return self._culled

    @property
    def is_sharp(self) -> bool:
        """Whether nothing sharper is still to come for what is shown."""
        photo = self._photo()
        return photo is not None and self._loader.is_sharp(self.canvas, photo)

    def open(self, title: str, ids: Ids, current: int | None) -> None:
        """Cull these photos, beginning with `current`."""
        self._culled = CulledPhotos(ids, current)
        self.bar.show_title(title)
        self.canvas.fit()
        self._work.request(ids)
        self._work.request_stacks(ids)
        self._show()
        self.setFocus()

    def close_photos(self) -> None:
        """Let go of the photos and of their pictures."""
        self._rest.stop()
        self._loader.load((), 0)
        self.strip.show_photos(None)
        self._culled = CulledPhotos(np.empty(0, np.int64))

    def look_again(self) -> None:
        """Ask once more what was judged of the photos: some of it was taken back, or could not be kept."""
        self._is_after_undo = True
        self._work.request(self._culled.all_ids)

    def take_away(self, gone: Collection[int]) -> None:
        """Take photos out that are no more."""
        self._culled.take_away(gone)
        self._show()

    def go_to(self, photo: int) -> None:
        """Look at this photo."""
        self._culled.go_to(photo)
        self._show()

    def show_absence(self, absence: Absence) -> None:
        """Know from now on which photos are not there."""
        self._loader.show_absence(absence)

    # What is shown

    def _show(self) -> None:
        """Show the photo that is looked at by now, or why there is none."""
        current = self._culled.current
        self._last = current if current is not None else self._last
        self.bar.show_counts(self._culled.counts, self._culled.filter)
        self.strip.show_photos(self._culled)
        self._loader.load(self._culled.ahead(AHEAD), AHEAD + 2)
        if current is None:
            self._rest.stop()
            self._show_end()
        else:
            self._body.setCurrentWidget(self.canvas)
            self._rest.start()
        self.current_changed.emit(current)

    def _show_end(self) -> None:
        if len(self._culled.shown):
            self.end.show_end(self._culled.counts)
        else:
            self.end.show_nothing(self._culled.filter, self._culled.counts)
        self._body.setCurrentWidget(self.end)

    def _refresh(self) -> None:
        """Show what there is of the photo by now."""
        photo = self._photo()
        self._loader.show_on(self.canvas, photo)
        self.canvas.caption = None
        if photo is not None:
            self.canvas.caption = self._caption(photo)
            self._describe(photo)
            self._tones.measure(photo.id, self._loader.picture_of(photo))

    def _describe(self, photo: Photo) -> None:
        """Let a screen reader say which photo is looked at."""
        if QAccessible.isActive():
            place = tr(
                "Photo {place:,} of {number:,}",
                place=self._culled.place + 1,
                number=len(self._culled.shown),
            )
            self.setAccessibleDescription(f"{described(photo)}. {place}")

    def _show_marks(self, photos: Collection[int]) -> None:
        """Show what was just judged of these photos; nothing else of them has changed."""
        photo = self._photo()
        self.bar.show_counts(self._culled.counts, self._culled.filter)
        self.strip.show_marks(photos)
        self.canvas.tell(None if photo is None else self._caption(photo))

    def _caption(self, photo: Photo) -> Caption:
        stack = self._culled.stack_of(photo.id)
        where = tr("{place:,} of {number:,}", place=self._culled.place + 1, number=len(self._culled.shown))
        shots = len(self._culled.shots_with(photo.id))
        burst = None if stack is None else trn("burst of {n}", "burst of {n}", shots)
        return Caption(
            name=display_name(photo.path),
            place="  ·  ".join(filter(None, (where, burst))),
            view=self._loader.zoom_text(self.canvas, photo),
            rating=self._culled.rating_of(photo.id),
            pick=self._culled.pick_of(photo.id),
            trouble=self._loader.trouble(photo),
            is_bare=self.canvas.is_bare,
        )

    def _photo(self) -> Photo | None:
        current = self._culled.current
        return None if current is None else self._loader.photo(current)

    def _window(self) -> QSizeF:
        return QSizeF(self.canvas.size()) * self.canvas.devicePixelRatioF()

    # What is told

    def _take_judgements(self, told: tuple[Ids, Judgements]) -> None:
        ids, judgements = told
        if ids is not self._culled.all_ids:  # others are culled by now
            return
        changed = self._culled.take(judgements)
        current = self._culled.current
        if self._is_after_undo and changed and current not in changed:
            self._culled.go_to(changed[0])
        self._is_after_undo = False
        self._show()

    def _take_stacks(self, told: tuple[Ids, list[tuple[PhotoId, ...]]]) -> None:
        ids, stacks = told
        if ids is self._culled.all_ids:
            self._culled.take_stacks(stacks)
            self._show()

    def _take_rows(self, photos: list[Photo]) -> None:
        if self._is_after_undo:  # all that was taken back is told at once, so that it is known what that was
            return
        for photo in photos:
            self._culled.note(photo.id, photo.pick, photo.rating)
        self._show_marks([photo.id for photo in photos])

    def _follow_zoom(self, viewport: Viewport) -> None:
        self._loader.look_closely(is_close=viewport.scale is not None)
        self._refresh()

    # What is done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, judge, look closely, act on files, leave."""
        if not (self._act_on_files(event) or self._handle_key(event)):
            super().keyPressEvent(event)

    def _act_on_files(self, event: QKeyEvent) -> bool:
        current, action = self._culled.current, action_for(event)
        if event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._ask_trash()
        elif current is not None and action is not None:
            self.file_action_requested.emit(action, [int(current)])
        else:
            return False
        return True

    def _handle_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & NO_COMMAND:
            return False
        key, shifted = Qt.Key(event.key()), bool(event.modifiers() & SHIFT)
        return (
            self._page(key)
            or self._choose(key, shifted=shifted)
            or (self._culled.current is not None and (self._look(key) or self._judge(event)))
        )

    def _page(self, key: Qt.Key) -> bool:
        """Go to another photo, or away; whether the key said so."""
        if key in BACK:
            self._leave()
        elif key in STEPS:
            self._step(STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._culled.go_to_end(first=key == Qt.Key.Key_Home)
            self._show()
        else:
            return False
        return True

    def _choose(self, key: Qt.Key, *, shifted: bool) -> bool:
        """Change what is shown; whether the key said so."""
        switches = {
            Qt.Key.Key_A: self.bar.advance,
            Qt.Key.Key_H: self.bar.histogram,
            Qt.Key.Key_J: self.bar.clipping,
        }
        if key in switches:
            switches[key].toggle()
        elif key == Qt.Key.Key_F:
            number = FILTERS.index(self._culled.filter) + (-1 if shifted else 1)
            self._choose_filter(FILTERS[number % len(FILTERS)])
        elif key == Qt.Key.Key_B:
            self._toggle_stacks(every=shifted)
        else:
            return False
        return True

    def _look(self, key: Qt.Key) -> bool:
        """Look at the photo more closely, or beside others; whether the key said so."""
        current = int(self._culled.current or 0)
        if key in CLOSE:
            self.canvas.toggle_full_size()
        elif key in ZOOMS:
            self.canvas.zoom(ZOOMS[key])
        elif key == Qt.Key.Key_C:
            self.survey_requested.emit(self._culled.beside(2))
        elif key == Qt.Key.Key_V:
            self.survey_requested.emit(self._culled.surveyed(SURVEYED))
        elif key == Qt.Key.Key_S:
            self.similar_requested.emit(current)
        elif key == Qt.Key.Key_K:
            self._keep_this(current)
        else:
            return False
        return True

    def _judge(self, event: QKeyEvent) -> bool:
        """Give the photo a flag or stars, at once for the eye, and go on; whether the key said so."""
        current, mark = self._culled.current, mark_of(event)
        if current is None or mark is None:
            return False
        self._culled.mark(current, mark)
        give_mark(self._browse, [current], mark)
        self._go_on([current])
        return True

    def _keep_this(self, current: int) -> None:
        """Pick this shot, and reject the others of its burst."""
        others = [photo for photo in self._culled.shots_with(current) if photo != current]
        self._culled.set_pick([current], Pick.PICKED)
        self._culled.set_pick(others, Pick.REJECTED)
        self._browse.keep_one(current, others)
        self._go_on([current, *others])

    def _go_on(self, marked: Collection[int]) -> None:
        if self.bar.advance.isChecked():
            self._step(1)
        else:
            self._show_marks(marked)

    def _step(self, by: int) -> None:
        self._culled.step(by)
        self._show()

    def _choose_filter(self, chosen: CullFilter) -> None:
        self._culled.choose(chosen)
        self._show()
        self.setFocus()

    def _toggle_stacks(self, *, every: bool) -> None:
        (self._culled.toggle_stacks if every else self._culled.toggle_stack)()
        self._show()

    def _show_tones(self) -> None:
        bar = self.bar
        self._tones.show_wanted(histogram=bar.histogram.isChecked(), stripes=bar.clipping.isChecked())
        self._refresh()

    def _ask_trash(self) -> None:
        if rejects := self._culled.rejects:
            self.trash_requested.emit(rejects)
        self.setFocus()

    def _leave(self) -> None:
        self.left.emit(self._last)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Read pictures for the size that is shown now."""
        super().resizeEvent(event)
        self._loader.load_again()

    # How it is put together

    def _connect(self) -> None:
        self._loader.arrived.connect(self._refresh)
        self._work.judged.connect(self._take_judgements)
        self._work.stacked.connect(self._take_stacks)
        self._browse.photos_changed.connect(self._take_rows)
        self.canvas.viewport_changed.connect(self._follow_zoom)
        self.strip.chosen.connect(self.go_to)
        self.strip.stepped.connect(self._step)
        for offers in (self.bar, self.end):
            offers.filter_chosen.connect(self._choose_filter)
            offers.trash_requested.connect(self._ask_trash)
            offers.left.connect(self._leave)
        self.bar.histogram.toggled.connect(self._show_tones)
        self.bar.clipping.toggled.connect(self._show_tones)

    def _lay_out(self) -> None:
        self._body = QStackedWidget(self)
        self._body.addWidget(self.canvas)
        self._body.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._body, 1)
        column.addWidget(self.strip)
