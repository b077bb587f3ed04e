"""`mmdesk library`: the library as a whole, carried to another computer."""

import os
import time
from pathlib import Path
from typing import Any, get_args

import click

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import engine_document
from mmdesk.cli.output import print_json
from mmdesk.cli.progress import follow
from mmdesk.cli.session import open_session
from mmdesk.core.language import tr, trn
from mmdesk.core.library_copy import LibraryCopy
from mmdesk.core.path_map import PathRule
from mmdesk.core.paths import display_path, json_path
from mmdesk.core.preferences import IndexWish
from mmdesk.tasks.index_building import BUILDING, bring_up_index
from mmdesk.tasks.library_copy.copy import copy_library
from mmdesk.tasks.search_engine import wish_engine


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
    help=tr("Call the folder OLD, and all in it, NEW in the copy. Again for others; the longest OLD holds."),
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
    copied = follow(steps, tr("Copying the library"))
    if choices.json:
        print_json(_document(copied, choices.places.data_dir, time.monotonic() - begun))
        return
    click.echo(copied.sentence)
    for rule, photos in copied.moved:
        click.echo(
            trn(
                "{n} photo of {old} is in {new} there.",
                "{n} photos of {old} are in {new} there.",
                photos,
                old=display_path(rule.old),
                new=display_path(rule.new),
            )
        )


@library_group.command("index")
@click.option(
    "--engine",
    "wish",
    type=click.Choice(get_args(IndexWish)),
    help=tr("Search with this engine from now on; auto: as the size of the library asks."),
)
@click.option(
    "--rebuild", is_flag=True, help=tr("Build the index on the disk anew, whether that is due or not.")
)
@json_option
@shared_options
@pass_choices
def index_command(choices: Choices, wish: IndexWish | None, *, rebuild: bool) -> None:
    """Say which engine searches and why, and build its index on the disk where that is due.

    The exact engine needs none. LanceDB's (the extra lance) is for libraries whose vectors do not fit into
    memory. While its index is built, the one before answers, or the exact engine.
    """
    if wish is not None:
        wish_engine(choices.places, wish)
    begun = time.monotonic()
    with open_session(choices) as session:
        engine = follow(bring_up_index(session.library, session.clip, anew=rebuild), BUILDING)
    if choices.json:
        print_json({**engine_document(engine), "seconds": round(time.monotonic() - begun, 3)})
    else:
        click.echo(engine.sentence)


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
