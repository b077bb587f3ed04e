"""The command line as a whole: its commands, its options, its exit codes."""

import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from mmdesk import __version__
from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.open import open_command, open_window
from mmdesk.cli.window import WindowLauncher
from mmdesk.core.collector import resting_collector
from mmdesk.core.errors import UserError
from mmdesk.core.language import told

COMMANDS = {
    "add": "mmdesk.cli.add:add",
    "demo": "mmdesk.cli.demo:demo_command",
    "desktop": "mmdesk.cli.desktop:desktop_group",
    "doctor": "mmdesk.cli.doctor:doctor",
    "duplicates": "mmdesk.cli.duplicates:duplicates",
    "edit": "mmdesk.cli.edit:edit",
    "export": "mmdesk.cli.export:export",
    "forget": "mmdesk.cli.forget:forget",
    "library": "mmdesk.cli.library:library_group",
    "models": "mmdesk.cli.models:models_group",
    "paint": "mmdesk.cli.paint:paint",
    "read-text": "mmdesk.cli.text:read_text",
    "relocate": "mmdesk.cli.relocate:relocate",
    "remove": "mmdesk.cli.remove:remove",
    "restore": "mmdesk.cli.restore:restore",
    "search": "mmdesk.cli.search:search_command",
    "similar": "mmdesk.cli.search:similar_command",
    "status": "mmdesk.cli.status:status",
    "tag": "mmdesk.cli.tag:tag",
    "text": "mmdesk.cli.text:text",
    "train": "mmdesk.cli.train:train_group",
    "why": "mmdesk.cli.why:why",
}
"""Where each command is found: a command, or what builds it for the window.

Only the one that is called is imported: importing all of them takes longer than most searches.
"""


class Program(click.Group):
    """A group of commands that prints a `UserError` as one sentence, without a traceback.

    `window` is handed to those commands that need one.
    """

    window: WindowLauncher
    lazy: Mapping[str, str]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in alphabetical order."""
        return sorted({*super().list_commands(ctx), *self.lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called `cmd_name`, imported now."""
        if cmd_name not in self.lazy or cmd_name in self.commands:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.lazy[cmd_name].partition(":")
        with resting_collector():
            found = getattr(import_module(module), name)
        command: click.Command = found if isinstance(found, click.Command) else found(self.window)
        self.add_command(command, cmd_name)
        translate_help(command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a `UserError` becomes its sentence on stderr and exit code 1."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise click.ClickException(str(error)) from error


def translate_help(command: click.Command) -> None:
    """Have a command, and those below it, say what their docstrings say in the user's language."""
    if command.help:
        command.help = told(inspect.cleandoc(command.help))
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        translate_help(below)


def build_cli(window: WindowLauncher, further: Mapping[str, str] | None = None) -> click.Group:
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

    mmdesk.window, mmdesk.lazy = window, COMMANDS | dict(further or {})
    mmdesk.add_command(open_command(window))
    translate_help(mmdesk)
    return mmdesk
