"""The way back from what was done to files last."""

from mmdesk.core.errors import UserError
from mmdesk.tasks.files.outcome import Steps
from mmdesk.tasks.files.renaming import undo_rename
from mmdesk.tasks.files.trashing import undo_trash
from mmdesk.tasks.library import Library


def undo(library: Library) -> Steps:
    """Take back what was done last: the rename of one photo, or one move to the trash.

    What has changed since is left alone and yielded as Skipped. Raises UserError where there is nothing to
    undo, or the platform does not let us.
    """
    deeds = library.files.last_batch()
    if not deeds:
        raise UserError("There is nothing to undo.")
    if deeds[0].now is None:
        return (yield from undo_trash(library, deeds))
    return undo_rename(library, deeds)
