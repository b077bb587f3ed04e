"""`mmdesk add`: bring folders into the library."""

import sys
from collections.abc import Iterator
from contextlib import closing

import click
import numpy as np

from mmdesk.cli import tag_xmp
from mmdesk.cli.choices import PATH, Choices, absolute, json_option, pass_choices, shared_options
from mmdesk.cli.documents import add_document
from mmdesk.cli.output import note, print_json
from mmdesk.cli.progress import follow
from mmdesk.cli.session import Session, open_session
from mmdesk.core.cluster import Cluster
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_path
from mmdesk.core.photo import IndexSummary
from mmdesk.tasks.cluster.looking import looker_on
from mmdesk.tasks.health import try_skipped_again
from mmdesk.tasks.indexing import index_folders, read_again
from mmdesk.tasks.looking import OpenLooker
from mmdesk.tasks.watching import watch_folders

SOME_SKIPPED = 3
"""Exit code of an `add` that finished but had to leave files out."""

NAMED_AT_MOST = 20
"""Skipped files named on stderr; `mmdesk status --skipped` names all."""


@click.command()
@click.argument("folders", nargs=-1, required=True, type=PATH, metavar="FOLDER...")
@click.option(
    "--exclude",
    "excludes",
    multiple=True,
    metavar="GLOB",
    help=tr("Leave out what GLOB covers, now and from now on; may be given several times."),
)
@click.option("--exclude-nothing", is_flag=True, help=tr("Leave out nothing any more."))
@click.option("--retry-skipped", is_flag=True, help=tr("Open files once more that were left out before."))
@click.option("--read-xmp", is_flag=True, help=tr("Take keywords and stars of new photos, too."))
@click.option("--watch", is_flag=True, help=tr("Stay and bring in whatever changes, until Ctrl+C."))
@click.option(
    "--cluster",
    "address",
    metavar="ADDRESS",
    help=tr("Let the computers of a Ray cluster look at the photos: its head node (HOST:PORT), or local:N."),
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    type=PATH,
    metavar="OLD=NEW",
    help=tr("What a folder is called on the cluster; may be given several times."),
)
@json_option
@shared_options
@pass_choices
def add(
    choices: Choices,
    folders: tuple[bytes, ...],
    excludes: tuple[str, ...],
    address: str | None,
    maps: tuple[bytes, ...],
    *,
    exclude_nothing: bool,
    retry_skipped: bool,
    read_xmp: bool,
    watch: bool,
) -> None:
    """Add folders of photos and make them findable.

    Run it again at any time: only what is new or changed is looked at. Stopped with Ctrl+C it keeps
    what is done, and the next run carries on. The exit code is 3 where some files had to be left out.
    """
    if excludes and exclude_nothing:
        raise click.UsageError(tr("--exclude and --exclude-nothing contradict each other."))
    if watch and choices.json:
        raise click.UsageError(tr("--watch has no end, and --json prints one document at the end."))
    if maps and not address:
        raise click.UsageError(tr("--map says what folders are called on a cluster, and needs --cluster."))
    open_looker = looker_on(Cluster.of_texts(address, maps) if address else None)
    patterns = excludes if excludes or exclude_nothing else None
    with open_session(choices) as session:
        if retry_skipped:
            try_skipped_again(session.library)
        known = session.library.photos.ids() if read_xmp else None
        try:
            summary = follow(
                index_folders(
                    session.library, session.clip, absolute(folders), patterns, open_looker=open_looker
                ),
                tr("Looking at photos"),
            )
        except KeyboardInterrupt:
            note(tr("Stopped; what is done is kept, and the same command carries on."))
            sys.exit(1)
        _report(summary, choices)
        if known is not None:
            new = np.setdiff1d(session.library.photos.ids(), known).tolist()
            tag_xmp.read(session.library, new, note)
            follow(read_again(session.library, session.clip, new), tr("Looking at turned photos"))
        if watch:
            _watch(session, absolute(folders), open_looker)
    sys.exit(SOME_SKIPPED if summary.skipped else 0)


def _watch(session: Session, folders: list[bytes], open_looker: OpenLooker) -> None:
    """Watch the folders until Ctrl+C, and print a line for every run that found something."""
    note(tr("Watching for changes; Ctrl+C ends it."))
    watching = watch_folders(session.library, session.clip, folders, open_looker=open_looker)
    with closing(watching) as steps:
        try:
            for step in steps:
                if isinstance(step, IndexSummary) and (step.indexed or step.renamed):
                    click.echo(_brought_in(step))
        except KeyboardInterrupt:
            note(tr("Stopped watching."))


def _brought_in(summary: IndexSummary) -> str:
    return tr("{indexed}, {renamed}.", indexed=_indexed(summary), renamed=_renamed(summary))


def _indexed(summary: IndexSummary) -> str:
    # translators: number of photos that were looked at
    return trn("{n} indexed", "{n} indexed", summary.indexed)


def _renamed(summary: IndexSummary) -> str:
    # translators: number of photos whose files have another name now
    return trn("{n} renamed", "{n} renamed", summary.renamed)


def _counts(summary: IndexSummary) -> str:
    """What became of the files that were found, in words."""
    counts = [
        _indexed(summary),
        # translators: number of photos
        trn("{n} unchanged", "{n} unchanged", summary.unchanged),
        _renamed(summary),
        *_names(summary),
        # translators: number of files that were left out
        trn("{n} skipped", "{n} skipped", len(summary.skipped)),
    ]
    return ", ".join(counts)


def _names(summary: IndexSummary) -> Iterator[str]:
    if summary.other_names:
        yield trn("{n} other name of photos", "{n} other names of photos", summary.other_names)


def _report(summary: IndexSummary, choices: Choices) -> None:
    if choices.json:
        print_json(add_document(summary))
        return
    click.echo(
        # translators: in the middle stands "5 indexed, 0 unchanged, 0 renamed, 1 skipped"
        trn(
            "{n} found: {counts}, in {seconds:.1f} s ({speed:.1f} photos/s).",
            "{n} found: {counts}, in {seconds:.1f} s ({speed:.1f} photos/s).",
            summary.found,
            counts=_counts(summary),
            seconds=summary.seconds,
            speed=summary.photos_per_second,
        )
    )
    for file in summary.skipped[:NAMED_AT_MOST]:
        note(tr("skipped {path}: {reason}", path=display_path(file.path), reason=file.reason))
    if len(summary.skipped) > NAMED_AT_MOST:
        note(
            trn(
                "... and {n} more: `mmdesk status --skipped` names them all.",
                "... and {n} more: `mmdesk status --skipped` names them all.",
                len(summary.skipped) - NAMED_AT_MOST,
            )
        )
