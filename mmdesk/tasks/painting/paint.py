"""One painting, from its spec to a photo of the library.

All of it is one generator. Who closes it, at whatever step, finds the state on disk and can go on later;
who kills the program finds the last state that was saved, and comes to the same pixels from there.
"""

import os
from collections.abc import Generator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from mmdesk import __version__
from mmdesk.core.atomic_file import write_whole
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc
from mmdesk.core.painting.frame import Frame, GivenTo, Notice, Plan
from mmdesk.core.painting.runs import Painted
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.photo import Indexed, Skipped
from mmdesk.core.progress import Progress
from mmdesk.paintings.picture_file import Recipe, read_recipe, write_painting
from mmdesk.paintings.run import Run
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.painting.opening import OpenPainting, RecordedPainting, paint_here
from mmdesk.tasks.painting.recorder import RunRecorder
from mmdesk.tasks.painting.session import PaintingSession
from mmdesk.tasks.painting.source_pictures import with_digests

GETTING_READY = tr("Getting the models ready")
PAINTING = trc("what is being done", "Painting")
BRINGING_IN = tr("Bringing the picture into the library")

PaintStep = Progress | Frame | Notice | GivenTo | Indexed | Skipped

PaintSteps = Generator[PaintStep, None, Painted]


def plan(session: PaintingSession, spec: PaintSpec) -> Plan:
    """What painting `spec` would take on this machine. Raises UserError where it cannot be painted."""
    spec.refuse_no_wish()
    return session.models.plan(session.models.settled(spec))


def resume(
    session: PaintingSession, run_id: str, out: Path | None = None, open_painting: OpenPainting = paint_here
) -> PaintSteps:
    """Go on with a run from its last saved state; of one that is finished, only copy the picture.

    `open_painting` says where it is painted: on this computer, or on one of a cluster. Without `out`, the
    copy goes where it was to go when the painting was broken off, if that still can be.
    """
    check_out(out)
    run = session.runs.get(run_id)
    if out is None:
        out = _where_wanted(run)
    else:
        run.want(out)
    if run.out is None:
        with_digests(run.spec)
        yield from _changed_models(run, session.models.keys(run.spec))
        with run.held():
            yield from _go_on(session, run, open_painting)
    return _handed_over(run, out)


def begin_run(session: PaintingSession, spec: PaintSpec) -> Run:
    """A run on disk with no step done yet, to `resume`.

    Raises UserError where nothing is wished for, and for missing models or pictures.
    """
    spec.refuse_no_wish()
    spec = session.models.settled(spec)
    return session.runs.begin(spec, session.models.keys(spec))


def begin_branch(session: PaintingSession, run_id: str, step: int, spec: PaintSpec) -> Run:
    """A run on disk that begins where another one was after `step`, to `resume`. Raises UserError."""
    origin = session.runs.get(run_id)
    if step not in origin.saved_steps():
        saved = ", ".join(str(number) for number in origin.saved_steps()) or trc("saved steps", "none")
        raise UserError(
            tr(
                "Nothing was saved after step {step} of {id}; saved steps: {saved}.",
                step=step,
                id=origin.id,
                saved=saved,
            )
        )
    spec.refuse_no_wish()
    spec = session.models.settled(spec)
    run = session.runs.begin(spec, session.models.keys(spec), (origin.id, step))
    write_whole(run.state_path(step), origin.state_path(step).read_bytes())
    return run


def last_to_resume(session: PaintingSession) -> Run:
    """The run begun last of those that are not finished and can be gone on with.

    Raises UserError where there is none, with the reason of the last that cannot.
    """
    reasons = []
    for run in (run for run in session.runs.all() if not run.is_finished):
        try:
            run.spec.refuse_no_wish()
            session.models.keys(with_digests(run.spec))
            with run.held():
                return run
        except UserError as error:
            reasons.append(
                tr(
                    "There is no painting that can be gone on with. The last, {id}: {error}",
                    id=run.id,
                    error=error,
                )
            )
    raise UserError(
        reasons[0] if reasons else tr("There is no painting to go on with; all of them are finished.")
    )


def check_out(out: Path | None) -> None:
    """Refuse, before any work is done, a name that cannot be written or belongs to something else."""
    if out is None:
        return
    if out.suffix.lower() != ".png":
        raise UserError(
            tr("A painting is written as PNG, which keeps its settings: call it {name}.png.", name=out.stem)
        )
    if not out.absolute().parent.is_dir():
        raise UserError(tr("There is no folder {folder}.", folder=out.absolute().parent))
    if out.exists():
        _refuse_unless_painting(out)


def _refuse_unless_painting(out: Path) -> None:
    try:
        read_recipe(os.fsencode(out))
    except UserError as error:
        raise UserError(
            tr("{out} is there already and no painting of this program; choose a new name.", out=out)
        ) from error


def _where_wanted(run: Run) -> Path | None:
    wanted = run.wanted
    try:
        check_out(wanted)
    except UserError:
        return None
    return wanted


def _changed_models(run: Run, now: dict[str, str]) -> Generator[Notice, None, None]:
    changed = [name for name in now if now[name] != run.models.get(name)]
    if changed:
        yield Notice(
            tr(
                "The model {name} has changed since this painting was begun; it will differ.",
                name=changed[0],
            )
        )


def _go_on(
    session: PaintingSession, run: Run, open_painting: OpenPainting
) -> Generator[PaintStep, None, None]:
    """The steps that are left, each recorded; then the picture, and the library."""
    step, count = run.step, run.spec.steps
    yield Progress(step, count, GETTING_READY)
    with open_painting(session, run) as painting:
        run.forget_after(step)
        yield from _recorded(run, painting)
        path = _write_picture(session, run, painting)
        candidates = painting.candidates()
        if candidates is not None:
            run.keep_candidates(candidates)
    yield Progress(count, count, BRINGING_IN)
    yield from index_folders(session.library, session.clip, [os.fsencode(session.places.paintings)])
    run.finish(path)


def _recorded(run: Run, painting: RecordedPainting) -> Generator[PaintStep, None, None]:
    with closing(RunRecorder(run, painting)) as recorder, closing(painting.steps()) as steps:
        for value in steps:
            if isinstance(value, Frame):
                recorder.note(value)
                loss = value.losses.get("total", 0)
                yield Progress(value.step, value.steps, tr("Painting, loss {loss:.3f}", loss=loss))
            yield value


def _write_picture(session: PaintingSession, run: Run, painting: RecordedPainting) -> Path:
    """The picture among those of the library."""
    folder = session.places.paintings
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{run.id}.png"
    write_painting(painting.picture(), Recipe(run.spec, run.models, versions()), path)
    return path


def versions() -> dict[str, str]:
    """What paints, with its versions, as a picture's settings tell it."""
    return {"mmdesk": __version__, "torch": version("torch"), "open_clip": version("open_clip_torch")}


def _handed_over(run: Run, out: Path | None) -> Painted:
    """The finished run, its picture copied to `out`."""
    path = run.out
    if path is None or not path.is_file():
        raise UserError(
            tr("The picture of {id} is not where it was put; paint it again with its settings.", id=run.id)
        )
    if out is not None:
        write_whole(out, path.read_bytes())
        run.hand_over()
    log = run.log()
    first, last = (log[0].losses, log[-1].losses) if log else ({}, {})
    return Painted(
        run=run.id,
        out=out.absolute() if out else path,
        spec=run.spec,
        seconds=sum(frame.seconds for frame in log),
        first_loss=first.get("total", 0.0),
        last_loss=last.get("total", 0.0),
        candidates=run.candidates,
    )
