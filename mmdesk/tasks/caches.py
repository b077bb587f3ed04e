"""Caches: what they take, emptied, kept within a limit. Nothing of the user's is among them."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mmdesk.core.caches import CacheKind, CacheSize
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.places import Places
from mmdesk.tasks.library import Library

GIGABYTE = 10**9

STAYS = {
    CacheKind.THUMBNAILS: tr("The thumbnails cannot be removed: {reason}."),
    CacheKind.PLANS: tr("The plans cannot be removed: {reason}."),
    CacheKind.FETCHED: tr("The fetched parts cannot be removed: {reason}."),
}
"""What is said where the disk keeps a cache."""

BEING_FETCHED = tr("A model is being fetched; its parts stay until that has ended.")


def cache_sizes(places: Places) -> list[CacheSize]:
    """Every cache with its size now."""
    thumbnails = [places.thumbnails, *places.data_dir.glob(f"{places.thumbnails.name}-*")]
    of_kind = {
        CacheKind.THUMBNAILS: thumbnails,
        CacheKind.PLANS: [places.plans],
        CacheKind.FETCHED: list(places.fetching.rglob("*")),
    }
    return [CacheSize(kind, sum(map(_bytes, paths))) for kind, paths in of_kind.items()]


def clear_cache(library: Library, kind: CacheKind, *, is_fetching: bool = False) -> None:
    """Empty a cache. Raises UserError where it cannot be emptied now."""
    if kind is CacheKind.FETCHED and is_fetching:
        raise UserError(BEING_FETCHED)
    places = library.places
    clear: dict[CacheKind, Callable[[], object]] = {
        CacheKind.THUMBNAILS: library.thumbnails.clear,
        CacheKind.PLANS: partial(places.plans.unlink, missing_ok=True),
        CacheKind.FETCHED: partial(_remove_folder, places.fetching),
    }
    try:
        clear[kind]()
    except OSError as error:
        raise UserError(STAYS[kind].format(reason=error.strerror)) from error


def _remove_folder(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def trim_thumbnails(library: Library, gigabytes: int) -> int:
    """Let the oldest thumbnails of photos that have left the library go beyond a limit; 0 sets none.

    Returns how many went. What the library shows keeps its thumbnail, whatever the limit.
    """
    excess = library.thumbnails.taken_bytes() - gigabytes * GIGABYTE
    if not gigabytes or excess <= 0:
        return 0
    return library.thumbnails.forget_oldest(library.photos.contents(), excess)


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:  # gone since it was listed
        return 0
