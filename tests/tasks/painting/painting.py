"""Paintings from their spec to the library, in one call."""

from pathlib import Path

from mmdesk.core.painting.spec import PaintSpec
from mmdesk.tasks.painting.paint import PaintSteps, begin_branch, begin_run, check_out, resume
from mmdesk.tasks.painting.session import PaintingSession


def paint(session: PaintingSession, spec: PaintSpec, out: Path | None = None) -> PaintSteps:
    """Paint `spec`, as the command line does."""
    check_out(out)
    return (yield from resume(session, begin_run(session, spec).id, out))


def branch(session: PaintingSession, run_id: str, step: int, spec: PaintSpec) -> PaintSteps:
    """Leave a run after `step`, and go on by `spec`."""
    return (yield from resume(session, begin_branch(session, run_id, step, spec).id))
