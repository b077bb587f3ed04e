"""Facts of a model that are known without loading it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ModelOrigin:
    """Where a model came from, and its licence where that is known; noted beside its weights."""

    source: str
    licence: str | None


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One installed model.

    `kind` is "clip", "vqgan" or "tokens" (a transformer over codes). `state` is "ready", or in one sentence
    what is wrong with it. `used_for` holds "search", "guidance" (of paintings) or "painting". `note` says
    what of the original was left out. What is not known is None.
    """

    name: str
    kind: str
    path: Path
    state: str
    builtin: bool
    parameters: int | None
    size_bytes: int
    sha256: str | None
    licence: str | None
    source: str | None
    used_for: tuple[str, ...]
    note: str | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be used."""
        return self.state == "ready"
