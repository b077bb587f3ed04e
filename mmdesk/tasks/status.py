"""What is in the library, in numbers."""

import os
from dataclasses import dataclass

from mmdesk.core.photo import Folder, Skipped
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.indexing import vectors
from mmdesk.tasks.library import Library


@dataclass(frozen=True, slots=True)
class Status:
    """The library seen with one model.

    `indexed` photos can be found with `model`; `pending` ones are in the library but have no vector of
    that model yet (the next indexing makes one). `skipped` files were left out, for `reasons` where they
    were asked for. `offline` counts the folders that are not there now, an unplugged drive for instance.
    `missing` photos were not found at the last look; `gone` are their paths where they were asked for.
    `pairs` counts photos with a raw file beside them; `raws` are these files, each with its photo, where they
    were asked for.
    """

    photos: int
    indexed: int
    pending: int
    skipped: int
    offline: int
    folders: tuple[Folder, ...]
    model: str
    data_dir: bytes
    reasons: tuple[Skipped, ...] | None = None
    missing: int = 0
    gone: tuple[bytes, ...] | None = None
    pairs: int = 0
    raws: tuple[tuple[bytes, bytes], ...] | None = None


def status(
    library: Library,
    clip: ClipModel,
    *,
    skipped: bool = False,
    missing: bool = False,
    pairs: bool = False,
) -> Status:
    """Count what there is.

    With `skipped`, name every file left out, with `missing` every photo gone, with `pairs` every raw file
    beside a photo.
    """
    photos = library.photos.count()
    pending = vectors(library, clip).pending()
    folders = tuple(library.folders.all())
    return Status(
        photos=photos,
        indexed=photos - pending,
        pending=pending,
        skipped=library.skipped.count(),
        offline=sum(folder.offline for folder in folders),
        folders=folders,
        model=clip.folder.name,
        data_dir=os.fsencode(library.places.data_dir),
        reasons=tuple(library.skipped.all()) if skipped else None,
        missing=library.photos.missing_count(),
        gone=tuple(library.photos.missing()) if missing else None,
        pairs=library.companions.count(),
        raws=tuple(library.companions.all()) if pairs else None,
    )
