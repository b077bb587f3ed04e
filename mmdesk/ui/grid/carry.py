"""Photos to take along: into the clipboard, or dragged onto the search line or another program."""

from collections.abc import Sequence
from urllib.parse import quote

from PySide6.QtCore import QMimeData, QUrl

from mmdesk.core.paths import display_path
from mmdesk.core.photo import Photo


def mime_of(photos: Sequence[Photo]) -> QMimeData:
    """The files of `photos` as URLs, and their paths as text.

    Percent-encoding the bytes keeps names that are not valid UTF-8.
    """
    mime = QMimeData()
    mime.setUrls([QUrl.fromEncoded(b"file://" + quote(photo.path).encode("ascii")) for photo in photos])
    mime.setText("\n".join(display_path(photo.path) for photo in photos))
    return mime
