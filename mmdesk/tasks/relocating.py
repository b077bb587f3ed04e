"""A folder that is somewhere else now, and photos of which the user says that they are gone."""

import os

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.library.forgetting import mark_missing
from mmdesk.library.relocating import Relocated, relocate
from mmdesk.library.scan import is_offline
from mmdesk.tasks.library import Library


def relocate_folder(library: Library, old: bytes, new: bytes) -> Relocated:
    """Let the added folder `old` be `new` from now on; a backup is made first.

    Indexing `new` afterwards sees whether everything is there, and encodes nothing that was. Raises
    UserError, and changes nothing, where `new` does not hold the photos of `old`.
    """
    library.backups.make(library.catalogue)
    return relocate(library.catalogue, old, new)


def refresh_offline(library: Library) -> bool:
    """See which folders of the library are there now and remember it; returns whether that is news.

    One look into each added folder: no photo is looked for.
    """
    news = [folder for folder in library.folders.roots() if _is_away(library, folder.path) != folder.offline]
    for folder in news:
        library.folders.set_offline(folder.path, offline=not folder.offline)
    return bool(news)


def _is_away(library: Library, folder: bytes) -> bool:
    """A folder that is empty, and of which no photo is known, is just that."""
    return is_offline(folder) and not (os.path.isdir(folder) and library.photos.count(folder) == 0)


def accept_missing(library: Library, folder: bytes) -> int:
    """The user says that the photos not found in `folder` are gone; returns how many are missing from now on.

    Raises UserError when the whole folder is not there: nobody can tell then.
    """
    if is_offline(folder):
        raise UserError(
            tr("The folder {folder} is not there now; its photos are kept.", folder=display_path(folder))
        )
    return len(mark_missing(library.catalogue, folder))
