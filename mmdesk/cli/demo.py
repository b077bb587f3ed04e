"""`mmdesk demo`: a first look, on pictures that come with two well-known packages."""

import os

import click
from rich.table import Table

from mmdesk.cli.choices import Choices, pass_choices, shared_options
from mmdesk.cli.open import open_window
from mmdesk.cli.output import note, print_table
from mmdesk.cli.progress import follow
from mmdesk.cli.session import Session, open_session
from mmdesk.cli.window import WindowLauncher
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.paths import display_name
from mmdesk.core.query import parse_query
from mmdesk.tasks.demo import DEMO_QUERIES, make_sample_pictures
from mmdesk.tasks.indexing import index_folders

SHOWN = 3
"""Number of hits shown for each query."""


def demo_command(window: WindowLauncher) -> click.Command:
    """The command that searches the sample pictures, in `window` where there is a display."""

    @click.command()
    @shared_options
    @pass_choices
    def demo(choices: Choices) -> None:
        """Make a small library of sample pictures, and search it."""
        folder = os.fsencode(choices.places.sample_library)
        with open_session(choices) as session:
            make_sample_pictures(choices.places.sample_library)
            summary = follow(
                index_folders(session.library, session.clip, [folder]), tr("Looking at the samples")
            )
            where = choices.places.sample_library
            note(
                trn(
                    "{n} sample picture in {folder}.",
                    "{n} sample pictures in {folder}.",
                    summary.found,
                    folder=where,
                )
            )
            if not window.has_display():
                print_table(_hits(session, folder))
        if window.has_display():
            open_window(window, choices, folder, DEMO_QUERIES[0])
        _save_picture(window, choices)

    return demo


def _hits(session: Session, folder: bytes) -> Table:
    """The best hits of the demo's queries among the sample pictures."""
    table = Table(tr("query"), tr("first hit"), tr("relevance"), trc("the hits after the first", "then"))
    for line in DEMO_QUERIES:
        result = session.search(parse_query(line, folder), SHOWN)
        photos = session.photos(result)
        names = [display_name(photos[hit.photo].path) for hit in result.hits]
        first = f"{result.hits[0].relevance:.2f}" if result.hits else ""
        table.add_row(line, names[0] if names else tr("nothing"), first, ", ".join(names[1:]))
    return table


def _save_picture(window: WindowLauncher, choices: Choices) -> None:
    """Draw the window into a file, as there is no display; where that fails, the printed hits must do."""
    out = choices.places.data_dir / "demo-window.png"
    try:
        path = window.save_picture(choices.places, choices.model_name, choices.device, DEMO_QUERIES[0], out)
    except UserError as reason:
        note(tr("No picture of the window: {reason}", reason=reason))
    else:
        click.echo(tr("A picture of the window: {path}", path=path))
