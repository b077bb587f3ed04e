"""The objects of a TorchScript archive: modules with attributes, among them tensors; nothing is executed.

The archive's pickle names the classes of its own program, and a few functions of torch that put tensors
together. Here each of these names stands for something that only keeps what it is given. Every other name is
a reason to refuse the file. The program itself, the folder `code`, is not even compiled.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

ITEM_BYTES: Mapping[str, int] = {
    "float16": 2, "bfloat16": 2, "float32": 4, "float64": 8,
    "bool": 1, "uint8": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8,
}  # fmt: skip
"""Bytes of a number, by torch's names of the data types that are read."""

_STORAGES: Mapping[str, str] = {
    "HalfStorage": "float16", "BFloat16Storage": "bfloat16", "FloatStorage": "float32",
    "DoubleStorage": "float64", "BoolStorage": "bool", "ByteStorage": "uint8", "CharStorage": "int8",
    "ShortStorage": "int16", "IntStorage": "int32", "LongStorage": "int64",
}  # fmt: skip

_LISTS = ("build_intlist", "build_doublelist", "build_boollist", "build_tensorlist", "restore_type_tag")
"""Functions of torch.jit._pickle that pass their first argument on."""


@dataclass(frozen=True, slots=True)
class ScriptTensor:
    """Where the numbers of a tensor lie: in the part `part` of the archive, which holds `numbers` of them.

    `offset` and `strides` count numbers, as torch does.
    """

    part: str
    dtype: str
    numbers: int
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @property
    def is_sound(self) -> bool:
        """Whether all it names are whole numbers, and none lies outside its part."""
        counts = (self.offset, self.numbers, *self.shape, *self.strides)
        if len(self.shape) != len(self.strides) or any(type(one) is not int or one < 0 for one in counts):
            return False
        if 0 in self.shape:
            return True
        last = sum((side - 1) * step for side, step in zip(self.shape, self.strides, strict=True))
        return self.offset + last < self.numbers


class ScriptModule:
    """Any object of the program: its attributes, and nothing it could do."""

    def __init__(self, *_args: object) -> None:
        self.attributes: dict[str, Any] = {}

    def __setstate__(self, state: object) -> None:
        if isinstance(state, dict):
            self.attributes = {name: one for name, one in state.items() if isinstance(name, str)}


class _ScriptReader(pickle.Unpickler):
    """Makes modules and tensors of a pickle, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """What stands here for a name. Raises UserError for one that weights have no need of."""
        found = _known(module, name)
        if found is None:
            raise UserError(
                tr("it names {module}.{name}, which weights have no need of", module=module, name=name)
            )
        return found

    def persistent_load(self, pid: Any) -> Any:
        """A storage, as its data type, part and number of numbers."""
        kind, dtype, part, _device, numbers = pid
        if kind != "storage" or dtype not in ITEM_BYTES or not isinstance(part, str):
            raise pickle.UnpicklingError("no storage")
        return (dtype, part, numbers)


def read_objects(file: IO[bytes]) -> dict[str, ScriptTensor]:
    """The tensors in the pickle `file`, by the path of attributes that leads to each ("visual.conv1.weight").

    Raises UserError with the end of a sentence where it names what weights have no need of; and what pickle
    raises where it is broken.
    """
    return dict(_tensors_below(_ScriptReader(file).load()))


def _tensors_below(top: object) -> Iterator[tuple[str, ScriptTensor]]:
    """Every module once, however often it is named: a file could name one within the other for ever."""
    waiting: list[tuple[str, object]] = [("", top)]
    seen = set[int]()
    while waiting:
        prefix, module = waiting.pop()
        if not isinstance(module, ScriptModule) or id(module) in seen:
            continue
        seen.add(id(module))
        for name, value in module.attributes.items():
            if isinstance(value, ScriptTensor):
                yield f"{prefix}{name}", value
            else:
                waiting.append((f"{prefix}{name}.", value))


def _known(module: str, name: str) -> Callable[..., object] | str | None:
    if module == "__torch__" or module.startswith("__torch__."):
        return ScriptModule
    if module == "torch":
        return ScriptModule if name == "device" else _STORAGES.get(name)
    if module == "torch.jit._pickle" and name in _LISTS:
        return _first
    others: Mapping[tuple[str, str], Callable[..., object]] = {
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        ("collections", "OrderedDict"): OrderedDict,
    }
    return others.get((module, name))


def _first(given: object, *_others: object) -> object:
    return given


def _tensor(storage: Any, offset: Any, shape: Any, strides: Any, *_others: object) -> ScriptTensor:
    dtype, part, numbers = storage
    made = ScriptTensor(part, dtype, numbers, offset, tuple(shape), tuple(strides))
    if not made.is_sound:
        raise pickle.UnpicklingError("a tensor lies outside its numbers")
    return made
