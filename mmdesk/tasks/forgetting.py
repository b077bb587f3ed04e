"""Photos that are gone, and forgetting them: the one way out of the library, and never taken unasked."""

import os
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from mmdesk.core.missing import Gone, Missing
from mmdesk.library.forgetting import forget, missing_photos, photos_gone_from
from mmdesk.tasks.library import Library


def missing_by_folder(library: Library) -> Missing:
    """The photos that were not found where they were, and where that was."""
    rows = sorted(library.photos.missing_ids(), key=lambda row: (os.path.dirname(row[1]), row[1]))
    runs = groupby(os.path.dirname(path) for _, path in rows)
    return Missing(
        photos=np.fromiter((photo for photo, _ in rows), np.int64, len(rows)),
        folders=tuple((folder, sum(1 for _ in run)) for folder, run in runs),
    )


def gone_photos(library: Library, folders: Sequence[bytes] = ()) -> list[Gone]:
    """The photos that could be forgotten, by id and path: missing ones, or with `folders` every photo below
    these whose file is not there, or whose folder was taken out of the library. Folders that are named may be
    offline: whoever names one gives it up.
    """
    if not folders:
        return missing_photos(library.catalogue)
    found = {gone for folder in folders for gone in photos_gone_from(library.catalogue, folder)}
    return sorted(found, key=lambda gone: gone[1])


def forget_photos(library: Library, photos: Sequence[Gone], folders: Sequence[bytes] = ()) -> int:
    """Take `photos` out of the library, with their tags, ratings and places in albums; returns how many.

    A backup is made first. Of `folders`, those that are not there and now hold nothing leave the library too.
    """
    library.backups.make(library.catalogue)
    count = forget(library.catalogue, photos)
    for folder in folders:
        library.folders.set_lost(folder, 0)
        library.folders.remove_empty(folder)
        library.taken_out.forget_empty(folder)
    return count
