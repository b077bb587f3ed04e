"""The desktop around the window: another program for a file, and the file manager."""

import os
import sys

from PySide6.QtCore import QObject, QProcess
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QDesktopServices

from mmdesk.ui.files.mime import url_of

FILE_MANAGER = ("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1")


def open_file(path: bytes) -> bool:
    """Let the desktop's program for this kind of file show it; False where there is none."""
    return QDesktopServices.openUrl(url_of(path))


class FileManager(QObject):
    """Shows files where they lie."""

    def show(self, path: bytes) -> None:
        """Open the folder of a file with the file chosen in it or, where that cannot be, just the folder.

        Nothing is waited for.
        """
        if sys.platform == "darwin":
            QProcess.startDetached("open", ["-R", os.fsdecode(path)])
        elif sys.platform == "win32":
            QProcess.startDetached("explorer", [f"/select,{os.path.normpath(os.fsdecode(path))}"])
        else:
            self._ask_on_bus(path)

    def _ask_on_bus(self, path: bytes) -> None:
        """Ask as file managers expect: https://www.freedesktop.org/wiki/Specifications/file-manager-interface/."""
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            _open_folder(path)
            return
        service, where = FILE_MANAGER
        message = QDBusMessage.createMethodCall(service, where, service, "ShowItems")
        message.setArguments([[bytes(url_of(path).toEncoded().data()).decode("ascii")], ""])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)

        def take_answer(answered: QDBusPendingCallWatcher) -> None:
            if answered.isError():
                _open_folder(path)
            answered.deleteLater()

        watcher.finished.connect(take_answer)


def _open_folder(path: bytes) -> None:
    QDesktopServices.openUrl(url_of(os.path.dirname(path)))
