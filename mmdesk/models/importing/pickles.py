"""Reading a checkpoint of torch without executing anything.

A pickle is a program for a small machine, and names functions to call. torch's own machine for
`weights_only` calls none but those that make tensors; to the classes of training frameworks that lie beside
the tensors it gets stubs that do nothing. A name of any other kind is a reason to refuse the file.
"""

import pickle
import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.serialization import get_unsafe_globals_in_checkpoint, safe_globals

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.models.importing.archive_parts import archive_parts, check_parts

FAMILIES = ("pytorch_lightning", "lightning", "omegaconf")
"""Packages whose classes a training run leaves in its checkpoint: settings and callbacks."""

HARMLESS = frozenset(
    {"argparse.Namespace", "collections.defaultdict", "typing.Any", "numpy.dtype", "numpy.ndarray"}
    | {f"{built_in}.{name}" for built_in in ("builtins", "__builtin__") for name in ("dict", "list", "int")}
    | {f"numpy.{core}.multiarray.{name}" for core in ("core", "_core") for name in ("scalar", "_reconstruct")}
)  # fmt: skip
"""Other names found in honest checkpoints; they get stubs all the same."""

BROKEN = (
    pickle.UnpicklingError, zipfile.BadZipFile, struct.error, RuntimeError, EOFError, ValueError, TypeError,
    LookupError, AttributeError, AssertionError, ArithmeticError, OSError, ImportError,
)  # fmt: skip
"""What torch raises on files that are cut short, changed or made up."""


class Inert:
    """Stands for any class: takes everything, keeps nothing, does nothing."""

    def __new__(cls, *_args: object, **_named: object) -> "Inert":
        """An object, whatever is asked for."""
        return super().__new__(cls)

    def __init__(self, *_args: object, **_named: object) -> None:
        pass

    def __setstate__(self, _state: object) -> None:
        pass

    def __setitem__(self, _key: object, _value: object) -> None:
        pass


def read_checkpoint(path: Path) -> dict[str, Tensor]:
    """The tensors of the checkpoint `path`, mapped from the file, not read yet.

    They are those of its `state_dict` where it has one. Raises UserError where the file is broken, names
    what no model needs, or is no checkpoint of torch.
    """
    check_parts(path, archive_parts(path))
    try:
        named = get_unsafe_globals_in_checkpoint(path)
        _refuse_dangerous(path, named)
        with safe_globals([(type("Stub", (Inert,), {}), name) for name in named]):
            loaded = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except BROKEN as error:
        raise _told(path, error) from error
    return dict(_tensors(loaded))


def _refuse_dangerous(path: Path, named: list[str]) -> None:
    for name in named:
        if name not in HARMLESS and name.partition(".")[0] not in FAMILIES:
            raise UserError(
                tr(
                    "The file {path} is refused: it names {name}, which weights have no need of.",
                    path=path,
                    name=name,
                )
            )


def _told(path: Path, error: Exception) -> UserError:
    """The complaint of torch as our sentence."""
    words = str(error)
    if isinstance(error, pickle.UnpicklingError) and "whose module" in words:
        name = words.partition("GLOBAL ")[2].partition(" ")[0]
        return UserError(
            tr(
                "The file {path} is refused: it names {name}, which weights have no need of.",
                path=path,
                name=name,
            )
        )
    return UserError(
        tr("The file {path} is broken or cut short, or holds more than plain weights.", path=path)
    )


def _tensors(loaded: Any) -> Iterator[tuple[str, Tensor]]:
    held = loaded.get("state_dict", loaded) if isinstance(loaded, Mapping) else None
    if not isinstance(held, Mapping):
        return
    for name, value in held.items():
        if isinstance(name, str) and isinstance(value, Tensor) and value.layout is torch.strided:
            yield name, value.detach()
