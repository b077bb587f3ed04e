"""What happened to files: who is in a folder, and how a run of file acts ended."""

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

from mmdesk.core.photo import PhotoId, Skipped
from mmdesk.core.progress import Progress
from mmdesk.tasks.library import Library

Summary = TypeVar("Summary")


def photo_called(library: Library, path: Path) -> PhotoId:
    photo = library.photos.by_path(bytes(path))
    assert photo is not None
    return photo.id


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def ended(steps: Generator[Progress | Skipped, None, Summary]) -> tuple[Summary, list[Skipped]]:
    """All steps taken: the summary, and what was skipped."""
    skipped = []
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value, skipped
        if isinstance(step, Skipped):
            skipped.append(step)
