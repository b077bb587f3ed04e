"""A model fetched as a whole, by a process of its own; stopped at any moment, the next fetch goes on."""

import shutil
from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout

from mmdesk.core.errors import UnreachableError, UserError
from mmdesk.core.language import tr
from mmdesk.core.model_catalogue import CatalogueModel
from mmdesk.core.process_apart import messages_of
from mmdesk.core.progress import Progress
from mmdesk.fetching.child import fetch_all

SPACE_TIMES = 2
"""Room that must be free, in times of the model's size: what is fetched is converted beside itself."""


def fetched_bytes(model: CatalogueModel, fetching: Path) -> int | None:
    """Bytes that a fetch broken off has left in the folder `fetching`; None where nothing came of it."""
    folder = fetching / model.name
    here = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return here or None


def fetch(model: CatalogueModel, fetching: Path) -> Generator[Progress, None, Path]:
    """Fetch all files of `model` into a folder below `fetching`, and return that folder.

    Progress is in bytes. Closing the generator ends the process at once and keeps what is here. Raises
    UserError for all that can be wrong with a network (UnreachableError where no line leads there), and where
    the disk has too little room.
    """
    folder = fetching / model.name
    folder.mkdir(parents=True, exist_ok=True)
    _check_room(model, fetching)
    lock = FileLock(fetching / f"{model.name}.lock")
    try:
        with lock.acquire(blocking=False):
            yield from _in_a_process(model, folder)
    except Timeout as error:
        raise UserError(tr("{model} is being fetched already.", model=model.name)) from error
    return folder


def discard(model: CatalogueModel, fetching: Path) -> None:
    """Delete what was fetched of `model`."""
    shutil.rmtree(fetching / model.name, ignore_errors=True)
    (fetching / f"{model.name}.lock").unlink(missing_ok=True)


def _check_room(model: CatalogueModel, fetching: Path) -> None:
    here = fetched_bytes(model, fetching) or 0
    needed, free = SPACE_TIMES * model.size_bytes - here, shutil.disk_usage(fetching).free
    if needed > free:
        raise UserError(
            tr(
                "{model} needs {needed:.1f} GB while it is fetched; the disk of {fetching} has "
                "{free:.1f} GB left.",
                model=model.name,
                needed=needed / 1e9,
                fetching=fetching,
                free=free / 1e9,
            )
        )


def _told(message: Mapping[str, object]) -> UserError:
    kind = UnreachableError if message.get("unreachable") else UserError
    return kind(str(message["failed"]))


def _in_a_process(model: CatalogueModel, folder: Path) -> Generator[Progress, None, None]:
    """Pass on what the process says until it is ready; in between, say again what was said last."""
    broken = tr("Fetching {model} was broken off; fetching again goes on from here.", model=model.name)
    last = Progress(0, model.size_bytes, tr("Asking for {model}", model=model.name))
    yield last
    with closing(messages_of(fetch_all, (model, folder), broken)) as said:
        for message in said:
            if message is not None and "failed" in message:
                raise _told(message)
            if message is not None and "ready" in message:
                return
            if message is not None:
                done = int(message["done"])
                last = Progress(
                    done, max(done, model.size_bytes), tr("Fetching {file}", file=message["file"])
                )
            yield last
