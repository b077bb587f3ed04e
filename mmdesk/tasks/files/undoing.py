"""The way back from an act that moved files, and the way there once more."""

from mmdesk.core.acts import Act, ActKind
from mmdesk.tasks.files.outcome import Steps
from mmdesk.tasks.files.renaming import rename, undo_rename
from mmdesk.tasks.files.trashing import trash, undo_trash
from mmdesk.tasks.library import Library


def take_back(library: Library, act: Act) -> Steps:
    """Take back the rename of one photo, or one move to the trash.

    What has changed since is left alone and yielded as Skipped. Raises UserError where the platform does not
    let us.
    """
    deeds = library.files.done(act.id)
    if act.kind is ActKind.TRASH:
        summary = yield from undo_trash(library, deeds)
    else:
        summary = undo_rename(library, deeds)
    if not library.files.done(act.id):  # else a drive is away, and it can be tried again
        library.history.mark(act, undone=True)
    return summary


def do_again(library: Library, act: Act) -> Steps:
    """Rename a photo again, or move photos to the trash again. Raises UserError."""
    photos = dict.fromkeys(deed.photo for deed in library.files.undone(act.id))
    library.history.mark(act, undone=False)
    if act.kind is ActKind.TRASH:
        return (yield from trash(library, list(photos), act.id))
    [photo] = photos
    return rename(library, photo, act.name, act.id)
