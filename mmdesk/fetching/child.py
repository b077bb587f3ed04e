"""The process that fetches: it alone has connections, and can be ended in the middle of anything.

It says what it does in JSON over a pipe: {"done": bytes, "file": name}, in the end {"failed": sentence},
with "unreachable" where no line leads there, or {"ready": true}.
"""

import hashlib
import json
import signal
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from mmdesk.core.errors import UnreachableError, UserError
from mmdesk.core.language import tr
from mmdesk.core.model_catalogue import CatalogueModel, RemoteFile
from mmdesk.fetching.hub import find_on_hub
from mmdesk.fetching.web import Tell, WebFile

TIMES_AS_LARGE = 2
"""A file that many times as large as the whole model should be is not the model."""


def fetch_all(model: CatalogueModel, folder: Path, outbox: Connection) -> None:
    """Fetch every file of `model` into `folder`, telling `outbox`; the work of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends this process
    warnings.simplefilter("ignore")

    def say(**message: object) -> None:
        try:
            outbox.send_bytes(json.dumps(message).encode())
        except BrokenPipeError:  # the program that asked is gone
            raise SystemExit(0) from None

    try:
        before = 0
        for file in model.files:
            before += _fetch_one(model, file, folder, _teller(say, before, file.names[0]))
        say(ready=True)
    except UserError as error:
        say(failed=str(error), unreachable=isinstance(error, UnreachableError))
    except OSError as error:
        say(
            failed=tr(
                "{model} cannot be kept in {folder}: {reason}.",
                model=model.name,
                folder=folder,
                reason=error.strerror or error,
            )
        )


def _teller(say: Callable[..., None], before: int, name: str) -> Tell:
    def tell(done: int) -> None:
        say(done=before + done, file=name)

    return tell


def _fetch_one(model: CatalogueModel, file: RemoteFile, folder: Path, tell: Tell) -> int:
    """Fetch a file and compare its checksum, as far as one is known; returns its size in bytes."""
    source, digest = _source(model, file, folder)
    path = source.target
    path.parent.mkdir(parents=True, exist_ok=True)
    source.fetch(tell)
    if digest is not None and _sha256(path) != digest:
        path.unlink()
        raise UserError(
            tr(
                "{file} of {model} did not arrive as it was sent; fetch it again.",
                file=path.name,
                model=model.name,
            )
        )
    return path.stat().st_size


def _source(model: CatalogueModel, file: RemoteFile, folder: Path) -> tuple[WebFile, str | None]:
    """Where the file comes from, and its checksum where somebody knows it."""
    most = TIMES_AS_LARGE * model.size_bytes
    if file.url is not None:
        return WebFile(file.url, folder / file.names[0], file.size or most, file.url), file.sha256
    found = find_on_hub(model, file, folder)
    label = tr("{file} of {repository}", file=found.name, repository=model.repository)
    source = WebFile(found.url, folder / found.name, most, label, found.headers)
    return source, file.sha256 or found.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
