"""The queue of paintings to come: order, hold, night."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.language import tr, trc, trn
from mmdesk.core.painting.engines import ENGINE_CARDS
from mmdesk.core.painting.frame import Frame
from mmdesk.core.painting.queue import QueueEntry
from mmdesk.core.painting.runs import RunCard
from mmdesk.ui.parts.icon_button import IconButton
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.tooltip import plain_tooltip
from mmdesk.ui.studio.images import image_of
from mmdesk.ui.theme.icons import icon
from mmdesk.work.painting import PaintWork

STATES = {
    "waiting": trc("state of a painting", "waiting"),
    "painting": trc("state of a painting", "being painted"),
    "held": trc("state of a painting", "put aside"),
    "failed": trc("state of a painting", "failed"),
}
ID = Qt.ItemDataRole.UserRole
SIDE = 40
"""Side of the pictures, in device-independent pixels."""

LONGEST = 80
"""Letters of a prompt that are shown; the tooltip has all."""


class QueuePanel(QWidget):
    """The list of paintings to come, with buttons for the chosen one below it."""

    def __init__(self, work: PaintWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._entries: list[QueueEntry] = []
        self._pictures: dict[str, QIcon] = {}
        self._list = QListWidget(self)
        self._list.setAccessibleName(tr("Queue"))
        self._list.setIconSize(QSize(SIDE, SIDE))
        self._list.setWordWrap(True)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._nothing = label(tr("Nothing is waiting."), "small", self)
        self._up = IconButton("up", tr("Earlier"), self, side=16)
        self._down = IconButton("down", tr("Later"), self, side=16)
        self._hold = IconButton("pause", tr("Put aside, or let it wait again"), self, side=16)
        self._remove = IconButton("clear", tr("Take out of the queue"), self, side=16)
        self._rest = QCheckBox(tr("Begin nothing for now"), self)
        self._night = QCheckBox(self)
        self._lay_out()
        self._connect()
        self.show_entries(work.queue())

    @property
    def count(self) -> int:
        """Number of entries shown."""
        return len(self._entries)

    def choose(self, place: int) -> None:
        """Choose an entry."""
        self._list.setCurrentRow(place)

    def show_entries(self, entries: Sequence[QueueEntry]) -> None:
        """Show the queue as it is now."""
        chosen = self._chosen()
        self._entries = list(entries)
        self._list.clear()
        for entry in self._entries:
            self._list.addItem(_item(entry, self._picture(entry)))
        places = [place for place, entry in enumerate(self._entries) if chosen and entry.id == chosen.id]
        self._list.setCurrentRow(places[0] if places else 0)
        self._show_rests()
        self._list.setVisible(bool(self._entries))
        self._nothing.setVisible(not self._entries)
        self._show_buttons()

    def show_pictures(self, cards: Sequence[RunCard]) -> None:
        """Show how far the paintings have come that were begun."""
        self._pictures = {
            card.id: QIcon(QPixmap.fromImage(image_of(card.picture))) for card in cards if card.picture
        }
        self._show_icons()

    def _show_newest(self, frames: Sequence[Frame]) -> None:
        """Show the picture of the painting under way as it is now."""
        picture = next((frame.picture for frame in reversed(frames) if frame.picture is not None), None)
        if picture is not None and self._work.entry is not None:
            self._pictures[self._work.entry.run] = QIcon(QPixmap.fromImage(image_of(picture)))
            self._show_icons()

    def _show_icons(self) -> None:
        for place, entry in enumerate(self._entries):
            self._list.item(place).setIcon(self._picture(entry))

    def _picture(self, entry: QueueEntry) -> QIcon:
        return self._pictures.get(entry.run) or icon("studio", self.palette())

    def _chosen(self) -> QueueEntry | None:
        place = self._list.currentRow()
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def _show_buttons(self) -> None:
        entry, place = self._chosen(), self._list.currentRow()
        self._up.setEnabled(entry is not None and place > 0)
        self._down.setEnabled(entry is not None and place < len(self._entries) - 1)
        self._hold.setEnabled(entry is not None)
        self._remove.setEnabled(entry is not None)
        is_resting = entry is not None and entry.state in {"held", "failed"}
        self._hold.set_icon(
            "resume" if is_resting else "pause",
            tr("Let it wait again") if is_resting else trc("button", "Put aside"),
        )

    def _move(self, by: int) -> None:
        entry = self._chosen()
        if entry is not None:
            self._work.move(entry.id, self._list.currentRow() + by)

    def _hold_or_release(self) -> None:
        entry = self._chosen()
        if entry is not None:
            (self._work.release if entry.state in {"held", "failed"} else self._work.hold)(entry.id)

    def _take_out(self) -> None:
        entry = self._chosen()
        if entry is not None:
            self._work.remove(entry.id)

    def _set_night(self, on: bool) -> None:  # noqa: FBT001
        self._work.set_night(replace(self._work.night, on=on))

    def _show_rests(self) -> None:
        """Show when nothing is begun, which is no new wish."""
        night = self._work.night
        with QSignalBlocker(self._rest), QSignalBlocker(self._night):
            self._night.setText(tr("Only at night, {begins} to {ends}", begins=night.begins, ends=night.ends))
            self._night.setChecked(night.on)
            self._rest.setChecked(self._work.is_queue_paused)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self._up, self._down, self._hold, self._remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._list, 1)
        column.addLayout(buttons)
        column.addWidget(self._rest)
        column.addWidget(self._night)

    def _connect(self) -> None:
        self._work.queue_changed.connect(self.show_entries)
        self._work.frames_painted.connect(self._show_newest)
        self._list.currentRowChanged.connect(self._show_buttons)
        self._up.clicked.connect(self._move_up)
        self._down.clicked.connect(self._move_down)
        self._hold.clicked.connect(self._hold_or_release)
        self._remove.clicked.connect(self._take_out)
        self._rest.toggled.connect(self._work.pause_queue)
        self._night.toggled.connect(self._set_night)

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)


def _item(entry: QueueEntry, picture: QIcon) -> QListWidgetItem:
    spec = entry.spec
    state = entry.note if entry.state == "failed" else STATES[entry.state]
    words = textwrap.shorten(spec.prompt, LONGEST, placeholder=" …") or tr("A picture without words")
    engine = ENGINE_CARDS[spec.engine].title
    item = QListWidgetItem(picture, f"{words}\n{engine}, {spec.width} × {spec.height}, {state}")
    item.setData(ID, entry.id)
    facts = trn(
        "{engine}, {n} step, seed {seed}",
        "{engine}, {n} steps, seed {seed}",
        spec.steps,
        engine=spec.engine,
        seed=spec.seed,
    )
    item.setToolTip(plain_tooltip(f"{spec.prompt}\n{facts}\n{state}".strip()))
    return item
