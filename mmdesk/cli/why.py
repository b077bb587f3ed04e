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
from mmdesk.cli.session import Session, open_session
from mmdesk.core.errors import UserError
from mmdesk.core.heat_map import SeenTerm
from mmdesk.core.language import tr
from mmdesk.core.paths import display_path
from mmdesk.core.query import Band, Term
from mmdesk.core.search_line.editing import with_whole_paths
from mmdesk.core.search_line.filters import Filter
from mmdesk.tasks.explaining import Explanation, open_explainer
from mmdesk.tasks.heat_picture import check_map_out, write_heat_picture
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.understanding import understand


@click.command(cls=QueryCommand)
@click.argument("file", type=PATH, metavar="FILE")
@click.argument("words", nargs=-1, required=True, metavar="TERM...")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=tr("A PNG to write: FILE with the places that show the (first) TERM aglow."),
)
@json_option
@shared_options
@pass_choices
def why(choices: Choices, file: bytes, words: tuple[str, ...], out: Path | None) -> None:
    """Say how far the picture in FILE shows TERM, and where in it.

    FILE need not be in the library. A TERM is what a search line takes: a dog, "a red bicycle", @photo.jpg.
    Of a photo of the library, filters are told, too: rating:5, place:vienna.
    """
    if out is not None:
        check_map_out(out)
    [path] = absolute((file,))
    with open_session(choices) as session:
        asked = [understand(session.library, with_whole_paths(word)).query for word in unmarked(words)]
        terms = [term for query in asked for term in query.terms]
        conditions = [one for query in asked for one in query.conditions]
        if not terms and (out is not None or not conditions):
            raise UserError(tr("Say what to look for in the picture, as in: mmdesk why photo.jpg 'a cat'."))
        met = _met(session, path, conditions)
        explained = _explained(session, path, terms) if terms else None
    if explained is not None and out is not None:
        write_heat_picture(explained.picture, explained.terms[0].map, out)
    seen = explained.terms if explained is not None else ()
    if choices.json:
        print_json(why_document(path, seen, met, out))
        return
    _print_terms(seen)
    _print_filters(met)
    if out is not None:
        note(tr("The heat map is in {path}.", path=display_path(os.fsencode(out.absolute()))))


def _explained(session: Session, path: bytes, terms: Sequence[Term]) -> Explanation:
    with open_explainer(session.library, session.clip) as explainer:
        return follow(explainer.explain(path, terms), tr("Looking"))


def _met(session: Session, path: bytes, filters: Sequence[Filter]) -> list[tuple[Filter, bool]]:
    """The filters with whether the photo in the file `path` meets each. Raises UserError for other files."""
    if not filters:
        return []
    photo = session.library.photos.by_path(path)
    if photo is None:
        raise UserError(
            tr(
                "{path} is not in the library, so nobody knows whether it meets {filter}: mmdesk add its "
                "folder first.",
                path=display_path(path),
                filter=filters[0].written,
            )
        )
    meets = Searcher(session.library, session.clip).meets(photo.id, filters)
    return list(zip(filters, meets, strict=True))


def _print_terms(terms: Sequence[SeenTerm]) -> None:
    """Print a line for each term, with tabs."""
    for term in terms:
        across, down = term.map.hottest
        band = Band.of(term.relevance).word
        cosine = tr("cosine {score:.3f}", score=term.score)
        place = tr("at {across:.0%} from the left, {down:.0%} from the top", across=across, down=down)
        click.echo(f"{term.relevance:.3f}\t{band}\t{cosine}\t{place}\t{term.called}")


def _print_filters(met: Sequence[tuple[Filter, bool]]) -> None:
    """Print a line for each filter, with a tab."""
    for one, meets in met:
        told = tr("meets") if meets else tr("does not meet")
        click.echo(f"{told}\t{one.written}")
