"""Paintings put into the queue, and painted when it is their turn."""

from mmdesk.core.cluster import ClusterError
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.queue import QueueEntry
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.tasks.painting.opening import OpenPainting, paint_here
from mmdesk.tasks.painting.paint import PaintSteps, resume
from mmdesk.tasks.painting.session import PaintingSession

BROKEN = tr("This painting broke off through a fault of the program.")


def enqueue(session: PaintingSession, spec: PaintSpec) -> QueueEntry:
    """Let `spec` wait for its turn: a run to be begun then.

    Raises UserError where nothing is wished for, and for missing pictures.
    """
    spec.refuse_no_wish()
    return session.queue.add(session.runs.prepare(session.models.settled(spec)))


def work_off(
    session: PaintingSession, entry: QueueEntry, open_painting: OpenPainting = paint_here
) -> PaintSteps:
    """Paint `entry` of the queue, or what is left of it, where `open_painting` says.

    Finished, it leaves the queue. Broken off, by closing this generator or the program, it waits for its
    next turn with all that is done. Where it cannot be painted it stays, with the reason; raises UserError.
    Where the cluster is gone that it was to be painted on, it waits, and so does all the rest of the queue.
    """
    queue = session.queue
    try:
        queue.begin(entry.id)
        run = session.runs.get(entry.run)
        if not run.is_begun:
            run.begin(session.models.keys(run.spec))
        painted = yield from resume(session, run.id, open_painting=open_painting)
    except ClusterError:
        queue.pause()
        raise
    except UserError as error:
        queue.fail(entry.id, str(error))
        raise
    except Exception:
        queue.fail(entry.id, BROKEN)  # a bug of ours; begun again, it would only happen again
        raise
    finally:
        queue.leave(entry.id)
    queue.remove(entry.id)
    return painted
