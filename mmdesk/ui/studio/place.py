"""The Studio: what to paint at the left, the picture in the middle, queue and gallery at the right."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr, trc
from mmdesk.core.painting.engines import ENGINE_CARDS
from mmdesk.core.painting.frame import Plan
from mmdesk.core.painting.spec import InitImage, Mask, PaintSpec
from mmdesk.core.settings import Settings
from mmdesk.ui.parts.hairline import Hairline
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.message_bar import MessageBar
from mmdesk.ui.parts.splitter import Splitter
from mmdesk.ui.search.dropped import what_is_in
from mmdesk.ui.studio.gallery_panel import GalleryPanel
from mmdesk.ui.studio.images import image_of
from mmdesk.ui.studio.mask_dialog import MaskDialog
from mmdesk.ui.studio.painting_view import PaintingView
from mmdesk.ui.studio.queue_panel import QueuePanel
from mmdesk.ui.studio.sentences import time_in_short
from mmdesk.ui.studio.settings import USUAL, SettingsPanel
from mmdesk.work.file_acts import FileActs
from mmdesk.work.painting import PaintWork
from mmdesk.work.pictures import PictureWork

WIDTHS = [340, 720, 250]
GIGABYTE = 1e9
FREE = tr("Ctrl+Return paints")
MASKED_SIDE = 1024
"""Long side of the picture that a mask is painted on, in pixels."""

SETTINGS_TAKEN = tr("These are the settings of the painting.")
NOTHING_SAID = tr("Say what to paint, or give a picture to paint towards.")

GIVEN = ("engine", "width", "height", "vqgan", "grid", "strokes")
"""Settings that a branch cannot change: the state it begins with has their size."""

VARIES = "unclip"
"""The engine that paints variations of a photo."""

FINISHED_SIDE, FINISHING_STEPS = 256, 40
"""Short side in pixels, about, and steps of a painting that goes on from the picture of another engine."""

KEPT_BY_BRANCH = tr("Engine and size stay those of the painting that it goes on from.")


class StudioPlace(QWidget):
    """Puts the parts together."""

    def __init__(
        self,
        work: PaintWork,
        pictures: PictureWork,
        files: FileActs,
        first: PaintSpec | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._work, self._pictures, self._files = work, pictures, files
        self._masked: bytes | None = None
        self.settings = SettingsPanel(pictures, first or PaintSpec())
        self.painting_view = PaintingView(work)
        self.queue = QueuePanel(work)
        self.gallery = GalleryPanel()
        self.messages = MessageBar()
        self._paint = QPushButton(trc("button", "Paint"))
        self._plan = QPushButton(tr("How long?"))
        self._planned: PaintSpec | None = None
        self._told = label("", "small")
        self._told.setWordWrap(True)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.settings.prompt)
        self._lay_out()
        self._connect()
        self._check()
        work.request_cards()
        work.request_models()
        QTimer.singleShot(0, work.look_at_the_clock)  # what another day left in the queue

    @property
    def told(self) -> str:
        """Words below the button."""
        return self._told.text()

    def paint(self) -> None:
        """Put what the settings say into the queue."""
        spec = self._valid_spec()
        if spec is not None:
            self._forget_plan()
            if self._work.entry is None:
                self.painting_view.watch()
            self._work.enqueue(spec)
            self.settings.seed.randomize_unless_locked()

    def use_as_prompt(self, path: bytes) -> None:
        """Paint towards a photo of the library, by an engine that can."""
        if not self.settings.follows_pictures:
            self.settings.choose_preset(USUAL)
        self.settings.example.fill(path)

    def paint_like(self, path: bytes) -> None:
        """Paint variations of a photo of the library, or say how to get an unCLIP where there is none."""
        self.settings.choose_engine(VARIES)
        self.settings.prompt.set_words("")
        self.settings.start.empty()
        self.settings.example.fill(path)
        self.paint()

    def finish(self, spec: PaintSpec, picture: Path) -> None:
        """Let VQGAN+CLIP go on from a finished `picture` that was painted by `spec`."""
        scale = max(1, round(FINISHED_SIDE / min(spec.width, spec.height)))
        given = PaintSpec(
            spec.prompt,
            width=spec.width * scale,
            height=spec.height * scale,
            steps=FINISHING_STEPS,
            seed=spec.seed,
            init=InitImage(os.fsencode(picture)),
            image_prompts=spec.image_prompts,
        )
        self.painting_view.watch()
        self._work.enqueue(self.settings.with_models(given))

    def use_as_start(self, path: bytes) -> None:
        """Begin with a photo of the library."""
        self.settings.start.fill(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a painting of this program, which brings its settings along."""
        if what_is_in(event.mimeData()).files:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Restore the settings in the first file."""
        files = what_is_in(event.mimeData()).files
        if files:
            self._work.restore(files[0])
            event.acceptProposedAction()

    def _valid_spec(self) -> PaintSpec | None:
        try:
            spec = self.settings.spec()
        except UserError as error:
            self._told.setText(str(error))
            return None
        if not spec.prompt and not spec.image_prompts and not ENGINE_CARDS[spec.engine].has_model:
            self._told.setText(NOTHING_SAID)
            return None
        return spec

    def _check(self) -> None:
        """Check whether what is asked for makes sense; the plan of something else is not wanted any more."""
        spec = self._valid_spec()
        if spec is not None and spec == self._planned:
            return
        self._forget_plan()
        self._paint.setEnabled(spec is not None)
        self._plan.setEnabled(spec is not None)
        if spec is not None:
            self._told.setText(FREE if self._work.entry is None else tr("It will wait for its turn."))

    def _ask_plan(self) -> None:
        spec = self._valid_spec()
        if spec is not None:
            waits = self._work.entry is not None
            self._told.setText(
                tr("Tried after the painting under way …") if waits else tr("Trying two steps …")
            )
            self._planned = spec
            self._work.request_plan(spec)

    def _forget_plan(self) -> None:
        self._planned = None
        self._work.forget_plan()

    def _tell_plan(self, plan: Plan) -> None:
        words = tr(
            "About {time} and {memory:.1f} GB on this machine.",
            time=time_in_short(plan.seconds),
            memory=plan.memory_bytes / GIGABYTE,
        )
        self._told.setText(" ".join(filter(None, (words, plan.note))))

    def _reproduce(self, spec: PaintSpec) -> None:
        """Ask for the same as `spec`, with a way back to what was asked for before."""
        before = self.settings.kept_in(Settings())
        self.settings.show_spec(spec)
        if before != self.settings.kept_in(Settings()):
            self.messages.offer(SETTINGS_TAKEN, tr("Undo"), partial(self.settings.restore, before))

    def _remix(self, spec: PaintSpec) -> None:
        self._reproduce(spec)
        self.settings.seed.set_seed(spec.seed, locked=False)
        self.settings.seed.randomize()

    def _branch(self, run_id: str, step: int) -> None:
        spec, now = self._valid_spec(), self.painting_view.spec
        if spec is not None and now is not None:
            given: dict[str, Any] = {name: getattr(now, name) for name in GIVEN}
            if any(getattr(spec, name) != value for name, value in given.items()):
                self._told.setText(KEPT_BY_BRANCH)
            self._work.branch(run_id, step, replace(spec, **given, steps=max(spec.steps, step + 1)))

    def _ask_mask(self, path: bytes) -> None:
        self._masked = path
        self._pictures.request_preview(path, MASKED_SIDE)

    def _open_mask(self, ready: tuple[bytes, FullPicture | str]) -> None:
        path, picture = ready
        if path == self._masked and isinstance(picture, FullPicture):
            self._masked = None
            dialog = MaskDialog(image_of(picture), self, mask=self.settings.start_mask)
            dialog.made.connect(self._take_mask)
            dialog.open()

    def _take_mask(self, mask: Mask) -> None:
        self.settings.take_mask(mask)

    def _lay_out(self) -> None:
        split = Splitter("studio", self)
        split.put((self._left(), self.painting_view, self._right()), WIDTHS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setProperty("role", "panel")
        self._paint.setProperty("role", "primary")
        self._plan.setToolTip(tr("Try two steps and say how long all of them will take, and how much memory"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._paint, 1)
        buttons.addWidget(self._plan)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self._told)
        foot.addLayout(buttons)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.settings, 1)
        column.addWidget(self.messages)
        column.addWidget(Hairline())
        column.addLayout(foot)
        return left

    def _right(self) -> QWidget:
        right = QWidget()
        right.setProperty("role", "panel")
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 16, 12, 12)
        column.setSpacing(8)
        column.addWidget(label(tr("Queue"), "section"))
        column.addWidget(self.queue, 3)
        column.addWidget(Hairline())
        column.addWidget(label(tr("Gallery"), "section"))
        column.addWidget(self.gallery, 5)
        return right

    def _connect(self) -> None:
        work = self._work
        self.settings.changed.connect(self._check)
        self.settings.mask_requested.connect(self._ask_mask)
        self._pictures.preview_loaded.connect(self._open_mask)
        self._paint.clicked.connect(self.paint)
        self._plan.clicked.connect(self._ask_plan)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.paint)
        work.planned.connect(self._tell_plan)
        work.restored.connect(self._reproduce)
        work.cards_loaded.connect(self.gallery.show_cards)
        work.models_found.connect(self.settings.offer_models)
        work.queue_changed.connect(self._check)
        for moment in (work.begun, work.finished, work.ended, work.candidate_chosen):
            moment.connect(self._refresh_gallery)
        work.cards_loaded.connect(self.queue.show_pictures)
        self.gallery.chosen.connect(self.painting_view.show_run)
        self.gallery.save_requested.connect(work.save_copy)
        self.gallery.trash_requested.connect(self._files.trash_picture)
        self._files.changed.connect(self._refresh_gallery)  # one may have gone to the trash, or be back
        work.exported.connect(self._tell_saved)
        self.painting_view.reproduce_requested.connect(self._reproduce)
        self.painting_view.remix_requested.connect(self._remix)
        self.painting_view.finish_requested.connect(self.finish)
        self.painting_view.branch_requested.connect(self._branch)

    def _tell_saved(self, path: Path) -> None:
        self.messages.tell_done(tr("Saved as {path}.", path=path))

    def _refresh_gallery(self) -> None:
        self._work.request_cards()
