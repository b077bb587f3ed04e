"""`mmdesk status`: counts of the library, and lists where they are asked for."""

from collections.abc import Iterator

import click

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import status_document
from mmdesk.cli.output import print_json
from mmdesk.cli.session import open_session
from mmdesk.core.health import LibraryCounts
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Folder
from mmdesk.tasks.status import Status
from mmdesk.tasks.status import status as count_library


@click.command()
@click.option("--skipped", is_flag=True, help=tr("Name every file that was left out, and why."))
@click.option("--missing", is_flag=True, help=tr("Name every photo that was not found where it was."))
@click.option("--pairs", is_flag=True, help=tr("Name every raw file beside a photo of the same name."))
@click.option("--links", is_flag=True, help=tr("Name every hard link and link to the file of a photo."))
@json_option
@shared_options
@pass_choices
def status(choices: Choices, *, skipped: bool, missing: bool, pairs: bool, links: bool) -> None:
    """Say what is in the library."""
    with open_session(choices) as session:
        counted = count_library(
            session.library, session.clip, skipped=skipped, missing=missing, pairs=pairs, links=links
        )
    if choices.json:
        print_json(status_document(counted))
    else:
        _print_status(counted)


def _print_status(status: Status) -> None:
    counts = status.counts
    click.echo(f"photos   {counts.in_words}")
    click.echo(f"indexed  {counts.indexed} with {status.model}, {counts.pending} pending")
    if status.former is not None:
        click.echo(f"         until then {status.former} answers as far as it can; mmdesk add goes on")
    click.echo(f"search   {status.engine.sentence}")
    click.echo(f"skipped  {counts.skipped}")
    click.echo(f"missing  {counts.missing}")
    for line in _rare(counts):
        click.echo(line)
    click.echo(f"data     {display_path(status.data_dir)}")
    for folder in counts.folders:
        click.echo(f"folder   {_folder_line(folder)}")
    for file in status.reasons or ():
        click.echo(f"left out {display_path(file.path)}: {file.reason}")
    for path in status.gone or ():
        click.echo(f"missing  {display_path(path)}")
    for raw, photo in status.raws or ():
        click.echo(f"raw file {display_path(raw)} of {display_path(photo)}")
    for name, photo in status.links or ():
        click.echo(f"link     {display_path(name)} is {display_path(photo)}")


def _rare(counts: LibraryCounts) -> Iterator[str]:
    """Lines about what not every library has."""
    if counts.films:
        yield f"films    {counts.films} of the photos are films"
    if counts.live:
        yield f"live     {counts.live} with a short film beside them or within"
    if counts.pairs:
        yield f"pairs    {counts.pairs} with a raw file beside them"
    if counts.other_names:
        yield f"links    {counts.other_names} other names of these photos (hard links and links)"
    if counts.damaged:
        yield f"damaged  {counts.damaged} of the photos are cut off"


def _folder_line(folder: Folder) -> str:
    remarks = [
        "offline" if folder.offline else "",
        f"{folder.missing} missing" if folder.missing else "",
        f"{folder.lost} not found, kept" if folder.lost else "",
        f"without {', '.join(folder.excludes)}" if folder.excludes else "",
    ]
    sentence = "; ".join(remark for remark in remarks if remark)
    return f"{display_path(folder.path)}: {folder.photos} photos{f' ({sentence})' if sentence else ''}"
