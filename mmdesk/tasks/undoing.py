"""The last act taken back, and done again: one stack of everything the user did, whatever it was."""

from collections.abc import Generator
from dataclasses import dataclass

from mmdesk.core.acts import Act, Restored, counted_photos
from mmdesk.core.errors import UserError
from mmdesk.core.photo import PhotoId, Skipped
from mmdesk.core.progress import Progress
from mmdesk.tasks.files.undoing import do_again, take_back
from mmdesk.tasks.library import Library

NOTHING_TO_UNDO = "There is nothing to undo."
NOTHING_TO_REDO = "There is nothing to do again."


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or done again: the photos and labels it was about, and all of it in a sentence."""

    act: Act
    sentence: str
    photos: tuple[PhotoId, ...]
    labels: tuple[str, ...] = ()


def undo(library: Library) -> Generator[Progress | Skipped, None, Undone]:
    """Take back what was done last, also before a restart. Raises UserError where there is nothing."""
    step = undo_rows(library)
    if step is None:
        raise UserError(NOTHING_TO_UNDO)
    if isinstance(step, Undone):
        return step
    summary = yield from take_back(library, step)
    return Undone(step, summary.sentence, summary.photos)


def redo(library: Library) -> Generator[Progress | Skipped, None, Undone]:
    """Do again what was taken back last. Raises UserError where there is nothing."""
    step = redo_rows(library)
    if step is None:
        raise UserError(NOTHING_TO_REDO)
    if isinstance(step, Undone):
        return step
    summary = yield from do_again(library, step)
    return Undone(step, summary.sentence, summary.photos)


def undo_rows(library: Library) -> Undone | Act | None:
    """Take back what was done last; returns the act where it moved files, which takes longer. None where
    there is nothing.
    """
    act = library.history.last()
    return act if act is None or act.is_of_files else _told("Taken back", act, library.history.take_back(act))


def redo_rows(library: Library) -> Undone | Act | None:
    """Do again what was taken back last; returns the act where it moved files. None where there is none."""
    act = library.history.next()
    return act if act is None or act.is_of_files else _told("Done again", act, library.history.do_again(act))


def _told(how: str, act: Act, restored: Restored) -> Undone:
    sentence = f"{how}: {act.wanted}."
    if restored.stayed:
        were = "was changed since and stays" if restored.stayed == 1 else "were changed since and stay"
        sentence += f" {counted_photos(restored.stayed)} {were}."
    elif not restored.is_whole:
        sentence += " What was changed since stays."
    return Undone(act, sentence, restored.photos, restored.labels)
