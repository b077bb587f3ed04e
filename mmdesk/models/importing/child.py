"""The child process in which the files of others are read.

It may take a certain time and memory, and whatever becomes of it, the program lives on. It says what it
does in JSON: nothing of it is unpickled here.
"""

import json
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.process_apart import messages_of
from mmdesk.core.progress import Progress
from mmdesk.models.importing.source import ImportSource


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
    deadline, words = time.monotonic() + limits.seconds, tr("Checking {name}", name=source.weights.name)
    broken = tr(
        "The file {weights} cannot be read: it takes too much memory, or is damaged.", weights=source.weights
    )
    yield Progress(0, None, words)
    with closing(messages_of(_work, (source, out, limits), broken)) as said:
        for message in said:
            if message is None and time.monotonic() > deadline:
                raise UserError(
                    tr("Reading {weights} takes far too long, so it was given up.", weights=source.weights)
                )
            if message is None:
                yield Progress(0, None, words)
            elif "failed" in message:
                raise UserError(str(message["failed"]))
            elif "config" in message:
                config: dict[str, Any] = message["config"]
                return config
            else:
                yield Progress(int(message["done"]), int(message["total"]), words)
    raise UserError(broken)


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
        say(failed=tr("The file {weights} cannot be read: it takes too much memory.", weights=source.weights))
    except OSError as error:
        say(
            failed=tr(
                "The model cannot be converted: {reason}.",
                reason=os.strerror(error.errno) if error.errno else error,
            )
        )


def _converter(kind: str) -> Callable[[ImportSource, Path, Callable[[int, int], None]], dict[str, Any]]:
    """The converter for `kind`, which imports torch, and for CLIP open_clip, before memory is limited."""
    if kind == "vqgan":
        from mmdesk.models.importing.vqgan import convert_vqgan  # noqa: PLC0415

        return convert_vqgan
    if kind == "tokens":
        from mmdesk.models.importing.tokens import convert_tokens  # noqa: PLC0415

        return convert_tokens
    from mmdesk.models.importing.clip import convert_clip  # noqa: PLC0415

    return convert_clip


def _limit_memory(bytes_more: int) -> None:
    """Let this process take so much more than it has now. Windows has no such limit for a process itself."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  (not on Windows)

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + bytes_more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
