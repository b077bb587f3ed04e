"""The protocol that all drawers follow."""

from collections.abc import Mapping
from typing import Protocol, Self

from torch import Generator, Tensor

from mmdesk.generation.canvas import Size

Tensors = Mapping[str, Tensor]
"""What is optimised, by name, in fp32."""


class Drawer(Protocol):
    """Draws a picture of `size` from tensors. It keeps none itself, so any set of them can be drawn."""

    @property
    def size(self) -> Size:
        """Size of the picture, in pixels."""
        ...

    @property
    def learning_rate(self) -> float:
        """The learning rate that suits the tensors, for Adam."""
        ...

    def init_from(self, start: Tensor, generator: Generator) -> dict[str, Tensor]:
        """Tensors that draw something like the picture `start` [1, 3, h, w]."""
        ...

    def draw(self, tensors: Tensors) -> Tensor:
        """The picture [1, 3, h, w], values 0 to 1, differentiable with respect to `tensors`."""
        ...

    def clamp(self, tensors: Tensors) -> None:
        """Clamp `tensors`, in place, to where they make sense, after an optimiser step."""
        ...

    def at_size(self, size: Size) -> Self:
        """The same drawer for another size."""
        ...

    def upsampled(self, tensors: Tensors, coarser: Self) -> dict[str, Tensor]:
        """Tensors for this drawer that draw what `tensors` drew with a `coarser` one."""
        ...

    def use_checkpointing(self) -> bool:
        """Turn gradient checkpointing on (less memory, more time); whether there was any to turn on."""
        ...
