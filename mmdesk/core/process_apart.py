"""A process of its own that tells in JSON what it does: nothing it says is unpickled."""

import json
import multiprocessing
from collections.abc import Callable, Generator
from multiprocessing.connection import Connection
from typing import Any

from mmdesk.core.errors import UserError

POLL_S = 0.2
"""Seconds after which silence is told, too."""

Message = dict[str, Any]


def messages_of(
    work: Callable[..., None], given: tuple[Any, ...], broken: str
) -> Generator[Message | None, None, None]:
    """What the process says that runs `work(*given, outbox)`; None for each moment in which it says nothing.

    Closing the generator ends the process in the middle of anything. Raises UserError with the sentence
    `broken` where the process ends without having been closed.
    """
    context = multiprocessing.get_context("spawn")
    inbox, outbox = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(*given, outbox), daemon=True)
    process.start()
    outbox.close()
    try:
        while True:
            yield _next(inbox, broken)
    finally:
        process.kill()
        process.join()
        process.close()
        inbox.close()


def _next(inbox: Connection, broken: str) -> Message | None:
    try:
        if not inbox.poll(POLL_S):
            return None
        message: Message = json.loads(inbox.recv_bytes())
    except (EOFError, OSError) as error:
        raise UserError(broken) from error
    return message
