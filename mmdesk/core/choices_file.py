"""Choices of the user in a small JSON file: a frozen value with a default for everything."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mmdesk.core.atomic_file import replacing

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Chosen = TypeVar("Chosen", bound=DataclassInstance)
else:
    Chosen = TypeVar("Chosen")

Checks = Mapping[str, Callable[[Any], bool]]
"""Checks of values that a file changed by hand could have wrong, by name."""


def read_choices(path: Path, usual: Chosen, checks: Checks) -> Chosen:
    """The choices in `path`; whatever is missing, unknown or broken is as in `usual`."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return usual
    if not isinstance(stored, dict):
        return usual
    defaults = asdict(usual)
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    sound = {
        name: value
        for name, value in values.items()
        if type(value) is type(defaults.get(name)) and checks.get(name, _anything)(value)
    }
    return type(usual)(**{field: sound.get(field, getattr(usual, field)) for field in defaults})


def write_choices(choices: "DataclassInstance", path: Path) -> None:
    """Write the file whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as part:
        part.write_text(json.dumps(asdict(choices), indent=2), encoding="utf-8")


def _anything(_value: object) -> bool:
    return True
