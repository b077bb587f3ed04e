"""`mmdesk why`: what a picture shows of some words, and where."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from mmdesk.cli.choices import PATH, Choices, absolute, json_option, pass_choices, shared_options
from mmdesk.cli.documents import why_document
from mmdesk.cli.output import note, print_json
from mmdesk.cli.progress import follow
from mmdesk.cli.query_command import QueryCommand, unmarked
from mmdesk.cli.session import open_session
from mmdesk.core.errors import UserError
from mmdesk.core.heat_map import SeenTerm
from mmdesk.core.paths import display_path
from mmdesk.core.query import Band, parse_query
from mmdesk.core.search_line.line import with_whole_paths
from mmdesk.tasks.explaining import open_explainer
from mmdesk.tasks.heat_picture import check_map_out, write_heat_picture


@click.command(cls=QueryCommand)
@click.argument("file", type=PATH, metavar="FILE")
@click.argument("words", nargs=-1, required=True, metavar="TERM...")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A PNG to write: FILE with the places that show the (first) TERM aglow.",
)
@json_option
@shared_options
@pass_choices
def why(choices: Choices, file: bytes, words: tuple[str, ...], out: Path | None) -> None:
    """Say how far the picture in FILE shows TERM, and where in it.

    FILE need not be in the library. A TERM is what a search line takes: a dog, "a red bicycle", @photo.jpg.
    """
    terms = [term for word in unmarked(words) for term in parse_query(with_whole_paths(word)).terms]
    if not terms:
        raise UserError("Say what to look for in the picture, as in: mmdesk why photo.jpg 'a cat'.")
    if out is not None:
        check_map_out(out)
    [path] = absolute((file,))
    with open_session(choices) as session, open_explainer(session.library, session.clip) as explainer:
        explained = follow(explainer.explain(path, terms), "Looking")
    if out is not None:
        write_heat_picture(explained.picture, explained.terms[0].map, out)
    if choices.json:
        print_json(why_document(path, explained, out))
    else:
        _print_terms(explained.terms)
    if out is not None and not choices.json:
        note(f"The heat map is in {display_path(os.fsencode(out.absolute()))}.")


def _print_terms(terms: Sequence[SeenTerm]) -> None:
    """Print a line for each term, with tabs."""
    for term in terms:
        across, down = term.map.hottest
        click.echo(
            f"{term.relevance:.3f}\t{Band.of(term.relevance).value}\tcosine {term.score:.3f}"
            f"\tat {across:.0%} from the left, {down:.0%} from the top\t{term.text}"
        )
