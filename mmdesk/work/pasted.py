"""Pictures pasted on the search line, kept as files so that they can be searched by."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.work.lanes import Lanes
from mmdesk.work.worker import Worker


class PastedWork(Worker):
    """Writes a pasted picture into the data folder.

    Signals:
        kept(bytes): the path of the file.
    """

    kept = Signal(object)

    def __init__(self, folder: Path, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._answer = self._latest(lanes.image, self.kept)

    def keep(self, encode: Callable[[], bytes]) -> None:
        """Write the PNG that `encode` makes; it is called in a lane, for large pictures take a while."""
        self._answer.ask(lambda: self._write(encode()))

    def _write(self, png: bytes) -> bytes:
        """Name the file by its content, so that the same picture pasted twice is one file."""
        file = self._folder / f"{hashlib.blake2b(png, digest_size=8).hexdigest()}.png"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png)
        except OSError as error:
            raise UserError(
                tr("The pasted picture could not be kept: {strerror}.", strerror=error.strerror)
            ) from error
        return os.fsencode(file)
