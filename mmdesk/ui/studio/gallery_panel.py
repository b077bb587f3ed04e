"""The gallery of everything that was painted, newest first."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.language import tr, trn
from mmdesk.core.painting.runs import RunCard
from mmdesk.ui.files.desktop import FileManager
from mmdesk.ui.files.dialogs import pictures_folder
from mmdesk.ui.parts.labels import label
from mmdesk.ui.parts.tooltip import plain_tooltip
from mmdesk.ui.studio.images import image_of

SIDE = 96
ID = Qt.ItemDataRole.UserRole


class GalleryPanel(QWidget):
    """Small pictures; one is chosen by a click or by the arrow keys.

    Signals:
        chosen(str): the user wants to look at this run.
        save_requested(str, Path): its picture is to be written to this file as well.
        trash_requested(Path): this picture is to go to the trash.
    """

    chosen = Signal(str)
    save_requested = Signal(str, object)
    trash_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, RunCard] = {}
        self._files = FileManager(self)
        self._keys: list[tuple[str, int, bool]] = []
        self._list = QListWidget(self)
        self._list.setAccessibleName(tr("Gallery"))
        self._list.setViewMode(QListView.ViewMode.IconMode)
        self._list.setIconSize(QSize(SIDE, SIDE))
        self._list.setGridSize(QSize(SIDE + 8, SIDE + 8))
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._list.setMovement(QListView.Movement.Static)
        self._list.setUniformItemSizes(True)
        self._nothing = label(
            tr("Finished pictures appear here, and in the Library under “Painted”."),
            "small",
            self,
        )
        self._nothing.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        column.addStretch()
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._list.itemActivated.connect(self._tell)
        self._list.itemClicked.connect(self._tell)
        self.show_cards(())

    @property
    def count(self) -> int:
        """Number of paintings shown."""
        return self._list.count()

    def show_cards(self, cards: Sequence[RunCard]) -> None:
        """Show these paintings; those that are shown already stay where they are."""
        shown = [card for card in cards if card.picture is not None]
        self._cards = {card.id: card for card in shown}
        keys = [(card.id, card.step, card.is_finished) for card in shown]
        fresh = len(keys) - len(self._keys)
        if fresh < 0 or keys[fresh:] != self._keys:
            self._list.clear()
            fresh = len(keys)
        for card in reversed(shown[:fresh]):
            self._list.insertItem(0, _item(card))
        self._keys = keys
        self._list.setVisible(self._list.count() > 0)
        self._nothing.setVisible(self._list.count() == 0)

    def menu_of(self, run_id: str) -> QMenu:
        """The menu of a painting; what needs a finished picture is greyed while it is not finished."""
        menu, out = QMenu(self), self._cards[run_id].out
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Look at it")).triggered.connect(partial(self.chosen.emit, run_id))
        save, show = menu.addAction(tr("Save as…")), menu.addAction(tr("Show in folder"))
        menu.addSeparator()
        trash = menu.addAction(tr("Move to the trash"))
        for action in (save, show, trash):
            action.setEnabled(out is not None)
        if out is not None:
            save.triggered.connect(partial(self._ask_where, run_id, out.name))
            show.triggered.connect(partial(self._files.show, os.fsencode(out)))
            trash.triggered.connect(partial(self.trash_requested.emit, out))
        return menu

    def _open_menu(self, where: QPoint) -> None:
        item = self._list.itemAt(where)
        if item is not None:
            self.menu_of(item.data(ID)).popup(self._list.viewport().mapToGlobal(where))

    def _ask_where(self, run_id: str, name: str) -> None:
        """Ask for the file with the desktop's dialog, which asks before a file is replaced."""
        dialog = QFileDialog(self, tr("Save the picture as"), pictures_folder(), "PNG (*.png)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self.save_requested.emit(run_id, Path(path)))
        dialog.open()

    def _tell(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(ID))


def _item(card: RunCard) -> QListWidgetItem:
    item = QListWidgetItem()
    item.setData(ID, card.id)
    if card.picture is not None:
        item.setIcon(QIcon(QPixmap.fromImage(image_of(card.picture))))
    state = (
        ""
        if card.is_finished
        else "\n"
        + trn(
            "not finished, {step} of {n} step",
            "not finished, {step} of {n} steps",
            card.spec.steps,
            step=card.step,
        )
    )
    item.setToolTip(plain_tooltip(f"{card.spec.prompt}{state}"))
    return item
