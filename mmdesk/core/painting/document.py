"""Paint specs as JSON documents, written and read.

A document may have been written by anybody: it lies in pictures that are sent around. So every value must
have the type its field says, and a document of a later version is refused rather than half understood.
"""

import binascii
import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.checks import in_words
from mmdesk.core.paths import json_path, path_from_json

FORMAT = "mmdesk painting"

VERSION = 1
"""Version of the document; it grows when an older program would misunderstand what is new."""


def as_document(spec: Any) -> dict[str, Any]:
    """`spec`, a dataclass, as JSON has it, with the format and its version."""
    return {"format": FORMAT, "version": VERSION, **_written(spec)}


def read_document(document: object, kind: type) -> dict[str, Any]:
    """The arguments for the dataclass `kind` in `document`; fields it does not mention are left out.

    Raises UserError for what was not written by `as_document`, or by a later version of it.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise UserError(tr("These are not the settings of a painting made with this program."))
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UserError(tr("The settings of this painting are damaged: their version is missing."))
    if version > VERSION:
        raise UserError(
            tr("These settings were written by a newer version of the program; please update it.")
        )
    entries = {name: value for name, value in document.items() if name not in ("format", "version")}
    return _arguments(entries, kind)


def _written(value: Any) -> Any:
    if is_dataclass(value):
        return {entry.name: _written(getattr(value, entry.name)) for entry in fields(value)}
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if isinstance(value, bytes):
        return json_path(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no infinity; the only one in a spec is "never stop"
    return value


def _arguments(entries: Mapping[Any, object], kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    unknown = sorted(str(name) for name in entries if name not in hints)
    if unknown:
        raise UserError(
            tr("The settings of this painting hold something unknown: {unknown}.", unknown=unknown[0][:60])
        )
    return {name: _read(value, hints[name], name) for name, value in entries.items()}


def _read(value: Any, hint: Any, name: str) -> Any:
    """`value`, as parsed from JSON, converted to the type `hint`. Raises UserError."""
    origin = get_origin(hint)
    if origin is tuple:
        items = value if isinstance(value, list) else _refuse(name)
        return tuple(_read(item, get_args(hint)[0], name) for item in items)
    if origin in (Union, types.UnionType):
        wanted = next(choice for choice in get_args(hint) if choice is not types.NoneType)
        return None if value is None else _read(value, wanted, name)
    if is_dataclass(hint):
        return _read_part(value, hint, name)
    return _read_plain(value, str if origin is Literal else hint, name)


def _read_part(value: Any, kind: Any, name: str) -> Any:
    arguments = _arguments(value if isinstance(value, Mapping) else _refuse(name), kind)
    try:
        return kind(**arguments)
    except TypeError as error:
        raise UserError(
            tr("The settings of this painting are incomplete: see {setting}.", setting=in_words(name))
        ) from error


def _read_plain(value: Any, kind: type, name: str) -> Any:
    if kind is bytes:
        return _read_path(value, name)
    if kind is float and value is None:
        return -math.inf
    if kind is float and type(value) is int:
        return float(value) if abs(value) < 2**53 else _refuse(name)
    return value if type(value) is kind else _refuse(name)


def _read_path(value: Any, name: str) -> bytes:
    try:
        return path_from_json(value)
    except (TypeError, KeyError, ValueError, AttributeError, binascii.Error) as error:
        raise UserError(
            tr("The settings of this painting are damaged: see {setting}.", setting=in_words(name))
        ) from error


def _refuse(name: str) -> Any:
    raise UserError(tr("The settings of this painting are damaged: see {setting}.", setting=in_words(name)))
