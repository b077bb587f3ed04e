"""`mmdesk library`: the library as a whole, carried to another computer."""

import os
import time
from pathlib import Path
from typing import Any

import click

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.output import print_json
from mmdesk.cli.progress import follow
from mmdesk.core.library_copy import LibraryCopy
from mmdesk.core.path_map import PathRule
from mmdesk.core.paths import display_path, json_path
from mmdesk.tasks.library_copy.copy import copy_library


@click.group("library")
def library_group() -> None:
    """The library as a whole: catalogue, vectors, thumbnails, albums, labels, models and paintings."""


@library_group.command("copy")
@click.argument("to", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "rules",
    multiple=True,
    metavar="OLD=NEW",
    help="Call the folder OLD, and all in it, NEW in the copy. Again for others; the longest OLD holds.",
)
@json_option
@shared_options
@pass_choices
def copy_command(choices: Choices, to: Path, rules: tuple[str, ...]) -> None:
    r"""Copy the library to the folder TO, new or empty, to carry it to another computer.

    The window may be open meanwhile. Photos are not copied: they are looked for where they were, or, with
    --map /media/photos=D:\Photos, where the other computer has them, and none is encoded anew. Arrived
    there, copy it once more, from the drive (--data-dir DRIVE) to the other computer's own data folder.
    """
    begun = time.monotonic()
    steps = copy_library(choices.places, to, [PathRule.of_text(os.fsencode(rule)) for rule in rules])
    copied = follow(steps, "Copying the library")
    if choices.json:
        print_json(_document(copied, choices.places.data_dir, time.monotonic() - begun))
        return
    click.echo(copied.sentence)
    for rule, photos in copied.moved:
        click.echo(f"{photos} photos of {display_path(rule.old)} are in {display_path(rule.new)} there.")


def _document(copied: LibraryCopy, data_dir: Path, seconds: float) -> dict[str, Any]:
    return {
        "from": json_path(os.fsencode(data_dir)),
        "to": json_path(os.fsencode(copied.to)),
        "photos": copied.photos,
        "thumbnails": copied.thumbnails,
        "files": copied.files,
        "bytes": copied.size,
        "seconds": round(seconds, 3),
        "map": [
            {"old": json_path(rule.old), "new": json_path(rule.new), "photos": photos}
            for rule, photos in copied.moved
        ],
    }
