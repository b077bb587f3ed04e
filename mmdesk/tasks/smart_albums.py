"""Smart albums: how many photos their searches find now."""

from mmdesk.core.albums import AlbumCount
from mmdesk.core.errors import UserError
from mmdesk.core.query import MANY, Query
from mmdesk.tasks.searching import Searcher


def album_counts(searcher: Searcher) -> dict[int, AlbumCount]:
    """Numbers of photos put into albums, or found by them; none where a search cannot be done."""
    albums = searcher.library.albums
    put_in = albums.counts()
    counts = {album.id: AlbumCount(put_in.get(album.id, 0)) for album in albums.all() if not album.is_smart}
    for album in albums.all():
        if album.is_smart:
            try:
                counts[album.id] = _counted(searcher, album.asks)
            except UserError:  # a picture that is looked for may be gone
                continue
    return counts


def _counted(searcher: Searcher, query: Query) -> AlbumCount:
    found = searcher.count(query)
    return AlbumCount(found, is_cut=bool(query.terms) and found >= MANY)
