"""The desktop's dialogs for files: none holds up the window, and all begin among the user's pictures."""

import os
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QWidget

from mmdesk.core.language import tr

PICTURES = "*.jpg *.jpeg *.png *.webp *.tif *.tiff *.gif *.bmp *.avif"
"""Files that a picture may be chosen from."""


def folder_dialog(parent: QWidget, title: str) -> QFileDialog:
    """Dialog to choose a folder; open it with `open`."""
    return _dialog(parent, title, QFileDialog.FileMode.Directory)


def new_folder_dialog(parent: QWidget, title: str) -> QFileDialog:
    """Dialog to choose a folder, or to say what a new one in another is to be called; it does not make it."""
    dialog = folder_dialog(parent, title)
    # a class of its own would cost the desktop's own dialog, which Qt has for none but QFileDialog itself
    dialog.accept = partial(_accept_new, dialog, dialog.accept)  # type: ignore[method-assign]
    line = dialog.findChild(QLineEdit)  # none where the dialog is the desktop's
    if line is not None:
        line.textChanged.connect(partial(_offer_new, dialog))
    return dialog


def picture_dialog(parent: QWidget, title: str) -> QFileDialog:
    """Dialog to choose a picture file; open it with `open`."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(tr("Pictures ({patterns})", patterns=PICTURES))
    return dialog


def new_file_dialog(parent: QWidget, title: str, name: str) -> QFileDialog:
    """Dialog to say where a new file is to be, called `name` at first. What is there is to stay."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.selectFile(name)
    return dialog


def pictures_folder() -> str:
    """Folder the desktop keeps pictures in; the user's home where there is none."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return folder if os.path.isdir(folder) else os.path.expanduser("~")


def _dialog(parent: QWidget, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
    dialog = QFileDialog(parent, title, pictures_folder())
    dialog.setFileMode(mode)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _accept_new(dialog: QFileDialog, accept: Callable[[], None]) -> None:
    """Accept what is not there yet, where its parent is; all else as ever."""
    path = _new_path(dialog)
    if path:
        dialog.done(QDialog.DialogCode.Accepted)
        dialog.fileSelected.emit(path)
    else:
        accept()


def _offer_new(dialog: QFileDialog, _typed: str) -> None:
    """Let the button be pressed, too, where a new folder is named; Qt has just disabled it."""
    box = dialog.findChild(QDialogButtonBox)
    if box is not None and _new_path(dialog):
        box.button(QDialogButtonBox.StandardButton.Open).setEnabled(True)


def _new_path(dialog: QFileDialog) -> str:
    """Path of a folder that is named but not there, in one that is; empty for every other."""
    path = next(iter(dialog.selectedFiles()), "")
    is_new = bool(path) and not os.path.lexists(path) and os.path.isdir(os.path.dirname(path))
    return path if is_new else ""
