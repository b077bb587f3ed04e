"""`mmdesk forget`: take photos whose files are gone out of the library."""

import click

from mmdesk.cli.choices import PATH, Choices, absolute, json_option, pass_choices, shared_options
from mmdesk.cli.output import note, print_json
from mmdesk.cli.session import open_session
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_path, json_path
from mmdesk.tasks.forgetting import forget_photos, gone_photos

NAMED_AT_MOST = 20
"""Photos named before it is asked whether to forget them; `mmdesk status --missing` names all."""


@click.command()
@click.argument("folders", nargs=-1, type=PATH, metavar="[FOLDER]...")
@click.option("--yes", is_flag=True, help=tr("Do it without asking."))
@json_option
@shared_options
@pass_choices
def forget(choices: Choices, folders: tuple[bytes, ...], *, yes: bool) -> None:
    """Forget photos whose files are gone: their tags, ratings and places in albums too.

    Without a FOLDER these are the missing photos and those in the trash; with one, every photo below it
    whose file is not there, even when the folder is not connected, and all of a folder that was taken out
    of the library (`mmdesk remove`). Files are never touched, and a backup of the catalogue is made first.
    """
    with open_session(choices) as session:
        chosen = absolute(folders)
        gone = gone_photos(session.library, chosen)
        paths = [path for _, path in gone]
        agreed = bool(gone) and (yes or (not choices.json and _confirmed(paths)))
        forgotten = forget_photos(session.library, gone, chosen) if agreed else 0
    if choices.json:
        print_json({"gone": [json_path(path) for path in paths], "forgotten": forgotten})
    else:
        # translators: number of photos
        told = trn("{n} forgotten", "{n} forgotten", forgotten)
        # translators: number of photos whose files are gone, then "3 forgotten"
        click.echo(trn("{n} gone, {forgotten}.", "{n} gone, {forgotten}.", len(gone), forgotten=told))


def _confirmed(paths: list[bytes]) -> bool:
    """Whether the user agrees, having seen the first of `paths`."""
    for path in paths[:NAMED_AT_MOST]:
        note(display_path(path))
    if len(paths) > NAMED_AT_MOST:
        note(trn("... and {n} more.", "... and {n} more.", len(paths) - NAMED_AT_MOST))
    return click.confirm(
        trn("Forget {n} photo that is gone?", "Forget {n} photos that are gone?", len(paths)), err=True
    )
