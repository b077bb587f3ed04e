"""`mmdesk edit`: captions, dates and turns of photos, written to sidecars; the photos stay as they are."""

import os
import sys
from collections.abc import Iterator
from datetime import timedelta

import click

from mmdesk.cli.add import SOME_SKIPPED
from mmdesk.cli.choices import PATH, Choices, json_option, pass_choices, shared_options
from mmdesk.cli.output import note, print_json
from mmdesk.cli.progress import follow
from mmdesk.cli.session import Session, open_session
from mmdesk.cli.tag_xmp import SidecarReport
from mmdesk.core.acts import FACT_ACTS
from mmdesk.core.clock_shifts import ClockChange, parse_moment, parse_shift
from mmdesk.core.errors import UserError
from mmdesk.core.fact_edits import FactWish
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.core.turns import HALF, LEFT, RIGHT
from mmdesk.tasks.facts.editing import edit_facts, fact_differences
from mmdesk.tasks.indexing import read_again
from mmdesk.tasks.library import Library
from mmdesk.tasks.undoing import undo

TURNS = {"left": LEFT, "right": RIGHT, "180": HALF}


@click.command()
@click.argument("files", nargs=-1, type=PATH, metavar="FILE...")
@click.option("--caption", metavar="TEXT", help=tr('What is to be seen; "" takes captions away.'))
@click.option("--shift", metavar="TIME", help=tr('Move dates: "+1 h 3 min", "-2 days", "1:03:20".'))
@click.option("--date", metavar="WHEN", help=tr("Date of the earliest of them; the others move alike."))
@click.option(
    "--zone", metavar="ZONE", help=tr("Time zone in which they were taken: Europe/Vilnius, +03:00.")
)
@click.option(
    "--camera-zone", metavar="ZONE", help=tr("With --zone: zone of the camera's clock; times follow.")
)
@click.option("--rotate", type=click.Choice(list(TURNS)), help=tr("Turn them; their files stay as they are."))
@click.option("--dry-run", is_flag=True, help=tr("Say what would change in sidecars, and change nothing."))
@click.option("--undo", "takes_back", is_flag=True, help=tr("Only take the last edit back."))
@json_option
@shared_options
@pass_choices
def edit(
    choices: Choices,
    files: tuple[bytes, ...],
    caption: str | None,
    shift: str | None,
    date: str | None,
    zone: str | None,
    camera_zone: str | None,
    rotate: str | None,
    *,
    dry_run: bool,
    takes_back: bool,
) -> None:
    """Give photos a caption or another date, or turn them: in the library, and in sidecars (x.jpg.xmp).

    FILE is a photo of the library, or a folder with all below it. The photos themselves are never changed,
    and whatever else is in a sidecar stays. The exit code is 3 where some of it could not be.
    """
    clock = _clock(shift, date, zone, camera_zone)
    wish = FactWish(caption, clock, TURNS[rotate] if rotate else None)
    if takes_back == bool(files) or takes_back != wish.is_empty:
        raise click.UsageError(tr("Give files and what to change, or --undo alone."))
    with open_session(choices) as session:
        if takes_back:
            _undo(session)
            return
        ids = [photo for path in files for photo in _photos(session.library, os.path.abspath(path))]
        report = SidecarReport(is_dry_run=dry_run)
        steps = (fact_differences if dry_run else edit_facts)(session.library, list(dict.fromkeys(ids)), wish)
        follow(report.collect(steps), tr("Editing"))
        if not dry_run and wish.turn is not None:
            follow(read_again(session.library, session.clip, ids), tr("Looking at turned photos"))
    if choices.json:
        print_json(report.document(dry_run=dry_run))
    else:
        report.print()
    sys.exit(SOME_SKIPPED if report.skipped else 0)


def _clock(
    shift: str | None, date: str | None, zone: str | None, camera_zone: str | None
) -> ClockChange | None:
    """What is to become of dates; None where they stay. Raises UserError."""
    if shift is not None and date is not None:
        raise click.UsageError(tr("--shift and --date contradict each other."))
    if shift is None and date is None and zone is None and camera_zone is None:
        return None
    by = parse_shift(shift) if shift else timedelta()
    return ClockChange(by, date and parse_moment(date), zone, camera_zone)


def _photos(library: Library, path: bytes) -> Iterator[int]:
    """The photos of a file, or below a folder. Raises UserError where there are none."""
    photo = library.photos.by_path(path)
    found = [photo.id] if photo else library.photos.ids(path).tolist() if os.path.isdir(path) else []
    if not found:
        raise UserError(tr("{path} is not in the library; mmdesk add brings it in.", path=display_path(path)))
    yield from found


def _undo(session: Session) -> None:
    """Take the last act back, where it edited facts. Raises UserError where it did not."""
    last = session.library.history.last()
    if last is None or last.kind not in FACT_ACTS:
        if last is None:
            raise UserError(tr("There is no edit to take back. Nothing was done yet."))
        raise UserError(
            tr("There is no edit to take back. The last thing done was to {act}.", act=last.wanted)
        )
    undone = follow(undo(session.library), tr("Taking back"))
    note(undone.sentence)
    follow(read_again(session.library, session.clip, undone.photos), tr("Looking at turned photos"))
