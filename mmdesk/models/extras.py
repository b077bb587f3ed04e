"""Packages that not everybody has, because only large models or large libraries need them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from mmdesk.core.enumeration import all_of
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

DIFFUSION = ("diffusers", "transformers")
"""Packages of the extra `diffusion`."""

TRANSFORMERS = ("transformers",)
"""Those of them that are needed without diffusion."""

CLUSTER = ("ray",)
"""Packages of the extra `cluster`."""

OFFLINE = ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")
"""Variables by which they are told that there is no network for them."""


def refuse_without(packages: tuple[str, ...], what: str, extra: str = "diffusion") -> None:
    """Raises UserError, with the `extra` to install, where one of `packages` is missing that `what` needs."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        command = f"pip install 'mmdesk[{extra}]'"
        raise UserError(
            tr(
                "{what} needs {packages}, which not everybody has; install them with: {command}",
                what=what,
                packages=all_of(missing),
                command=command,
            )
        )


@contextmanager
def without_network() -> Iterator[None]:
    """Import the packages of others inside this: they take it that there is no network, once and for all.

    Processes that are started later may have one: a model is fetched by one of them.
    """
    before = {name: os.environ.get(name) for name in OFFLINE}
    os.environ |= dict.fromkeys(OFFLINE, "1")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
