"""A model on its way to a node that has none: its files, piece by piece."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mmdesk.core.places import Places

PIECE_BYTES = 16 << 20


class ModelPart(NamedTuple):
    """A piece of a file; pieces of one file come one after the other."""

    name: str
    content: bytes


def parts_of(folder: Path) -> Iterator[ModelPart]:
    """All files below `folder`, in pieces. Raises OSError."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        yield ModelPart(name, b"")
        with path.open("rb") as file:
            while content := file.read(PIECE_BYTES):
                yield ModelPart(name, content)


class ArrivingModel:
    """A model that is being brought to this computer; it is there whole or not at all."""

    def __init__(self, places: Places, name: str) -> None:
        places.models.mkdir(parents=True, exist_ok=True)
        self._target = places.models / name
        self._folder = Path(tempfile.mkdtemp(prefix=".arriving-", dir=places.models))

    def take(self, part: ModelPart) -> None:
        """Add a piece. Raises ValueError for a name that leads out of the folder."""
        path = (self._folder / part.name).resolve()
        if not path.is_relative_to(self._folder.resolve()):
            raise ValueError(part.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(part.content)

    def finish(self) -> None:
        """Put the model in its place; one of the same name that was brought before gives way."""
        shutil.rmtree(self._target, ignore_errors=True)
        os.rename(self._folder, self._target)
