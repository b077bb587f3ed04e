"""The state dict a network must be given: names, shapes and kinds of its tensors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor

Weights = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Expected:
    """`tensors` have the right shapes and hold nothing (they are on torch's device "meta").

    `renamed` gives found tensors the names of the network; `config` describes it.
    """

    config: Mapping[str, Any]
    tensors: Mapping[str, Tensor]
    renamed: Callable[[Weights], Weights]


def without_prefix(given: Weights, prefix: str) -> Weights:
    """The tensors whose names begin with `prefix`, without it; all of them as they are where none does."""
    if not any(name.startswith(prefix) for name in given):
        return given
    return {name.removeprefix(prefix): one for name, one in given.items() if name.startswith(prefix)}
