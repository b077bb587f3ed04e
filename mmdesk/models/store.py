"""The installed models: those that come with the program, and those that were imported."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.models import USES_OF_KIND, ModelEntry, ModelOrigin, Use
from mmdesk.core.places import Places, builtin_models
from mmdesk.core.progress import Progress
from mmdesk.core.settings import Settings, load_settings, save_settings
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.importing.importer import FILES, MANIFEST, Importer, sha256_of, weights_of
from mmdesk.models.janus.folder import JanusFolder
from mmdesk.models.kandinsky.folder import KandinskyFolder, KandinskyPriorFolder
from mmdesk.models.speeds import SpeedCache
from mmdesk.models.tokens.folder import TokensFolder
from mmdesk.models.unclip.folder import UnclipFolder
from mmdesk.models.vqgan.folder import VqganFolder

ModelFolder = (
    ClipFolder
    | VqganFolder
    | TokensFolder
    | UnclipFolder
    | KandinskyFolder
    | KandinskyPriorFolder
    | JanusFolder
)
"""What is told of a model of any kind without torch."""

READERS: Mapping[str, Callable[[Path], ModelFolder]] = {
    "clip": ClipFolder.read,
    "vqgan": VqganFolder.read,
    "tokens": TokensFolder.read,
    "unclip": UnclipFolder.read,
    "kandinsky": KandinskyFolder.read,
    "kandinsky-prior": KandinskyPriorFolder.read,
    "janus": JanusFolder.read,
}

SETTINGS = {
    "clip": "model",
    "vqgan": "vqgan",
    "tokens": "tokens",
    "unclip": "unclip",
    "kandinsky": "kandinsky",
    "kandinsky-prior": "kandinsky_prior",
    "janus": "janus",
}
"""The setting that names the model in use, for each kind."""

BY_HAND = tr("put there by hand")
"""Source of a model that nobody imported."""

SMALL_FILE = 100_000_000
"""Bytes that are read in a tenth of a second."""


class ModelStore:
    """Lists, imports, checks and removes models, and keeps in the settings which are used."""

    def __init__(self, places: Places, builtins: Path | None = None) -> None:
        self._places = places
        self._builtins = builtins or builtin_models()

    def entries(self) -> list[ModelEntry]:
        """Every model by name, broken ones with what is wrong; of equal names the imported one is used."""
        settings = load_settings(self._places.settings)
        found: dict[str, ModelEntry] = {}
        for root in (self._places.models, self._builtins):
            for folder in sorted(root.glob("*")):
                kind = _kind(folder)
                if kind and folder.name not in found:
                    found[folder.name] = self._entry(folder, kind, settings)
        return [found[name] for name in sorted(found)]

    def find(self, name: str) -> ModelEntry:
        """The model called `name`. Raises UserError, naming those there are."""
        entries = {entry.name: entry for entry in self.entries()}
        if name not in entries:
            raise UserError(
                tr("There is no model {name}; there is {known}.", name=name, known=", ".join(entries))
                if entries
                else tr("There is no model {name}; there is none at all.", name=name)
            )
        return entries[name]

    def bring_in(
        self,
        path: Path,
        name: str | None = None,
        arch: str | None = None,
        origin: ModelOrigin | None = None,
    ) -> Generator[Progress, None, ModelEntry]:
        """Import the model at `path`, see `Importer`. Raises UserError."""
        importer = Importer(self._places.models, self._places.importing, [self._builtins])
        made = yield from importer.bring_in(path, name, arch, origin)
        return self.find(made)

    def use(self, name: str, use: Use | None = None) -> ModelEntry:
        """Use this model from now on for one thing, or for all that its kind does.

        Vectors of other models stay where they are. Raises UserError.
        """
        entry = self.find(name)
        if not entry.is_ready:
            raise UserError(entry.state)
        if use is not None and use not in USES_OF_KIND[entry.kind]:
            raise UserError(tr("The model {name} cannot be used for {use}.", name=name, use=use))
        settings = load_settings(self._places.settings)
        save_settings(_chosen(settings, entry, use), self._places.settings)
        return self.find(name)

    def verify(self, name: str) -> Generator[Progress, None, ModelEntry]:
        """Read all of a model's weights. Raises UserError where they are not what was imported.

        Of a folder that was put there by hand nobody knew a checksum; from now on this one counts.
        """
        entry = self.find(name)
        if not entry.is_ready:
            raise UserError(entry.state)
        digest = yield from sha256_of(*weights_of(entry.path, entry.kind))
        recorded = _manifest(entry.path).get("sha256")
        if recorded is not None and recorded != digest:
            raise UserError(
                tr("The weights of the model {name} have changed since it was imported.", name=name)
            )
        if recorded is None and not entry.builtin:
            _note_checksum(entry.path, digest)
        return replace(entry, sha256=digest)

    def remove(self, name: str) -> None:
        """Remove an imported model; what used it takes the starter model again.

        Raises UserError for a model that comes with the program.
        """
        entry = self.find(name)
        if entry.builtin:
            raise UserError(tr("The model {name} comes with the program and stays.", name=name))
        try:
            self._places.importing.mkdir(parents=True, exist_ok=True)
            grave = Path(tempfile.mkdtemp(dir=self._places.importing))
            os.rename(entry.path, grave / name)  # gone at once and whole, however long deleting takes
        except OSError as error:
            raise UserError(
                tr("The model {name} cannot be removed: {reason}.", name=name, reason=error.strerror)
            ) from error
        shutil.rmtree(grave, ignore_errors=True)
        self._forget(name)

    def take_out(self, name: str) -> None:
        """Take an imported model that is not in use off the shelf, whole. Raises UserError."""
        entry = self.find(name)
        if entry.builtin or entry.used_for:
            raise UserError(
                tr("The model {name} comes with the program and stays.", name=name)
                if entry.builtin
                else tr("The model {name} is in use and stays.", name=name)
            )
        try:
            self.delete_taken_out(name)  # one of that name that was taken out before
            self._taken_out.mkdir(parents=True, exist_ok=True)
            os.rename(entry.path, self._taken_out / name)
        except OSError as error:
            raise UserError(
                tr("The model {name} cannot be removed: {reason}.", name=name, reason=error.strerror)
            ) from error

    def taken_out(self) -> list[str]:
        """Names of the models that were taken out and can be put back."""
        return [folder.name for folder in sorted(self._taken_out.glob("*")) if _kind(folder)]

    def put_back(self, name: str) -> ModelEntry:
        """Put a model that was taken out back on the shelf. Raises UserError."""
        if name not in self.taken_out():
            raise UserError(
                tr("The removed model {name} is there no longer, so it cannot be put back.", name=name)
            )
        if (self._places.models / name).exists():
            raise UserError(tr("There is a model {name} already.", name=name))
        try:
            os.rename(self._taken_out / name, self._places.models / name)
        except OSError as error:
            raise UserError(
                tr("The model {name} cannot be put back: {reason}.", name=name, reason=error.strerror)
            ) from error
        return self.find(name)

    def delete_taken_out(self, name: str) -> None:
        """Delete a model that was taken out, for good."""
        shutil.rmtree(self._taken_out / name, ignore_errors=True)

    @property
    def _taken_out(self) -> Path:
        """The folder of the models that were taken out, on the disk of the others: nothing is copied."""
        return self._places.models.parent / "models-removed"

    def _forget(self, name: str) -> None:
        settings, usual = load_settings(self._places.settings), Settings()
        unused: dict[str, Any] = {
            field: getattr(usual, field) for field in SETTINGS.values() if getattr(settings, field) == name
        }
        guidance = tuple(one for one in settings.guidance if one != name)
        kept = replace(settings, **unused, guidance=guidance)
        if kept != settings:
            save_settings(kept, self._places.settings)

    def _entry(self, folder: Path, kind: str, settings: Settings) -> ModelEntry:
        told = _manifest(folder)
        try:
            read = READERS[kind](folder)
            state, parameters = "ready", read.parameters
            speed = SpeedCache(self._places.plans).get(read.key)
        except UserError as error:
            state, parameters, speed = str(error), None, None
        return ModelEntry(
            name=folder.name,
            kind=kind,
            path=folder,
            state=state,
            builtin=folder.parent == self._builtins,
            parameters=parameters,
            size_bytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
            sha256=_words(told.get("sha256")) or _own_checksum(folder, kind),
            licence=_words(told.get("licence")),
            source=_words(told.get("source")),
            used_for=_uses(folder.name, kind, settings),
            note=_words(told.get("note")),
            speed=speed,
        )


def _kind(folder: Path) -> str | None:
    return next((kind for kind, (config, _) in FILES.items() if (folder / config).is_file()), None)


def _chosen(settings: Settings, entry: ModelEntry, use: Use | None) -> Settings:
    """`settings` with this model for one use or for all of its kind; no guidance means that of searches."""
    if entry.kind != "clip":
        chosen: dict[str, Any] = {SETTINGS[entry.kind]: entry.name}
        return replace(settings, **chosen)
    guides = (entry.name,) if use != "search" else settings.guidance or (settings.model,)
    model = entry.name if use != "guidance" else settings.model
    return replace(settings, model=model, guidance=() if guides == (model,) else guides)


def _uses(name: str, kind: str, settings: Settings) -> tuple[str, ...]:
    if kind != "clip":
        return ("painting",) if getattr(settings, SETTINGS[kind]) == name else ()
    searching = ("search",) if settings.model == name else ()
    guiding = ("guidance",) if name in (settings.guidance or (settings.model,)) else ()
    return searching + guiding


def _own_checksum(folder: Path, kind: str) -> str | None:
    """The SHA-256 of weights that nobody noted, where reading them takes no time."""
    weights = weights_of(folder, kind)
    if not all(map(Path.is_file, weights)) or sum(one.stat().st_size for one in weights) > SMALL_FILE:
        return None
    return hashlib.sha256(b"".join(one.read_bytes() for one in weights)).hexdigest()


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an import; empty where there is none, or not in our form."""
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _note_checksum(folder: Path, digest: str) -> None:
    """Add the checksum to the manifest of a model that has none. Raises UserError."""
    told = {"source": BY_HAND} | _manifest(folder) | {"sha256": digest}
    try:
        with replacing(folder / MANIFEST) as path:
            path.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise UserError(
            tr("The checksum cannot be kept in {folder}: {reason}.", folder=folder, reason=error.strerror)
        ) from error


def _words(value: object) -> str | None:
    return value if isinstance(value, str) else None
