"""The desktop's dialogs for files: none holds up the window, and all begin among the user's pictures."""

import os

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mmdesk.core.language import tr

PICTURES = "*.jpg *.jpeg *.png *.webp *.tif *.tiff *.gif *.bmp *.avif"
"""Files that a picture may be chosen from."""


def folder_dialog(parent: QWidget, title: str) -> QFileDialog:
    """Dialog to choose a folder; open it with `open`."""
    return _dialog(parent, title, QFileDialog.FileMode.Directory)


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
