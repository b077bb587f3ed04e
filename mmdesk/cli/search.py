"""`mmdesk search` and `mmdesk similar`: find photos by words or by pictures."""

import os

import click

from mmdesk.cli.choices import PATH, Choices, Command, absolute, json_option, pass_choices, shared_options
from mmdesk.cli.output import note, on_terminal, print_json, print_null_separated, print_table
from mmdesk.cli.query_command import QueryCommand, unmarked
from mmdesk.cli.session import open_session
from mmdesk.cli.window import WindowLauncher
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path, path_from_json
from mmdesk.core.search_line.editing import with_whole_paths
from mmdesk.tasks.dummy_clip import clip_called
from mmdesk.tasks.running_window import SearchQuestion
from mmdesk.tasks.search_document import Document

LIMIT = 20
"""Number of hits shown where no other is asked for."""

_FINDING = (
    click.option(
        "--limit",
        type=click.IntRange(min=1),
        default=LIMIT,
        show_default=True,
        metavar="N",
        help=tr("At most N photos."),
    ),
    click.option("--in", "folder", type=PATH, metavar="FOLDER", help=tr("Only photos below FOLDER.")),
    click.option("--paths0", is_flag=True, help=tr("Print paths only, each followed by a NUL.")),
    json_option,
    shared_options,
)
"""The options of every command that finds photos."""


def finding_options(command: Command) -> Command:
    """Give `command` the options of a search."""
    for option in reversed(_FINDING):
        command = option(command)
    return command


def search_command(window: WindowLauncher) -> click.Command:
    """The command that finds photos by words."""

    @click.command(cls=QueryCommand)
    @click.argument("words", nargs=-1, required=True, metavar="QUERY")
    @finding_options
    @pass_choices
    def search(
        choices: Choices, words: tuple[str, ...], limit: int, folder: bytes | None, *, paths0: bool
    ) -> None:
        """Find photos by what they show, in plain words."""
        question = _question(choices, folder, limit, words=with_whole_paths(" ".join(unmarked(words))))
        if question.query.is_empty:
            raise UserError(tr("Say what to look for, as in: mmdesk search 'a red bicycle'."))
        _find(window, choices, question, paths0=paths0)

    return search


def similar_command(window: WindowLauncher) -> click.Command:
    """The command that finds photos by pictures."""

    @click.command()
    @click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
    @finding_options
    @pass_choices
    def similar(
        choices: Choices, files: tuple[bytes, ...], limit: int, folder: bytes | None, *, paths0: bool
    ) -> None:
        """Find photos like the pictures in FILE... (they need not be in the library)."""
        question = _question(choices, folder, limit, files=tuple(absolute(files)))
        _find(window, choices, question, paths0=paths0)

    return similar


def _question(
    choices: Choices, folder: bytes | None, limit: int, words: str = "", files: tuple[bytes, ...] = ()
) -> SearchQuestion:
    """What is to be found, and with which model. Raises UserError where there is no such model."""
    clip = clip_called(choices.places, choices.model_name, choices.device)
    below = folder and os.path.abspath(folder)
    return SearchQuestion(clip.key, clip.device, words, files, below, limit)


def _find(window: WindowLauncher, choices: Choices, question: SearchQuestion, *, paths0: bool) -> None:
    """Search, by the window where one is open, and print the hits in the form asked for."""
    if choices.json and paths0:
        raise click.UsageError(tr("--json and --paths0 exclude each other."))
    found = window.ask(choices.places, question) or _find_here(choices, question)
    if choices.json:
        print_json(found)
    elif paths0:
        print_null_separated([path_from_json(hit["path"]) for hit in found["hits"]])
    else:
        if found["hits"] and not found["found"]:
            note(tr("{why} These may resemble it:", why=found["nothing"]))
        _print_hits(found)
    if found["note"]:
        note(found["note"])
    if found["did_you_mean"]:
        note(tr("Did you mean: {line}?", line=found["did_you_mean"]))
    if not found["hits"]:
        note(found["nothing"] or _nothing_to_search(question.folder))


def _find_here(choices: Choices, question: SearchQuestion) -> Document:
    """The hits, found by this process."""
    with open_session(choices) as session:
        return session.find(question)


def _nothing_to_search(folder: bytes | None) -> str:
    """Say that there are no photos to look among."""
    if folder is not None:
        return tr(
            "Nothing was found: there are no photos to look among below {folder}.",
            folder=display_path(folder),
        )
    return tr("There is nothing to search yet: mmdesk add FOLDER brings photos in.")


def _print_hits(found: Document) -> None:
    """Print a table on a terminal, and in a pipe one line a hit, with tabs."""
    if on_terminal():
        from mmdesk.cli.hit_table import hit_table  # noqa: PLC0415  (rich, which JSON and pipes need not)

        print_table(hit_table(found))
        return
    for hit in found["hits"]:
        path = display_path(path_from_json(hit["path"]))
        click.echo(f"{hit['relevance']:.3f}\t{hit['band']}\t{path}")
