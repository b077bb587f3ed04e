"""A library of drawn pictures with files beside them, and runs over their sidecars to the end."""

import os
from pathlib import Path
from typing import Any

from PIL import Image

from mmdesk.core.photo import Photo, Skipped
from mmdesk.core.sidecars import Difference
from mmdesk.tasks.library import Library
from tests.faults.small_program import index
from tests.library.drawing import blots


def finish(steps: Any) -> tuple[list[Difference], list[Skipped], Any]:
    """The differences, what was skipped, and the outcome."""
    changed, skipped = list[Difference](), list[Skipped]()
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return changed, skipped, end.value
        if isinstance(step, Difference):
            changed.append(step)
        elif isinstance(step, Skipped):
            skipped.append(step)


def draw(folder: Path, *names: str) -> None:
    """Small pictures of these names, no two alike."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        image: Image.Image = blots(60, 40, seed=sum(name.encode()) + len(name))
        image.save(folder / name)


def indexed(library: Library, folder: Path) -> dict[str, Photo]:
    """The photos of a folder, by name."""
    index(library, folder)
    return by_name(library)


def by_name(library: Library) -> dict[str, Photo]:
    """Every photo as it is now, by name."""
    photos = library.photos.by_ids(library.photos.ids(order="name"))
    return {os.fsdecode(os.path.basename(photo.path)): photo for photo in photos}


def labels(library: Library, photo: Photo) -> set[str]:
    """The labels a photo was given."""
    return {tag.label for tag in library.tags.of_photos([photo.id]).get(photo.id, [])}


def sidecars_in(folder: Path) -> dict[str, bytes]:
    """The bytes of all sidecars, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix.lower() == ".xmp"}
