"""`mmdesk restore`: put a backup in the place of a damaged catalogue."""

import os

import click

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.output import print_json
from mmdesk.core.language import tr
from mmdesk.core.paths import json_path
from mmdesk.tasks.library import restore_catalogue


@click.command()
@json_option
@shared_options
@pass_choices
def restore(choices: Choices) -> None:
    """Put the newest good backup of the catalogue in its place.

    Close the window first. What is there now is kept beside it; run `mmdesk add` afterwards to bring
    in what has been added since.
    """
    backup, kept = restore_catalogue(choices.places)
    if choices.json:
        path = None if kept is None else json_path(os.fsencode(kept))
        print_json({"backup": json_path(os.fsencode(backup.path)), "day": backup.day, "kept": path})
    else:
        if kept is None:
            click.echo(tr("The catalogue is as it was on {day}.", day=backup.day))
            return
        click.echo(
            tr("The catalogue is as it was on {day}. The former one is {path}.", day=backup.day, path=kept)
        )
