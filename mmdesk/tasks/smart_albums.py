"""Smart albums: what their search finds now."""

from dataclasses import replace

from mmdesk.core.albums import Album, AlbumCount
from mmdesk.core.errors import UserError
from mmdesk.core.query import MANY, Band, Hit, Query, SearchResult, parse_query
from mmdesk.core.search_line.bounds import Bounds
from mmdesk.tasks.searching import Searcher


def query_of_album(album: Album) -> Query:
    """The query of a smart album, as the window shows it."""
    asked = parse_query(album.query or "")
    return replace(asked, painted=asked.speaks_of_painted)


def album_counts(searcher: Searcher) -> dict[int, AlbumCount]:
    """Numbers of photos put into albums, or found by them; none where a search cannot be done."""
    albums = searcher.library.albums
    put_in = albums.counts()
    counts = {album.id: AlbumCount(put_in.get(album.id, 0)) for album in albums.all() if not album.is_smart}
    for album in albums.all():
        if album.is_smart:
            try:
                counts[album.id] = _counted(searcher, query_of_album(album))
            except UserError:  # a picture that is looked for may be gone
                continue
    return counts


def sure_hits(result: SearchResult) -> tuple[Hit, ...]:
    """Hits that count as found: those that are more than weak, unless the query says which are wanted."""
    if not result.query.terms or result.query.score != Bounds():
        return result.hits
    return tuple(hit for hit in result.hits if hit.band is not Band.WEAK)


def _counted(searcher: Searcher, query: Query) -> AlbumCount:
    found = searcher.count(query)
    return AlbumCount(found, is_cut=bool(query.terms) and found >= MANY)
