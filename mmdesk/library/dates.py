"""Timelines of the library: days on which photos were taken, counted without reading a million rows."""

import numpy as np

from mmdesk.core.timeline import Timeline
from mmdesk.core.vectors import Ids
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.path_range import in_folder

_NEXT = """
    FROM photos INDEXED BY photos_shown_by_time WHERE missing = 0 AND taken_at {}
    ORDER BY taken_at DESC, id DESC LIMIT 1
"""
_EARLIER = _NEXT.format("< substr(last, 1, 10)")

FIRST_OF_DAYS = f"""
    WITH RECURSIVE firsts(last, first) AS (
        SELECT (SELECT taken_at {_NEXT.format("NOT NULL")}), (SELECT id {_NEXT.format("NOT NULL")})
        UNION ALL
        SELECT (SELECT taken_at {_EARLIER}), (SELECT id {_EARLIER}) FROM firsts WHERE last NOT NULL
    )
    SELECT substr(last, 1, 10), first FROM firsts WHERE first NOT NULL
    UNION ALL
    SELECT NULL, (SELECT id {_NEXT.format("IS NULL")})
"""
"""Each day with its latest photo, the newest day first; then the photos without a date, if there are any.

It leaps from day to day along the index: to count with GROUP BY takes as long as to read all ids.
"""

COUNTS_IN_FOLDER = """
    SELECT substr(taken_at, 1, 10) AS day, count(*) FROM photos INDEXED BY photos_shown_by_path
    WHERE missing = 0 AND {} GROUP BY day ORDER BY day DESC
"""


def timeline_of(catalogue: Catalogue, ids: Ids, folder: bytes | None) -> Timeline:
    """The days of `ids`, which are all photos, or all below `folder`, newest first, read at the moment."""
    if folder is not None:
        condition, bounds = in_folder(catalogue, folder)
        return Timeline.of(catalogue.rows(COUNTS_IN_FOLDER.format(condition), bounds))
    firsts = [(day, photo) for day, photo in catalogue.rows(FIRST_OF_DAYS) if photo is not None]
    begins = np.flatnonzero(np.isin(ids, np.array([photo for _, photo in firsts], np.int64)))
    counts = np.diff(begins, append=len(ids)).tolist()
    return Timeline.of(zip((day for day, _ in firsts), counts, strict=True))
