"""What runs on a node: a `PhotoWorker`, told by Ray what to do.

The module does without Ray itself.
"""

import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import mmdesk
from mmdesk.core.cores import limit_cores
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.library.reading.request import FACTS_VERSION, ReadRequest
from mmdesk.tasks.cluster.dealing import ChunkAnswer
from mmdesk.tasks.cluster.model_parts import ArrivingModel, ModelPart
from mmdesk.tasks.cluster.worker import PhotoWorker, WorkerSetup, model_here, node_places

PARENT_EVERY_S = 1.0

# translators: begins small, for it stands behind the name of a computer, as do the other reasons
OTHER_VERSION = tr("it has another version of mmdesk: {theirs}, and not {ours}")


@dataclass(frozen=True, slots=True)
class ProgramVersion:
    """Programs of one version find out the same of a file."""

    program: str = mmdesk.__version__
    facts: int = FACTS_VERSION


class PhotoActor:
    """A process on a node, with so many `cores`. Once begun, it may do several things at once, in threads."""

    def __init__(self, setup: WorkerSetup, cores: int) -> None:
        settle_in(cores)
        self._setup = setup
        self._places = node_places()
        self._worker: PhotoWorker | None = None
        self._arriving: ArrivingModel | None = None

    def begin(self, asking: ProgramVersion) -> bool:
        """Start the reading processes; False where the model is not here and has to be brought first.

        Raises UserError where the program that asks is of another version.
        """
        refuse_other_version(asking)
        model = model_here(self._places, self._setup)
        if model is not None:
            self._worker = PhotoWorker(self._setup, model, self._places)
            self._worker.__enter__()
        return model is not None

    def take_part(self, part: ModelPart) -> None:
        """Keep a piece of the model."""
        self._arriving = self._arriving or ArrivingModel(self._places, self._setup.model)
        self._arriving.take(part)

    def finish_model(self) -> None:
        """Put the model that was brought in its place."""
        if self._arriving is not None:
            self._arriving.finish()

    def look(
        self, number: int, files: Sequence[ReadRequest], contents: Sequence[bytes] | None
    ) -> ChunkAnswer:
        """What became of the files of a chunk."""
        assert self._worker is not None
        return self._worker.look(number, files, contents)

    def close(self) -> None:
        """End the reading processes."""
        if self._worker is not None:
            self._worker.__exit__(None, None, None)


def settle_in(cores: int) -> None:
    """Make a process of Ray's one of the program, with so many `cores`."""
    forget_main_program()
    threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
    limit_cores(cores)


def refuse_other_version(asking: ProgramVersion) -> None:
    """Raises UserError where the program that asks is of another version."""
    if asking != ProgramVersion():
        raise UserError(OTHER_VERSION.format(theirs=ProgramVersion().program, ours=asking.program))


def end_with_parent(parent: int) -> None:
    """End this process, and by that its reading processes, once the node's own process is gone.

    Ray itself takes minutes to see that.
    """
    while os.getppid() == parent:
        time.sleep(PARENT_EVERY_S)
    os._exit(1)


def forget_main_program() -> None:
    """Let processes that are started from here begin without the main program of this one, which is Ray's."""
    main = sys.modules["__main__"]
    main.__spec__ = None
    main.__file__ = None
