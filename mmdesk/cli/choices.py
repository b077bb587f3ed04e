"""Options that every command understands, before or after its name."""

import functools
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from mmdesk.core.language import tr
from mmdesk.core.places import Places
from mmdesk.core.settings import load_settings

Command = TypeVar("Command", bound=Callable[..., Any])

DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass
class Choices:
    """Values of the shared options; click fills them in while it reads the command line."""

    data_dir: Path | None = None
    model: str | None = None
    device: str = "auto"
    verbose: bool = False
    json: bool = False

    @property
    def places(self) -> Places:
        """The data folder to work in."""
        return Places(self.data_dir.absolute()) if self.data_dir else Places.default()

    @property
    def model_name(self) -> str:
        """The model asked for, else the one chosen in the settings."""
        return self.model or load_settings(self.places.settings).model

    @property
    def guidance_names(self) -> tuple[str, ...]:
        """The CLIP models that guide paintings: the one asked for, else those chosen in the settings."""
        if self.model:
            return (self.model,)
        return load_settings(self.places.settings).guidance or (self.model_name,)

    @property
    def vqgan_name(self) -> str:
        """The VQGAN chosen in the settings."""
        return load_settings(self.places.settings).vqgan


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    """Keep `value` if the option was given; else what stood before the command's name stays."""
    choices = context.ensure_object(Choices)
    if value and option.name:
        setattr(choices, option.name, value)


def _log_aloud(context: click.Context, option: click.Parameter, value: Any) -> None:
    """Send the program's log to stderr where `-v` was given."""
    _remember(context, option, value)
    if value:
        logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
        logging.getLogger("mmdesk").setLevel(logging.DEBUG)


_shared_option = functools.partial(click.option, expose_value=False, callback=_remember)

_SHARED = (
    _shared_option(
        "--data-dir",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help=tr("Where the library is kept (default: the platform's folder for data)."),
    ),
    _shared_option(
        "--model", metavar="NAME", help=tr("The model to search with: its name, or the path of its folder.")
    ),
    _shared_option("--device", type=click.Choice(DEVICES), help=tr("Where to compute (default: auto).")),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_log_aloud,
        help=tr("Say more on stderr."),
    ),
)


def shared_options(command: Command) -> Command:
    """Give `command` the options that every command has."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


def json_option(command: Command) -> Command:
    """Give `command` the option `--json`."""
    return _shared_option("--json", is_flag=True, help=tr("Print one JSON document on stdout."))(command)


pass_choices = click.make_pass_decorator(Choices, ensure=True)
"""Decorator that hands a command the `Choices` as its first argument."""


class _NamedPath(click.Path):
    """A path that has a name: an empty one would mean the folder one happens to be in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Fails for an empty one."""
        if not value:
            self.fail(tr("The name is empty; say which file or folder is meant."), param, ctx)
        return super().convert(value, param, ctx)


PATH = _NamedPath(path_type=bytes)
"""Type of a path argument: bytes as the disk has them, of any encoding. Whether it exists is seen later."""


def absolute(paths: tuple[bytes, ...]) -> list[bytes]:
    """`paths` made absolute."""
    return [os.path.abspath(path) for path in paths]
