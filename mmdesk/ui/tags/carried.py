"""Photos on their way from the bench to a label, under the mouse."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

PHOTOS = "application/x-mmdesk-photos"


def carrying(photos: Sequence[int]) -> QMimeData:
    """What is dragged: ids that mean something to this window alone."""
    mime = QMimeData()
    mime.setData(PHOTOS, json.dumps(list(photos)).encode("ascii"))
    return mime


def carried(mime: QMimeData) -> list[int]:
    """The photos that are dragged; none where it is something else."""
    return json.loads(bytes(mime.data(PHOTOS).data())) if mime.hasFormat(PHOTOS) else []
