"""`mmdesk relocate`: say where a folder of the library is now."""

import os

import click

from mmdesk.cli.choices import PATH, Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import add_document
from mmdesk.cli.output import print_json
from mmdesk.cli.progress import follow
from mmdesk.cli.session import open_session
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import json_path
from mmdesk.tasks.indexing import index_folders
from mmdesk.tasks.relocating import relocate_folder


@click.command()
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@json_option
@shared_options
@pass_choices
def relocate(choices: Choices, old: bytes, new: bytes) -> None:
    """Say that the folder OLD of the library is NEW now, on another drive or under another name.

    Its photos keep their tags, ratings and albums, and none is looked at anew; NEW is then looked through
    for what else has changed. Refused where NEW does not hold the photos of OLD. A backup of
    the catalogue is made first.
    """
    old, new = os.path.abspath(old), os.path.abspath(new)
    with open_session(choices) as session:
        moved = relocate_folder(session.library, old, new)
        summary = follow(index_folders(session.library, session.clip, [new]), tr("Looking at photos"))
    if choices.json:
        counts = {"photos": moved.photos, "found": moved.found}
        print_json({"old": json_path(old), "new": json_path(new), **counts, "add": add_document(summary)})
    else:
        click.echo(
            tr(
                "{photos}, {found}; {indexed}, {unchanged}.",
                photos=trn("{n} photo moved along", "{n} photos moved along", moved.photos),
                found=trn("{n} of them found there", "{n} of them found there", moved.found),
                indexed=trn("{n} indexed", "{n} indexed", summary.indexed),
                unchanged=trn("{n} unchanged", "{n} unchanged", summary.unchanged),
            )
        )
