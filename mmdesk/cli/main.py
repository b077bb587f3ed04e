"""The command line as a whole: its commands, its options, its exit codes."""

from collections.abc import Sequence
from typing import Any

import click

from mmdesk import __version__
from mmdesk.cli.add import add
from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.demo import demo_command
from mmdesk.cli.doctor import doctor
from mmdesk.cli.duplicates import duplicates
from mmdesk.cli.forget import forget
from mmdesk.cli.models import models_group
from mmdesk.cli.open import open_command, open_window
from mmdesk.cli.paint import paint
from mmdesk.cli.relocate import relocate
from mmdesk.cli.remove import remove
from mmdesk.cli.restore import restore
from mmdesk.cli.search import search, similar
from mmdesk.cli.status import status
from mmdesk.cli.tag import tag
from mmdesk.cli.train import train_group
from mmdesk.cli.window import WindowLauncher
from mmdesk.core.errors import UserError


class Program(click.Group):
    """A group of commands that prints a `UserError` as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a `UserError` becomes its sentence on stderr and exit code 1."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise click.ClickException(str(error)) from error


def build_cli(window: WindowLauncher, further: Sequence[click.Command] = ()) -> click.Group:
    """Build the whole command line, with `further` commands; what needs a window asks `window` for it."""

    @click.group(cls=Program, invoke_without_command=True)
    @click.version_option(__version__, prog_name="mmdesk")
    @json_option
    @shared_options
    @pass_choices
    @click.pass_context
    def mmdesk(context: click.Context, choices: Choices) -> None:
        """Find photographs by what they show, offline. Without a command, the window opens."""
        if context.invoked_subcommand is None:
            open_window(window, choices)

    for command in (
        add,
        search,
        similar,
        tag,
        paint,
        status,
        duplicates,
        forget,
        relocate,
        remove,
        restore,
        doctor,
        models_group,
        train_group,
        *further,
    ):
        mmdesk.add_command(command)
    for build in (open_command, demo_command):
        mmdesk.add_command(build(window))
    return mmdesk
