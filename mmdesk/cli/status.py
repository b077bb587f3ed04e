"""`mmdesk status`: counts of the library, and lists where they are asked for."""

from collections.abc import Iterator

import click

from mmdesk.cli.choices import Choices, json_option, pass_choices, shared_options
from mmdesk.cli.documents import status_document
from mmdesk.cli.output import print_json
from mmdesk.cli.session import open_session
from mmdesk.core.health import LibraryCounts
from mmdesk.core.language import tr, trc, trn
from mmdesk.core.paths import display_path
from mmdesk.core.photo import Folder
from mmdesk.tasks.status import Status
from mmdesk.tasks.status import status as count_library

Line = tuple[str, str]
"""What a line is about, and what it says."""

SUBJECTS = (
    PHOTOS := tr("photos"),
    INDEXED := trc("of photos that a model has seen", "indexed"),
    SEARCH := trc("the search engine", "search"),
    SKIPPED := trc("of files", "skipped"),
    MISSING := trc("of photos", "missing"),
    FILMS := tr("films"),
    LIVE := trc("live photos", "live"),
    PAIRS := trc("of photos and raw files", "pairs"),
    LINKS := trc("of files", "links"),
    DAMAGED := trc("of photos", "damaged"),
    DATA := trc("the data folder", "data"),
    FOLDER := tr("folder"),
    LEFT_OUT := trc("of a file", "left out"),
    RAW_FILE := tr("raw file"),
    LINK := trc("of a file", "link"),
)
"""What lines are about, in the user's language."""

WIDTH = max(map(len, SUBJECTS)) + 1
"""Width in characters of the column that says so."""


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
    """Print the lines, what they are about first, in a column."""
    for subject, told in (*_of_library(status), *_rare(status.counts), *_of_folders(status), *_lists(status)):
        click.echo(f"{subject:<{WIDTH}}{told}")


def _of_library(status: Status) -> Iterator[Line]:
    """Lines about what every library has."""
    counts = status.counts
    # translators: number of photos that wait to be seen by the model
    pending = trn("{n} pending", "{n} pending", counts.pending)
    yield PHOTOS, counts.in_words
    # translators: number of photos that a model has seen, then "3 pending"
    yield INDEXED, tr("{n} with {model}, {pending}", n=counts.indexed, model=status.model, pending=pending)
    if status.former is not None:
        former = tr("until then {model} answers as far as it can; mmdesk add goes on", model=status.former)
        yield "", former
    yield SEARCH, status.engine.sentence
    yield SKIPPED, f"{counts.skipped}"
    yield MISSING, f"{counts.missing}"


def _rare(counts: LibraryCounts) -> Iterator[Line]:
    """Lines about what not every library has."""
    if counts.films:
        yield FILMS, trn("{n} of the photos is a film", "{n} of the photos are films", counts.films)
    if counts.live:
        live = trn(
            "{n} with a short film beside it or within",
            "{n} with a short film beside them or within",
            counts.live,
        )
        yield LIVE, live
    if counts.pairs:
        pairs = trn("{n} with a raw file beside it", "{n} with a raw file beside them", counts.pairs)
        yield PAIRS, pairs
    if counts.other_names:
        links = trn(
            "{n} other name of these photos (hard links and links)",
            "{n} other names of these photos (hard links and links)",
            counts.other_names,
        )
        yield LINKS, links
    if counts.damaged:
        damaged = trn("{n} of the photos is cut off", "{n} of the photos are cut off", counts.damaged)
        yield DAMAGED, damaged


def _of_folders(status: Status) -> Iterator[Line]:
    yield DATA, display_path(status.data_dir)
    for folder in status.counts.folders:
        yield FOLDER, _folder_line(folder)


def _lists(status: Status) -> Iterator[Line]:
    """Lines about single files, where they are asked for."""
    for file in status.reasons or ():
        yield LEFT_OUT, f"{display_path(file.path)}: {file.reason}"
    for path in status.gone or ():
        yield MISSING, display_path(path)
    for raw, photo in status.raws or ():
        yield RAW_FILE, tr("{raw} of {photo}", raw=display_path(raw), photo=display_path(photo))
    for name, photo in status.links or ():
        yield LINK, tr("{name} is {photo}", name=display_path(name), photo=display_path(photo))


def _folder_line(folder: Folder) -> str:
    remarks = [
        tr("offline") if folder.offline else "",
        trn("{n} missing", "{n} missing", folder.missing) if folder.missing else "",
        trn("{n} not found, kept", "{n} not found, kept", folder.lost) if folder.lost else "",
        tr("without {patterns}", patterns=", ".join(folder.excludes)) if folder.excludes else "",
    ]
    photos = trn("{n} photo", "{n} photos", folder.photos)
    told = f"{display_path(folder.path)}: {photos}"
    remark = "; ".join(filter(None, remarks))
    return f"{told} ({remark})" if remark else told
