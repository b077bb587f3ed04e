"""`mmdesk export`: take the photos of a search or an album elsewhere, as copies, a list or a table."""

import os
import sys
from collections.abc import Generator

import click

from mmdesk.cli.add import SOME_SKIPPED
from mmdesk.cli.choices import PATH, Choices, json_option, pass_choices, shared_options
from mmdesk.cli.copy_options import ShapeChoices, copy_options
from mmdesk.cli.output import note, print_json
from mmdesk.cli.progress import follow
from mmdesk.cli.query_command import QueryCommand, unmarked
from mmdesk.cli.session import open_session
from mmdesk.core.errors import UserError
from mmdesk.core.exporting import ExportChoice, ExportForm, ExportSummary
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_path, json_path
from mmdesk.core.photo import Skipped
from mmdesk.core.progress import Progress
from mmdesk.tasks.exporting.choosing import album_called
from mmdesk.tasks.exporting.export import export_photos
from mmdesk.tasks.library import Library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.understanding import understand

NAMED_AT_MOST = 20
"""Files left out that are named on a terminal; `--json` has them all."""


@click.command(cls=QueryCommand)
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--album", metavar="NAME", help=tr("The photos of this album, made by hand or smart."))
@click.option("--to", "folder", type=PATH, metavar="FOLDER", help=tr("Copy the files into FOLDER."))
@click.option("--paths", type=PATH, metavar="FILE", help=tr("Write the paths into FILE, a line each."))
@click.option("--csv", "table", type=PATH, metavar="FILE", help=tr("Write a table, with relevance and date."))
@click.option(
    "--companions", is_flag=True, help=tr("With --to: raw files, live films and sidecars go along.")
)
@copy_options
@json_option
@shared_options
@pass_choices
def export(
    choices: Choices,
    words: tuple[str, ...],
    album: str | None,
    folder: bytes | None,
    paths: bytes | None,
    table: bytes | None,
    shape: ShapeChoices,
    *,
    companions: bool,
) -> None:
    """Take the photos that QUERY finds elsewhere, or those of an album.

    Weak hits are left out. Nothing is overwritten: where a name is taken in FOLDER, the copy gets a number.
    With --format, copies are made anew: upright, in sRGB, with tags and stars inside or in a sidecar.

    --rename fills in {name}, {date}, {time}, {year}, {month}, {day}, {place}, {camera}, {folder}, {stars}
    and {nr}.
    """
    form, out = _where_to(folder, paths, table)
    if form is not ExportForm.COPIES and shape != ShapeChoices():
        raise click.UsageError(
            tr("--format, --long-side, --quality, --facts and --rename go with --to FOLDER.")
        )
    if bool(words) == bool(album):
        raise click.UsageError(tr("Say what to export: either a QUERY, or --album NAME."))
    skipped: list[Skipped] = []
    with open_session(choices) as session:
        choice = _choice(session.library, " ".join(unmarked(words)), album)
        steps = export_photos(
            Searcher(session.library, session.clip),
            choice,
            form,
            out,
            companions=companions,
            shape=shape.shape,
            into_library=shape.into_library,
        )
        summary = follow(_noting(steps, skipped), tr("Exporting"))
    _report(choices, summary, skipped, out)
    sys.exit(SOME_SKIPPED if skipped else 0)


def _where_to(folder: bytes | None, paths: bytes | None, table: bytes | None) -> tuple[ExportForm, bytes]:
    """The one form that is asked for, and the absolute path it goes to."""
    asked = {ExportForm.COPIES: folder, ExportForm.PATHS: paths, ExportForm.TABLE: table}
    given = [(form, os.path.abspath(path)) for form, path in asked.items() if path is not None]
    if len(given) != 1:
        raise click.UsageError(tr("Say where to: one of --to FOLDER, --paths FILE and --csv FILE."))
    return given[0]


def _choice(library: Library, line: str, album: str | None) -> ExportChoice:
    """What is to be exported. Raises UserError where it asks for nothing, or for an album there is not."""
    if album is not None:
        found = album_called(library.albums, album)
        return ExportChoice(f"“{found.name}”", album=found)
    told = understand(library, line)
    if told.query.is_empty:
        raise UserError(tr("Say what to export, as in: mmdesk export 'a red bicycle' --to FOLDER."))
    for sentence in told.notes:
        note(sentence)
    return ExportChoice(f"“{line}”", query=told.query)


def _noting(
    steps: Generator[Progress | Skipped, None, ExportSummary], skipped: list[Skipped]
) -> Generator[object, None, ExportSummary]:
    """The steps, with what is left out noted."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            summary: ExportSummary = end.value
            return summary
        if isinstance(step, Skipped):
            skipped.append(step)
        yield step


def _report(choices: Choices, summary: ExportSummary, skipped: list[Skipped], out: bytes) -> None:
    if choices.json:
        left = [{"path": json_path(file.path), "reason": file.reason} for file in skipped]
        counts = {"found": summary.found, "exported": summary.exported}
        print_json({"out": json_path(out), **counts, "skipped": left})
        return
    click.echo(summary.sentence)
    for file in skipped[:NAMED_AT_MOST]:
        note(tr("left out {path}: {reason}", path=display_path(file.path), reason=file.reason))
    if len(skipped) > NAMED_AT_MOST:
        note(
            trn(
                "... and {n} more: --json names them all.",
                "... and {n} more: --json names them all.",
                len(skipped) - NAMED_AT_MOST,
            )
        )
