"""The child process in which the files of others are read.

It may take a certain time and memory, and whatever becomes of it, the program lives on. It says what it
does in JSON: nothing of it is unpickled here.
"""

import json
import multiprocessing
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Generator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.progress import Progress
from mmdesk.models.importing.source import ImportSource

POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """Limits of the process: seconds, and bytes beyond `file_times` times the size of the file."""

    seconds: float = 1800.0
    memory: int = 3_000_000_000
    file_times: int = 4


def convert_apart(
    source: ImportSource, out: Path, limits: ImportLimits
) -> Generator[Progress, None, dict[str, Any]]:
    """Convert `source` to the safetensors file `out` in a process of its own; returns the model's config.

    Closing the generator ends the process. Raises UserError for all that is wrong with the file.
    """
    context = multiprocessing.get_context("spawn")
    inbox, outbox = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(source, out, limits, outbox), daemon=True)
    process.start()
    outbox.close()
    try:
        return (yield from _listen(inbox, source, time.monotonic() + limits.seconds))
    finally:
        process.kill()
        process.join()
        process.close()
        inbox.close()


def _listen(
    inbox: Connection, source: ImportSource, deadline: float
) -> Generator[Progress, None, dict[str, Any]]:
    """Pass on what the process says until its last word."""
    words = f"Checking {source.weights.name}"
    yield Progress(0, None, words)
    while True:
        message = _next_message(inbox, source.weights)
        if message is None and time.monotonic() > deadline:
            raise UserError(f"Reading {source.weights} takes far too long, so it was given up.")
        if message is None:
            yield Progress(0, None, words)
        elif "failed" in message:
            raise UserError(str(message["failed"]))
        elif "config" in message:
            config: dict[str, Any] = message["config"]
            return config
        else:
            yield Progress(int(message["done"]), int(message["total"]), words)


def _next_message(inbox: Connection, path: Path) -> dict[str, Any] | None:
    try:
        if not inbox.poll(POLL_S):
            return None
        message: dict[str, Any] = json.loads(inbox.recv_bytes())
    except (EOFError, OSError) as error:
        raise UserError(
            f"The file {path} cannot be read: it takes too much memory, or is damaged."
        ) from error
    return message


def _work(source: ImportSource, out: Path, limits: ImportLimits, outbox: Connection) -> None:
    """The work of the process, which has torch to itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends this process
    warnings.simplefilter("ignore")

    def say(**message: object) -> None:
        outbox.send_bytes(json.dumps(message).encode())

    try:
        convert = _converter(source.kind)
        _limit_memory(limits.memory + limits.file_times * source.weights.stat().st_size)
        say(config=convert(source, out, lambda done, total: say(done=done, total=total)))
    except UserError as error:
        say(failed=str(error))
    except MemoryError:
        say(failed=f"The file {source.weights} cannot be read: it takes too much memory.")
    except OSError as error:
        say(failed=f"The model cannot be converted: {os.strerror(error.errno) if error.errno else error}.")


def _converter(kind: str) -> Callable[[ImportSource, Path, Callable[[int, int], None]], dict[str, Any]]:
    """The converter for `kind`, which imports torch, and for CLIP open_clip, before memory is limited."""
    if kind == "vqgan":
        from mmdesk.models.importing.vqgan import convert_vqgan  # noqa: PLC0415

        return convert_vqgan
    from mmdesk.models.importing.clip import convert_clip  # noqa: PLC0415

    return convert_clip


def _limit_memory(bytes_more: int) -> None:
    """Let this process take so much more than it has now. Windows has no such limit for a process itself."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  (not on Windows)

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + bytes_more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
