"""`mmdesk remove`: take folders out of the library."""

import click

from mmdesk.cli.choices import PATH, Choices, absolute, json_option, pass_choices, shared_options
from mmdesk.cli.output import print_json
from mmdesk.cli.session import open_session
from mmdesk.core.language import trn
from mmdesk.core.paths import display_path, json_path


@click.command()
@click.argument("folders", nargs=-1, required=True, type=PATH, metavar="FOLDER...")
@json_option
@shared_options
@pass_choices
def remove(choices: Choices, folders: tuple[bytes, ...]) -> None:
    """Take folders out of the library; no file is touched.

    Their photos are neither shown nor looked at any more. Tags, ratings, albums and vectors are kept, and
    are back when the folder is added again; `mmdesk forget FOLDER` drops them.
    """
    with open_session(choices) as session:
        removed = [(folder, session.library.taken_out.take_out(folder)) for folder in absolute(folders)]
    if choices.json:
        print_json({"removed": [{"path": json_path(path), "photos": photos} for path, photos in removed]})
        return
    for path, photos in removed:
        click.echo(
            trn(
                "{path} is out of the library; what is known of {n} photo is kept.",
                "{path} is out of the library; what is known of {n} photos is kept.",
                photos,
                path=display_path(path),
            )
        )
