"""Processes of the program that begin with torch imported, which takes each of them five seconds otherwise.

The program starts them by "spawn". Here they are forked off one process that has imported what takes long
and nothing of the program; they have the environment of the test that starts them.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

import pytest

USUAL = multiprocessing.get_context
"""What the program calls."""

HEAVY = ["torch", "open_clip", "onnx", "safetensors.torch"]
"""What processes of the program import first, for seconds."""


class _Prepared(ForkServerContext):
    """In the place of the context "spawn"."""

    def __init__(self) -> None:
        super().__init__()
        self.set_forkserver_preload(HEAVY)

    def Process(  # noqa: N802  # its name in the standard library
        self, target: Callable[..., None], args: tuple[Any, ...] = (), *, daemon: bool | None = None
    ) -> ForkServerProcess:
        """A process that will call `target`."""
        return ForkServerProcess(target=_begin, args=(dict(os.environ), target, *args), daemon=daemon)


def _begin(environment: dict[str, str], target: Callable[..., None], *given: Any) -> None:
    os.environ.clear()
    os.environ.update(environment)
    target(*given)


@contextmanager
def starting_prepared() -> Iterator[None]:
    """Let whatever asks for the context "spawn" by name begin with torch imported; only Linux forks so."""
    if sys.platform != "linux":
        yield
        return
    prepared = _Prepared()

    def get_context(method: str | None = None) -> Any:
        return prepared if method == "spawn" else USUAL(method)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multiprocessing, "get_context", get_context)
        yield


@contextmanager
def starting_as_people_do() -> Iterator[None]:
    """Let processes begin as those of the program do, which import torch themselves: that takes the time and
    the memory that limits are for.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multiprocessing, "get_context", USUAL)
        yield
