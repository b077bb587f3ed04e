"""Running imports: whole, or only what happens in the process apart, to be quick."""

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

from mmdesk.models.importing.clip import convert_clip
from mmdesk.models.importing.source import recognise
from mmdesk.models.importing.tokens import convert_tokens
from mmdesk.models.importing.vqgan import convert_vqgan

Made = TypeVar("Made")


def outcome(steps: Generator[object, None, Made]) -> Made:
    """What a generator returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def converted(path: Path, out: Path, arch: str | None = None) -> dict:
    """Convert what is at `path` in this process; returns the config."""
    source = recognise(path, arch)
    work = {"vqgan": convert_vqgan, "tokens": convert_tokens, "clip": convert_clip}[source.kind]
    return work(source, out, lambda done, total: None)
