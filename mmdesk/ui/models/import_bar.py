"""The bar to import a model: by a button, by a drop; how far it is; and a way to stop."""

from pathlib import Path

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mmdesk.core.language import tr
from mmdesk.core.progress import Progress
from mmdesk.ui.parts.combo_box import ComboBox
from mmdesk.ui.parts.labels import ElidedLabel, label
from mmdesk.ui.parts.progress_bar import ProgressBar
from mmdesk.ui.parts.responsive_row import ResponsiveRow

FILTER = f"{tr('Models')} (*.safetensors *.pt *.pth *.bin *.ckpt *.yaml *.yml)"
LONE_WEIGHTS = (".safetensors", ".pt", ".pth", ".bin")
NETWORKS = ("ViT-B-32", "ViT-B-32-quickgelu", "ViT-B-16", "ViT-L-14", "ViT-H-14", "RN50", "ViT-B-16-SigLIP")


class ImportBar(QWidget):
    """Two buttons and the network of lone weights; while something runs, its progress instead.

    Signals:
        import_requested(Path, str): a file or folder is to be imported; the network's name, or nothing.
        stop_requested(): what runs is to be broken off.
    """

    import_requested = Signal(object, str)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ElidedLabel("", "body", parent=self)
        self._bar = ProgressBar(self)
        self._stop = QPushButton(tr("Stop"), self)
        self._stop.clicked.connect(self.stop_requested)
        self.network = self._make_network()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._ways_in())
        self._pages.addWidget(self._progress())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def take(self, path: Path) -> None:
        """Ask for the import of `path`; only lone weights need the name of their network."""
        is_lone = path.suffix.lower() in LONE_WEIGHTS
        self.import_requested.emit(path, self.network.currentText().strip() if is_lone else "")

    def begin(self) -> None:
        """Show that something runs."""
        self.tell(Progress(0, None, tr("Starting")))
        self._pages.setCurrentIndex(1)

    def tell(self, progress: Progress) -> None:
        """Show how far it is."""
        self._words.set_text(progress.note)
        known = progress.fraction
        self._bar.show_fraction(known)

    def end(self) -> None:
        """Offer the ways in again."""
        self._pages.setCurrentIndex(0)

    def _make_network(self) -> ComboBox:
        network = ComboBox(self)
        network.setEditable(True)
        network.addItems(["", *NETWORKS])
        network.setAccessibleName(tr("Network of a single weights file"))
        field = network.lineEdit()
        if field is not None:
            field.setPlaceholderText(tr("as its folder says"))
        network.setMinimumWidth(200)
        return network

    def _ways_in(self) -> QWidget:
        buttons, network = QWidget(self), QWidget(self)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for words, mode in (
            (tr("Import a file…"), QFileDialog.FileMode.ExistingFile),
            (tr("Import a folder…"), QFileDialog.FileMode.Directory),
        ):
            button = QPushButton(words, buttons)
            button.setProperty("mode", mode)
            button.clicked.connect(self._ask_for_path)
            row.addWidget(button)
        row.addStretch(1)
        row = QHBoxLayout(network)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(tr("Network of single weights:"), "muted", network))
        row.addWidget(self.network)
        return ResponsiveRow(buttons, network, QMargins(), fills=False, parent=self)

    def _progress(self) -> QWidget:
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._words, 1)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        return page

    def _ask_for_path(self) -> None:
        """Open the desktop's own dialog; it does not hold up the window."""
        mode = self.sender().property("mode")
        dialog = QFileDialog(self, tr("Import a model"), "", FILTER)
        dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take_chosen)
        dialog.open()

    def _take_chosen(self, path: str) -> None:
        self.take(Path(path))
