"""Photos that are dragged from the review to a label."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

PHOTOS = "application/x-mmdesk-photos"


def mime_of(photos: Sequence[int]) -> QMimeData:
    """Mime data of what is dragged: ids that mean something to this window alone."""
    mime = QMimeData()
    mime.setData(PHOTOS, json.dumps(list(photos)).encode("ascii"))
    return mime


def photos_in(mime: QMimeData) -> list[int]:
    """Ids of the photos that are dragged; none where it is something else."""
    return json.loads(bytes(mime.data(PHOTOS).data())) if mime.hasFormat(PHOTOS) else []
