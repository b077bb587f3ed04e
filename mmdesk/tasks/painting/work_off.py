"""Painting what the queue says, and keeping its book."""

from mmdesk.core.errors import UserError
from mmdesk.core.painting.queue import QueueEntry
from mmdesk.tasks.painting.paint import PaintSteps, begin_run, resume
from mmdesk.tasks.painting.session import PaintingSession

BROKEN = "This painting broke off through a fault of the program."


def work_off(session: PaintingSession, entry: QueueEntry) -> PaintSteps:
    """Paint `entry` of the queue, or what is left of it.

    Finished, it leaves the queue. Broken off, by closing this generator or the program, it waits for its
    next turn with all that is done. Where it cannot be painted it stays, with the reason; raises UserError.
    """
    queue = session.queue
    try:
        run_id = entry.run or begin_run(session, entry.spec).id
        queue.begin(entry.id, run_id)
        painted = yield from resume(session, run_id)
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
