"""The index on the disk, built from the catalogue in the background, where the engine needs it."""

import json
import logging
import os
import signal
from collections.abc import Generator
from multiprocessing.connection import Connection

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.places import Places
from mmdesk.core.process_apart import messages_of
from mmdesk.core.progress import Progress
from mmdesk.library.catalogue import Catalogue
from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.search_engine import SearchEngine, refuse_without_lance, search_engine
from mmdesk.tasks.vectors import vector_store

NICENESS = 19
"""Priority of a build: below everything the user waits for."""

BUILDING = tr("Building the search index")

log = logging.getLogger(__name__)


def keep_index(places: Places, source: VectorStore) -> Generator[Progress, None, None]:
    """Build the index on the disk where that is due; what hinders it is only logged."""
    if not search_engine(places, source).is_due:
        return
    try:
        yield from build_index(places, source)
    except UserError as error:  # what is in the library can be searched all the same
        log.warning("%s", error)


def bring_up_index(
    library: Library, clip: ClipModel, *, anew: bool = False
) -> Generator[Progress, None, SearchEngine]:
    """Build the index on the disk where that is due, or `anew`; returns the engine that then answers.

    Raises UserError, also where LanceDB is not installed and it is to be built anew.
    """
    source = vector_store(library, clip)
    if anew:
        refuse_without_lance()
        yield from build_index(library.places, source)
    else:
        yield from keep_index(library.places, source)
    return clip.search_engine(source)


def build_index(places: Places, source: VectorStore) -> Generator[Progress, None, None]:
    """Build the index on the disk in a process of its own; closing the generator ends it.

    Killed in the middle, the index before goes on answering. Raises UserError.
    """
    broken = tr("Building the search index was broken off; the next `mmdesk add` begins anew.")
    step = Progress(0, None, BUILDING)
    for message in messages_of(_build, (places, source.name), broken):
        if message is not None and "trouble" in message:
            raise UserError(message["trouble"])
        if message is not None and "done" not in message:
            return
        step = (
            step if message is None else Progress(message["done"], message["total"] or None, message["note"])
        )
        yield step


def _build(places: Places, name: tuple[str, str], outbox: Connection) -> None:
    """The work of the process: its last message is empty, or tells the trouble."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends this process
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    from mmdesk.models.lance_folder import LanceFolder  # noqa: PLC0415

    def told(done: int, total: int, note: str) -> None:
        _say(outbox, {"done": done, "total": total, "note": note})

    try:
        with Catalogue.open(places.catalogue) as catalogue:
            source = VectorStore(catalogue, *name)
            LanceFolder(places.lance, source.key).build(source, told)
    except UserError as error:
        _say(outbox, {"trouble": str(error)})
    else:
        _say(outbox, {})


def _say(outbox: Connection, message: dict[str, object]) -> None:
    """Send a message to `messages_of`."""
    outbox.send_bytes(json.dumps(message).encode())
