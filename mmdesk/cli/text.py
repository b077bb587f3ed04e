"""`mmdesk text` and `mmdesk read-text`: the words that stand in pictures."""

import sys
from typing import Any

import click

from mmdesk.cli.add import SOME_SKIPPED
from mmdesk.cli.choices import PATH, Choices, absolute, json_option, pass_choices, shared_options
from mmdesk.cli.output import note, print_json
from mmdesk.cli.progress import follow
from mmdesk.cli.session import open_session
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trn
from mmdesk.core.paths import display_path, json_path
from mmdesk.core.photo_text import ReadText, TextLine, TextSummary
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.text_reading import read_library_texts
from mmdesk.tasks.texts_of_files import read_files


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@json_option
@shared_options
@pass_choices
def text(choices: Choices, files: tuple[bytes, ...]) -> None:
    """Print the text that stands in the pictures FILE, line by line.

    They need not be in the library. With --json each line has its corners in pixels of the upright picture.
    """
    paths = absolute(files)
    found = follow(read_files(paths), tr("Reading text"))
    if choices.json:
        print_json({"files": [_document(path, one) for path, one in zip(paths, found, strict=True)]})
    else:
        for path, one in zip(paths, found, strict=True):
            _print(path, one, is_named=len(paths) > 1)
    troubles = [one.text.trouble for one in found if one.text.trouble]
    if len(troubles) == len(found):
        raise UserError(troubles[0])
    sys.exit(SOME_SKIPPED if troubles else 0)


@click.command()
@click.option("--in", "folder", type=PATH, metavar="FOLDER", help=tr("Only photos below FOLDER."))
@click.option(
    "--all", "everything", is_flag=True, help=tr("Every photo, not only those that likely have text.")
)
@json_option
@shared_options
@pass_choices
def read_text(choices: Choices, folder: bytes | None, *, everything: bool) -> None:
    """Read the text in photos of the library, so that searches find it.

    Looks at those that the model takes for receipts, pages, signs and screens, each once; photos whose
    files changed are read again.
    """
    below = None if folder is None else absolute((folder,))[0]
    with open_session(choices) as session:
        searcher = Searcher(session.library, session.clip)
        summary = follow(read_library_texts(searcher, below, everything=everything), tr("Reading text"))
    _print_summary(choices, summary)
    sys.exit(SOME_SKIPPED if summary.troubles else 0)


def _print_summary(choices: Choices, summary: TextSummary) -> None:
    if choices.json:
        skipped = [{"path": json_path(path), "reason": reason} for path, reason in summary.troubles]
        counts = {"read": summary.read, "with_text": summary.with_text, "seconds": summary.seconds}
        print_json({**counts, "skipped": skipped})
        return
    for path, reason in summary.troubles:
        note(f"{display_path(path)}: {reason}")
    read = trn("{n} photo read", "{n} photos read", summary.read)
    with_text = trn("{n} of them with text", "{n} of them with text", summary.with_text)
    click.echo(tr("{read}, {with_text}.", read=read, with_text=with_text))


def _print(path: bytes, found: ReadText, *, is_named: bool) -> None:
    if is_named:
        click.echo(f"{display_path(path)}:")
    if found.text.trouble:
        note(f"{display_path(path)}: {found.text.trouble}")
    elif found.text.said:
        click.echo(found.text.said)


def _document(path: bytes, found: ReadText) -> dict[str, Any]:
    width, height = found.size
    lines = [_line(line, width, height) for line in found.text.lines]
    return {
        "path": json_path(path), "width": width, "height": height, "lines": lines,
        "reason": found.text.trouble or None,
    }  # fmt: skip


def _line(line: TextLine, width: int, height: int) -> dict[str, Any]:
    corners = [[round(x * width, 1), round(y * height, 1)] for x, y in line.corners]
    return {"text": line.text, "sureness": round(line.sureness, 3), "corners": corners}
