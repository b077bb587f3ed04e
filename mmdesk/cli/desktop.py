"""`mmdesk desktop`: the entry in the menu, for whoever installed the program by pip."""

import datetime
import os

import click
from click.shell_completion import get_completion_class

from mmdesk.cli.choices import pass_choices, shared_options
from mmdesk.cli.man_page import man_page
from mmdesk.cli.output import note
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trn
from mmdesk.tasks.desktop_entry import DesktopFolder, entry_files, own_command

COMPLETIONS = {
    "bash": "bash-completion/completions/mmdesk",
    "zsh": "zsh/site-functions/_mmdesk",
    "fish": "fish/vendor_completions.d/mmdesk.fish",
}
"""Shells, and where below a `share` folder each looks for how a command is completed."""


@click.group("desktop")
def desktop_group() -> None:
    """An entry in the menu of the desktop, "open with", a manual page and completion in shells."""


@desktop_group.command()
@shared_options
@pass_choices
@click.pass_context
def install(context: click.Context, _choices: object) -> None:
    """Put mmdesk into the menu of this user, with all that belongs to it.

    Nothing that is not by mmdesk is overwritten, and `mmdesk desktop remove` takes all of it back.
    """
    folder = DesktopFolder.default()
    program = _program(context)
    further = {"man/man1/mmdesk.1": man_page(program, _date()).encode()}
    further |= {place: completion(program, shell).encode() for shell, place in COMPLETIONS.items()}
    written = folder.install(entry_files(own_command(), further))
    note(
        trn(
            "mmdesk is in the menu: {n} file below {folder}.",
            "mmdesk is in the menu: {n} files below {folder}.",
            len(written),
            folder=folder.share,
        )
    )


@desktop_group.command()
@shared_options
@pass_choices
def remove(_choices: object) -> None:
    """Take mmdesk out of the menu of this user. The library stays."""
    folder = DesktopFolder.default()
    if not folder.is_installed:
        raise UserError(tr("mmdesk did not put itself into the menu."))
    for path in folder.remove():
        note(tr("{path} was changed meanwhile, and stays.", path=path))


@desktop_group.command("man")
@shared_options
@pass_choices
@click.pass_context
def man_command(context: click.Context, _choices: object) -> None:
    """Print the manual page."""
    click.echo(man_page(_program(context), _date()), nl=False)


@desktop_group.command("completion")
@click.argument("shell", type=click.Choice(sorted(COMPLETIONS)))
@shared_options
@pass_choices
@click.pass_context
def completion_command(context: click.Context, _choices: object, shell: str) -> None:
    """Print what SHELL reads to complete the commands and options of mmdesk."""
    click.echo(completion(_program(context), shell), nl=False)


def completion(program: click.Group, shell: str) -> str:
    """Script by which `shell` completes the command line of `program`."""
    kind = get_completion_class(shell)
    if kind is None:
        raise UserError(tr("There is no completion for {shell}.", shell=shell))
    return kind(program, {}, "mmdesk", "_MMDESK_COMPLETE").source()


def _program(context: click.Context) -> click.Group:
    root = context.find_root().command
    if not isinstance(root, click.Group):
        raise TypeError("The command stands alone.")
    return root


def _date() -> str:
    """Today, or the day that a reproducible build is of."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    today = datetime.datetime.now(datetime.UTC)
    return (datetime.datetime.fromtimestamp(int(given), datetime.UTC) if given else today).date().isoformat()
