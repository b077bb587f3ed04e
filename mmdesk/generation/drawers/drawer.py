"""What all drawers have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from torch import Generator, Tensor

from mmdesk.generation.canvas import Size

Tensors = Mapping[str, Tensor]
"""What is optimised, by name, in fp32."""


@dataclass(frozen=True)
class Drawer(ABC):
    """Draws a picture of `size` from tensors. It keeps none itself, so any set of them can be drawn."""

    size: Size

    @property
    @abstractmethod
    def learning_rate(self) -> float:
        """The learning rate that suits the tensors, for Adam."""

    @abstractmethod
    def init_from(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """Tensors that draw something like the picture `start` [1, 3, h, w]."""

    @abstractmethod
    def draw(self, tensors: Tensors) -> Tensor:
        """The picture [1, 3, h, w], values 0 to 1, differentiable with respect to `tensors`."""

    @abstractmethod
    def clamp(self, tensors: Tensors) -> None:
        """Clamp `tensors`, in place, to where they make sense, after an optimiser step."""

    def at_size(self, size: Size) -> Self:
        """The same drawer for another size."""
        return replace(self, size=size)

    def upsampled(self, tensors: Tensors, coarser: Self) -> dict[str, Tensor]:
        """Tensors for this drawer that draw what `tensors` drew with a `coarser` one: the same, where they
        know no pixels.
        """
        del coarser
        return dict(tensors)

    def use_checkpointing(self) -> bool:
        """Turn gradient checkpointing on (less memory, more time); whether there was any to turn on."""
        return False
