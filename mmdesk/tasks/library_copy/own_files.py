"""Files of the data folder beside the databases: models, paintings, settings. Some of them tell paths."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.path_map import PathMap
from mmdesk.core.paths import json_path, path_from_json
from mmdesk.core.places import Places
from mmdesk.paintings.run import LOCK_NAME, OUT_NAME, SPEC_NAME, WANTED_NAME

UNFINISHED = ".part"
"""End of the names of files that are being written, and get another name when they are whole."""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of `size` bytes, and where it lies below the data folder."""

    path: Path
    within: Path
    size: int


def own_files(places: Places) -> list[OwnFile]:
    """What belongs to a library beside catalogue and thumbnails, and cannot be made again.

    Backups stay: the copy is one. Logs, locks and what is on its way in are of this computer.
    """
    names = (
        places.settings,
        places.label_drafts,
        places.recent_searches,
        places.models,
        places.later_models,
        places.pasted,
        places.sample_library,
        places.studio,
    )
    return [file for name in names for file in _files(name, places.data_dir)]


def copy_file(file: OwnFile, to: Path, paths: PathMap) -> None:
    """Copy a file to its place below `to`, with the paths in it called as they will be.

    One that has gone meanwhile is passed over. Raises UserError where it cannot be copied whole.
    """
    copy = to / file.within
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        rewrite = REWRITTEN.get(file.within.name) if _may_tell_paths(file) else None
        if rewrite is None:
            shutil.copy2(file.path, copy)
        else:
            copy.write_bytes(rewrite(file.path.read_bytes(), paths))
        _flush(copy)
    except FileNotFoundError as error:
        if file.path.exists():
            raise _cannot(file, error) from error
    except OSError as error:
        raise _cannot(file, error) from error


def _flush(copy: Path) -> None:
    with suppress(PermissionError), copy.open("rb+") as file:  # one that may only be read
        os.fsync(file.fileno())


def _cannot(file: OwnFile, error: OSError) -> UserError:
    return UserError(tr("{path} cannot be copied: {reason}.", path=file.path, reason=error.strerror or error))


def _files(path: Path, data_dir: Path) -> Iterator[OwnFile]:
    """The file `path`, or all below that folder."""
    found = (
        [path]
        if path.is_file()
        else (Path(folder, name) for folder, _, names in os.walk(path) for name in names)
    )
    for file in found:
        if file.name.endswith(UNFINISHED) or file.name == LOCK_NAME or not file.is_file():
            continue
        yield OwnFile(file, file.relative_to(data_dir), file.stat().st_size)


def _may_tell_paths(file: OwnFile) -> bool:
    """Whether it is the settings, or belongs to a painting: a model may have files of such names, too."""
    return len(file.within.parts) == 1 or file.within.parts[0] == "studio"


def _note(data: bytes, paths: PathMap) -> bytes:
    """A file that is a path."""
    return paths.of(data)


def _document(data: bytes, paths: PathMap) -> bytes:
    """A JSON file; one that somebody spoiled stays as it is."""
    try:
        document = json.loads(data)
    except ValueError:
        return data
    told = _retold(document, paths)
    return data if told == document else json.dumps(told, indent=2).encode()


def _retold(value: Any, paths: PathMap) -> Any:
    """Values called "path" or "folder" anywhere in a document, by their new names."""
    if isinstance(value, list):
        return [_retold(one, paths) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _path(one, paths) if key in ("path", "folder") else _retold(one, paths)
        for key, one in value.items()
    }


def _path(value: Any, paths: PathMap) -> Any:
    """A path as `core.paths.json_path` or the settings write it; anything else as it is."""
    if isinstance(value, str):
        return os.fsdecode(paths.of(os.fsencode(value)))
    if isinstance(value, dict) and set(value) == {"bytes"}:
        return json_path(paths.of(path_from_json(value)))
    return value


REWRITTEN: dict[str, Callable[[bytes, PathMap], bytes]] = {
    "settings.json": _document,
    SPEC_NAME: _document,
    "run.json": _document,
    OUT_NAME: _note,
    WANTED_NAME: _note,
}
"""Files that tell paths, by their names."""
