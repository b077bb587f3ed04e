"""`mmdesk` and `mmdesk open`: the window."""

import os
import sys

import click

from mmdesk.cli.choices import PATH, Choices, pass_choices, shared_options
from mmdesk.cli.window import WindowLauncher
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr


def open_command(window: WindowLauncher) -> click.Command:
    """The command that opens `window` at a folder or a photo."""

    @click.command("open")
    @click.argument("folder", type=PATH, required=False, metavar="[FOLDER|PHOTO]")
    @shared_options
    @pass_choices
    def open_folder(choices: Choices, folder: bytes | None) -> None:
        """Open the window, at FOLDER if one is given (it is added if it is new), or at PHOTO.

        A photo of the library is shown there, among those of its folder; any other file on its own.
        """
        open_window(window, choices, folder and os.path.abspath(folder))

    return open_folder


def open_window(
    window: WindowLauncher, choices: Choices, folder: bytes | None = None, query: str = ""
) -> None:
    """Show the window until it is closed, and end with its exit code."""
    if not window.has_display():
        raise UserError(
            tr("There is no display to open a window on; mmdesk --help lists what works without one.")
        )
    sys.exit(window.open(choices.places, choices.model_name, choices.device, folder, query))
