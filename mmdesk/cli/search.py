"""`mmdesk search` and `mmdesk similar`: find photos by words or by pictures."""

import os

import click
from rich.table import Table
from rich.text import Text

from mmdesk.cli.choices import PATH, Choices, Command, absolute, json_option, pass_choices, shared_options
from mmdesk.cli.documents import search_document
from mmdesk.cli.output import note, on_terminal, print_json, print_null_separated, print_table
from mmdesk.cli.query_command import QueryCommand, unmarked
from mmdesk.cli.session import open_session
from mmdesk.core.errors import UserError
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.core.query import Query, SearchResult, parse_query, picture_query

LIMIT = 20
"""Number of hits shown where no other is asked for."""

_FINDING = (
    click.option(
        "--limit",
        type=click.IntRange(min=1),
        default=LIMIT,
        show_default=True,
        metavar="N",
        help="At most N photos.",
    ),
    click.option("--in", "folder", type=PATH, metavar="FOLDER", help="Only photos below FOLDER."),
    click.option("--paths0", is_flag=True, help="Print paths only, each followed by a NUL."),
    json_option,
    shared_options,
)
"""The options of every command that finds photos."""


def finding_options(command: Command) -> Command:
    """Give `command` the options of a search."""
    for option in reversed(_FINDING):
        command = option(command)
    return command


@click.command(cls=QueryCommand)
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@finding_options
@pass_choices
def search(
    choices: Choices, words: tuple[str, ...], limit: int, folder: bytes | None, *, paths0: bool
) -> None:
    """Find photos by what they show, in plain words."""
    query = parse_query(" ".join(unmarked(words)), folder and os.path.abspath(folder))
    if query.is_empty:
        raise UserError("Say what to look for, as in: mmdesk search 'a red bicycle'.")
    _find(choices, query, limit, paths0=paths0)


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@finding_options
@pass_choices
def similar(
    choices: Choices, files: tuple[bytes, ...], limit: int, folder: bytes | None, *, paths0: bool
) -> None:
    """Find photos like the pictures in FILE... (they need not be in the library)."""
    _find(choices, picture_query(absolute(files), folder and os.path.abspath(folder)), limit, paths0=paths0)


def _find(choices: Choices, query: Query, limit: int, *, paths0: bool) -> None:
    """Search, and print the hits in the form asked for."""
    if choices.json and paths0:
        raise click.UsageError("--json and --paths0 exclude each other.")
    with open_session(choices) as session:
        result = session.search(query, limit)
        photos = session.photos(result)
    if choices.json:
        print_json(search_document(result, photos))
    elif paths0:
        print_null_separated([photos[hit.photo].path for hit in result.hits])
    else:
        _print_hits(result, photos)
    if not result.hits:
        note(_why_nothing(query, result.considered))


def _why_nothing(query: Query, considered: int) -> str:
    """Say that nothing was found, and among how many photos; or that there are none to look among."""
    if considered:
        return f"Nothing was found among {considered} photos."
    if query.asks_for_tags:
        return "Nothing was found: no photo is tagged like that."
    if query.folder is not None:
        return f"Nothing was found: there are no photos to look among below {display_path(query.folder)}."
    return "There is nothing to search yet: mmdesk add FOLDER brings photos in."


def _print_hits(result: SearchResult, photos: dict[PhotoId, Photo]) -> None:
    """Print a table on a terminal, and in a pipe one line a hit, with tabs."""
    if on_terminal():
        print_table(_hit_table(result, photos))
        return
    for hit in result.hits:
        click.echo(f"{hit.relevance:.3f}\t{hit.band.value}\t{display_path(photos[hit.photo].path)}")


def _hit_table(result: SearchResult, photos: dict[PhotoId, Photo]) -> Table:
    table = Table(caption=f"{len(result.hits)} of {result.considered} photos in {result.took.total:.0f} ms")
    table.add_column("relevance", justify="right")
    table.add_column("band")
    table.add_column("photo", overflow="fold")
    for hit in result.hits:
        # `Text`, because a file name with square brackets is no markup.
        table.add_row(f"{hit.relevance:.2f}", hit.band.value, Text(display_path(photos[hit.photo].path)))
    return table
