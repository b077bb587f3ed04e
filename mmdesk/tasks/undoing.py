"""The last act taken back, and done again: one stack of everything the user did, whatever it was."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from mmdesk.core.acts import FACT_ACTS, Act, ActKind, Restored
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trn
from mmdesk.core.photo import PhotoId, Skipped
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.tasks.facts.editing import write_decided
from mmdesk.tasks.files.outcome import Steps as FileSteps
from mmdesk.tasks.files.undoing import do_again, take_back
from mmdesk.tasks.library import Library
from mmdesk.tasks.models import put_back_model, take_out_model
from mmdesk.tasks.xmp.undoing import bring_back

# translators: {act} is what was to be done: "reject 667 photos"
TAKEN_BACK = tr("Taken back: {act}.")
DONE_AGAIN = tr("Done again: {act}.")
NOTHING_TO_UNDO = tr("There is nothing to undo.")
NOTHING_TO_REDO = tr("There is nothing to do again.")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or done again: the photos and labels it was about, and all of it in a sentence."""

    act: Act
    sentence: str
    photos: tuple[PhotoId, ...]
    labels: tuple[str, ...] = ()


Steps = Generator[Progress | Skipped, None, Undone]
"""An undo or a redo on its way."""


def undo(library: Library) -> Steps:
    """Take back what was done last, also before a restart. Raises UserError where there is nothing."""
    return _finish(library, undo_rows(library), take_back, NOTHING_TO_UNDO)


def redo(library: Library) -> Steps:
    """Do again what was taken back last. Raises UserError where there is nothing."""
    return _finish(library, redo_rows(library), do_again, NOTHING_TO_REDO)


def undo_rows(library: Library) -> Undone | Act | None:
    """Take back what was done last; returns the act where it moved files, which takes longer. None where
    there is nothing.
    """
    act = library.history.last()
    if act is not None and act.kind is ActKind.MODEL_OUT:
        return _move_model(library, act, put_back_model, TAKEN_BACK, undone=True)
    if act is None or act.is_of_files:
        return act
    restored = library.history.take_back(act)
    return _told(TAKEN_BACK, act, restored, _sidecars_back(library, act))


def redo_rows(library: Library) -> Undone | Act | None:
    """Do again what was taken back last; returns the act where it moved files. None where there is none."""
    act = library.history.next()
    if act is not None and act.kind is ActKind.MODEL_OUT:
        return _move_model(library, act, take_out_model, DONE_AGAIN, undone=False)
    if act is None or act.is_of_files:
        return act
    restored = library.history.do_again(act)
    return _told(DONE_AGAIN, act, restored, _sidecars_again(library, act, restored))


def _move_model(
    library: Library, act: Act, move: Callable[[Places, str], object], how: str, *, undone: bool
) -> Undone:
    """Put a removed model back, or remove it once more; where that cannot be, the act is forgotten."""
    try:
        move(library.places, act.name)
    except UserError as error:
        library.history.forget(act.kind, act.name)
        return Undone(act, str(error), ())
    library.history.mark(act, undone=undone)
    return Undone(act, how.format(act=act.wanted), ())


def _finish(
    library: Library, step: Undone | Act | None, move: Callable[[Library, Act], FileSteps], nothing: str
) -> Steps:
    """Rest of an undo or a redo whose rows are done: the files, where it is about any."""
    if step is None:
        raise UserError(nothing)
    if isinstance(step, Undone):
        return step
    summary = yield from move(library, step)
    return Undone(step, summary.sentence, summary.photos)


def _sidecars_back(library: Library, act: Act) -> int:
    """Bring the sidecars that an act has written back; returns how many stay as they are."""
    if act.kind not in FACT_ACTS:
        return 0
    return sum(isinstance(step, Skipped) for step in bring_back(library, library.sidecars.of_act(act.id)))


def _sidecars_again(library: Library, act: Act, restored: Restored) -> int:
    """Write sidecars once more for an act that was taken back; returns how many could not be written."""
    if act.kind not in FACT_ACTS:
        return 0
    return sum(isinstance(step, Skipped) for step in write_decided(library, restored.photos, act.id))


def _told(how: str, act: Act, restored: Restored, left_sidecars: int) -> Undone:
    sentences = [how.format(act=act.wanted)]
    if restored.stayed:
        sentences.append(
            trn(
                "{n:,} photo was changed since and stays.",
                "{n:,} photos were changed since and stay.",
                restored.stayed,
            )
        )
    elif not restored.is_whole:
        sentences.append(tr("What was changed since stays."))
    if left_sidecars:
        sentences.append(
            trn("{n:,} sidecar file stays as it is.", "{n:,} sidecar files stay as they are.", left_sidecars)
        )
    return Undone(act, " ".join(sentences), restored.photos, restored.labels)
