"""The menu of what can be done with label sets and with tags as a whole."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from mmdesk.core.labels import LabelSet
from mmdesk.core.language import tr, trc
from mmdesk.core.tagging.overview import MANUAL_SET, Overview
from mmdesk.ui.tags.label_set_editor import LabelSetEditor
from mmdesk.ui.tags.sidecars_dialog import SidecarsDialog
from mmdesk.work.workers import Workers

FILES = tr("Label sets (*.toml *.txt)")
NEW_NAME = trc("name of a label set", "my labels")


class LabelSetMenu(QMenu):
    """Edits label sets, brings them in, writes them out; writes tags to files, and reads them from there."""

    def __init__(self, workers: Workers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workers, self._work = workers, workers.label_sets
        self._overview: Overview | None = None
        self._label = ""
        self.album = self._add("", self._make_album)
        self.addSeparator()
        self.edit = self._add(tr("Edit these labels…"), self.open_editor)
        self._add(tr("New label set…"), self.open_new)
        self.addSeparator()
        self._add(tr("Import a label set…"), self._ask_import)
        self.export = self._add(tr("Export this label set…"), self._ask_export)
        self.addSeparator()
        self.take_back = self._add(tr("Take back my changes"), self._remove)
        self.addSeparator()
        self._add(tr("Write tags to sidecar files…"), self.open_sidecars)
        self._add(tr("Read keywords from files"), workers.sidecars.read_keywords)

    def show_overview(self, shown: Overview) -> None:
        """Offer what can be done with this set."""
        self._overview = shown
        self.edit.setEnabled(not shown.is_by_hand)
        self.export.setEnabled(len(shown.labels) > 0)
        self.take_back.setVisible(shown.is_own)
        is_starter = self._work.is_starter(shown.labels.name)
        self.take_back.setText(tr("Take back my changes") if is_starter else tr("Remove this label set"))

    def offer_album(self, label: str) -> None:
        """Offer an album of all photos that have a label, now and later; none where it is empty."""
        self._label = label
        self.album.setText(
            tr(
                "Smart album of “{label}”",
                label=label.replace("&", "&&"),
            )
        )
        self.album.setVisible(bool(label))

    def _make_album(self) -> None:
        self._workers.albums.make_smart_album(self._label)

    def open_editor(self) -> LabelSetEditor | None:
        """Edit the set that is looked at."""
        return None if self._overview is None else self._open(self._overview.labels)

    def open_new(self) -> LabelSetEditor:
        """Write a set from its beginning."""
        taken = self._taken
        names = [NEW_NAME, *(f"{NEW_NAME} {number}" for number in range(2, len(taken) + 3))]
        editor = self._open(LabelSet(next(name for name in names if name not in taken)))
        editor.form.name.setFocus()
        return editor

    def go_on(self) -> LabelSetEditor | None:
        """Go on with what was typed and not saved."""
        return self.open_editor() if self.has_draft else self.open_new()

    @property
    def has_draft(self) -> bool:
        """Whether something was typed into the set that is looked at, and not saved."""
        return self._overview is not None and self._work.draft(self._overview.labels.name) is not None

    def open_sidecars(self) -> SidecarsDialog:
        """Look at what would be written, and write it or not."""
        dialog = SidecarsDialog(
            self._workers.sidecars, self.window(), asks=self._workers.preferences.now.ask_sidecars
        )
        dialog.open()
        return dialog

    def _open(self, labels: LabelSet) -> LabelSetEditor:
        editor = LabelSetEditor(self._workers, labels, self._taken, self.window())
        editor.open()
        return editor

    @property
    def _taken(self) -> tuple[str, ...]:
        """Names that no new set can have."""
        return (MANUAL_SET, *(self._overview.sets if self._overview is not None else ()))

    def _ask_import(self) -> None:
        dialog = self._file_dialog(tr("Import a label set"), QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._import)
        dialog.open()

    def _import(self, file: str) -> None:
        self._work.import_file(Path(file))

    def _ask_export(self) -> None:
        if self._overview is None:
            return
        dialog = self._file_dialog(tr("Export a label set"), QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.selectFile(f"{self._overview.labels.name}.toml")
        dialog.fileSelected.connect(self._export)
        dialog.open()

    def _export(self, file: str) -> None:
        if self._overview is not None:
            self._work.export_file(self._overview.labels, Path(file))

    def _file_dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self.window(), title)
        dialog.setAcceptMode(mode)
        dialog.setNameFilter(FILES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _remove(self) -> None:
        if self._overview is not None:
            self._work.remove(self._overview.labels.name)

    def _add(self, words: str, act: object) -> QAction:
        action = QAction(words, self)
        action.triggered.connect(act)
        self.addAction(action)
        return action
