"""An import from beginning to end: written beside, moved into place when all is well."""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.models import ModelOrigin
from mmdesk.core.progress import Progress
from mmdesk.models import clip_folder
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.importing.child import ImportLimits, convert_apart
from mmdesk.models.importing.graphs import export_graphs_apart
from mmdesk.models.importing.source import ImportSource, recognise
from mmdesk.models.janus import folder as janus_folder
from mmdesk.models.janus.folder import JanusFolder
from mmdesk.models.kandinsky import folder as kandinsky_folder
from mmdesk.models.kandinsky.folder import KandinskyFolder, KandinskyPriorFolder
from mmdesk.models.published_folder import weights_below
from mmdesk.models.tokenizer import check_tokenizer
from mmdesk.models.tokens import folder as tokens_folder
from mmdesk.models.tokens.folder import TokensFolder
from mmdesk.models.unclip import folder as unclip_folder
from mmdesk.models.vqgan import folder as vqgan_folder
from mmdesk.models.vqgan.folder import VqganFolder

MANIFEST = "model.json"
"""File beside the weights: where they came from, their SHA-256, when they were imported."""

PIECE = 1 << 22
"""Bytes read at once for a checksum."""

FILES = {
    "clip": (clip_folder.CONFIG_NAME, clip_folder.WEIGHTS_NAME),
    "vqgan": (vqgan_folder.CONFIG_NAME, vqgan_folder.WEIGHTS_NAME),
    "tokens": (tokens_folder.CONFIG_NAME, tokens_folder.WEIGHTS_NAME),
    "unclip": (unclip_folder.CONFIG_NAME, unclip_folder.WEIGHTS_NAME),
    "kandinsky": (kandinsky_folder.CONFIG_NAME, ""),
    "kandinsky-prior": (kandinsky_folder.PRIOR_CONFIG_NAME, ""),
    "janus": (janus_folder.CONFIG_NAME, ""),
}
"""Config and weights of each kind; no name for weights that stay in the files they came in."""


READ: Mapping[str, Callable[[Path], object]] = {
    "vqgan": VqganFolder.read,
    "tokens": TokensFolder.read,
    "kandinsky": KandinskyFolder.read,
    "kandinsky-prior": KandinskyPriorFolder.read,
    "janus": JanusFolder.read,
}
"""What reads a model of each kind as the program will, and refuses what is not sound."""


class Importer:
    """Brings models into the folder `models`, working in the folder `beside` on the same disk.

    No name in the folders `others` is taken a second time.
    """

    def __init__(
        self, models: Path, beside: Path, others: Sequence[Path] = (), limits: ImportLimits | None = None
    ) -> None:
        self._models = models
        self._beside = beside
        self._others = others
        self._limits = limits or ImportLimits()

    def bring_in(
        self,
        path: Path,
        name: str | None = None,
        arch: str | None = None,
        origin: ModelOrigin | None = None,
    ) -> Generator[Progress, None, str]:
        """Import what is at `path`, which came from `origin`; returns the name of the model.

        Closing the generator, or an error, leaves nothing behind. Raises UserError.
        """
        yield Progress(0, None, tr("Looking at {name}", name=path.name))
        source = recognise(path, arch)
        name = self._free_name(name, source.name)
        with self._staging() as staging:
            folder = staging / name
            folder.mkdir()
            yield from self._fill(folder, source, origin or ModelOrigin(str(path), None))
            self._move(folder, name)
        return name

    def _fill(
        self, folder: Path, source: ImportSource, origin: ModelOrigin
    ) -> Generator[Progress, None, None]:
        """Make the whole model in `folder`, and read it as the program will."""
        config_name, weights_name = FILES[source.kind]
        if source.files:
            yield from _copy(source, folder)
            config = dict(source.config or {})
        else:
            config = yield from convert_apart(source, folder / weights_name, self._limits)
        for extra in source.extras:
            shutil.copyfile(extra, folder / extra.name)
        _write_json(folder / config_name, config)
        digest = yield from sha256_of(*weights_of(folder, source.kind))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        _write_json(
            folder / MANIFEST,
            {
                "source": origin.source,
                "sha256": digest,
                "imported": now,
                "licence": origin.licence or source.licence,
                "note": source.note or None,
            },
        )
        if source.kind != "clip":
            READ[source.kind](folder)
        else:
            check_tokenizer(ClipFolder.read(folder))
            yield from export_graphs_apart(folder)

    def _free_name(self, wanted: str | None, found: str) -> str:
        """A name for the folder. Raises UserError where the wanted one cannot be, or is taken."""
        name = wanted if wanted is not None else re.sub(r"[^\w.-]+", "-", found, flags=re.ASCII).strip("-.")
        if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}", name) or name.endswith("."):
            raise UserError(
                tr("A model cannot be called {name!r}: use letters, digits, dots and dashes.", name=name)
            )
        if any((root / name).exists() for root in (self._models, *self._others)):
            raise UserError(tr("There is a model {name} already; give another name with --name.", name=name))
        return name

    @contextmanager
    def _staging(self) -> Iterator[Path]:
        """A folder to work in, which is gone in the end."""
        try:
            self._beside.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._beside))
        except OSError as error:
            raise UserError(
                tr(
                    "Nothing can be written to {beside}: {reason}.",
                    beside=self._beside,
                    reason=error.strerror,
                )
            ) from error
        try:
            yield folder
        except OSError as error:
            raise UserError(
                tr("The model cannot be kept: {reason}.", reason=error.strerror or error)
            ) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _move(self, folder: Path, name: str) -> None:
        self._models.mkdir(parents=True, exist_ok=True)
        os.rename(folder, self._models / name)


def weights_of(folder: Path, kind: str) -> list[Path]:
    """The files of weights of a model of that `kind` in `folder`."""
    name = FILES[kind][1]
    return [folder / name] if name else weights_below(folder)


def sha256_of(*paths: Path) -> Generator[Progress, None, str]:
    """The SHA-256 of a file, or of several one after the other, with progress in bytes."""
    digest, size, done = hashlib.sha256(), sum(path.stat().st_size for path in paths), 0
    for path in paths:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                done += len(piece)
                yield Progress(done, size, tr("Computing the checksum"))
    return digest.hexdigest()


def _copy(source: ImportSource, folder: Path) -> Generator[Progress, None, None]:
    """Copy the files of `source`, which lie as deep below `folder` then; the originals stay as they are."""
    root = _root_of(source)
    size, done = sum(file.stat().st_size for file in source.files), 0
    for file in source.files:
        target = folder / file.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as given, target.open("wb") as taken:
            while piece := given.read(PIECE):
                taken.write(piece)
                done += len(piece)
                yield Progress(done, size, tr("Copying {name}", name=file.name))


def _root_of(source: ImportSource) -> Path:
    """The folder that all files of `source` lie in or below."""
    return Path(os.path.commonpath([file.parent for file in source.files]))


def _write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
