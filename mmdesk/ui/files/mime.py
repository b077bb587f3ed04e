"""Photos in the clipboard, or dragged onto the search line or another program."""

import os
from urllib.parse import quote, unquote_to_bytes

from PySide6.QtCore import QMimeData, QUrl

from mmdesk.core.files import Gathered
from mmdesk.core.paths import display_path

PHOTOS = "application/x-mmdesk-photos"
"""Which of the files are the photos themselves: of interest to this window alone."""


def mime_of(gathered: Gathered) -> QMimeData:
    """Files as URLs, those that belong to the photos behind them, and the photos' paths as text."""
    mime = QMimeData()
    mime.setUrls([url_of(path) for path in (*gathered.photos, *gathered.beside)])
    mime.setText("\n".join(display_path(path) for path in gathered.photos))
    mime.setData(PHOTOS, "\n".join(map(quote, gathered.photos)).encode("ascii"))
    return mime


def photos_in(mime: QMimeData) -> list[bytes]:
    """Paths of the photos that come from this window, without what belongs to them."""
    return [unquote_to_bytes(line) for line in bytes(mime.data(PHOTOS).data()).splitlines()]


def url_of(path: bytes) -> QUrl:
    """The URL of a file. Percent-encoding the bytes keeps names that are not valid UTF-8."""
    if os.name == "nt":
        return QUrl.fromLocalFile(os.fsdecode(path))
    return QUrl.fromEncoded(b"file://" + quote(path).encode("ascii"))
