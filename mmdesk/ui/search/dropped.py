"""Things that were dropped or pasted: files, folders, a picture without a file."""

import os
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter

from mmdesk.ui.files.mime import photos_in


@dataclass(frozen=True, slots=True)
class Dropped:
    """Paths as bytes; `image` is a picture that is no file, such as a piece of a screen."""

    files: tuple[bytes, ...] = ()
    folders: tuple[bytes, ...] = ()
    image: QImage | None = None


def what_is_in(mime: QMimeData) -> Dropped:
    """Sort out a drop or the clipboard. Files go before the image of their icon that some programs add."""
    paths = list(photos_in(mime)) or [path_of(url) for url in mime.urls() if url.isLocalFile()]
    folders = tuple(path for path in paths if os.path.isdir(path))
    files = tuple(path for path in paths if path not in folders)
    image = mime.imageData() if mime.hasImage() and not paths else None
    return Dropped(files, folders, image if isinstance(image, QImage) else None)


def holds_anything(mime: QMimeData) -> bool:
    """Whether `what_is_in` is worth calling, without a look at the disk."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def path_of(url: QUrl) -> bytes:
    """The path of a local file as the disk has it: its name need not be valid UTF-8."""
    if os.name == "nt":
        return os.fsencode(url.toLocalFile())
    return unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded))


def png_of(image: QImage) -> bytes:
    """Bytes of a PNG. Runs in a lane."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())
