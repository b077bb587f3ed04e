"""The last write to sidecars, taken back."""

import os

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Skipped
from mmdesk.core.progress import Progress
from mmdesk.core.sidecars import XmpSummary
from mmdesk.library.xmp.log import SidecarLog, Written, digest
from mmdesk.library.xmp.sidecars import read_sidecar, replace_sidecar
from mmdesk.tasks.library import Library
from mmdesk.tasks.xmp.outcome import Steps


def undo_sidecars(library: Library) -> Steps:
    """Bring the sidecars of the last write back to what they were; those changed since are left alone.

    Those the disk refuses now can be taken back later, and do not keep an earlier write from being undone
    as long as they cannot be reached.
    """
    return (yield from bring_back(library, _last_within_reach(library.sidecars)))


def bring_back(library: Library, entries: list[Written]) -> Steps:
    """Bring these sidecars back to what they were; those changed since are left alone."""
    undone = skipped = 0
    for number, entry in enumerate(entries):
        yield Progress(number, len(entries), tr("Bringing sidecars back"))
        try:
            undone += _bring_back(entry)
        except UserError as error:
            skipped += 1
            yield Skipped(entry.path, str(error))
            if not isinstance(error, _ChangedError):
                continue
        library.sidecars.mark_undone(entry.id)
    return XmpSummary(undone, skipped)


class _ChangedError(UserError):
    """Somebody else wrote there since: nothing of ours is left to be taken back."""


def _last_within_reach(log: SidecarLog) -> list[Written]:
    """The last write with a folder that is there now; where none is, the last one."""
    last: list[Written] = []
    for entries in log.batches():
        if any(_is_within_reach(entry) for entry in entries):
            return entries
        last = last or entries
    return last


def _is_within_reach(entry: Written) -> bool:
    return os.path.isdir(os.path.dirname(entry.path))


def _bring_back(entry: Written) -> bool:
    """Let a sidecar be as it was; False where it is so already, because its write was cut off."""
    if not _is_within_reach(entry):
        path = display_path(entry.path)
        raise UserError(
            tr("The folder of {path} is not there now; it can be taken back when it is.", path=path)
        )
    now = read_sidecar(entry.path)
    if now == entry.before:
        return False
    if digest(now) != entry.after:
        raise _ChangedError(
            tr("The sidecar {path} was changed since; it stays as it is.", path=display_path(entry.path))
        )
    replace_sidecar(entry.path, now, entry.before)
    return True
