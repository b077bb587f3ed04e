"""Photos of an export: those of an album, those that are found, or those that were chosen."""

from mmdesk.core.albums import Album
from mmdesk.core.errors import UserError
from mmdesk.core.exporting import ExportChoice, ExportedPhoto
from mmdesk.core.language import tr
from mmdesk.core.photo import PhotoId
from mmdesk.core.query import Query
from mmdesk.library.albums import Albums
from mmdesk.tasks.searching import Searcher


def chosen_photos(searcher: Searcher, choice: ExportChoice) -> list[ExportedPhoto]:
    """The photos to be exported, in order. Raises UserError where they cannot be searched for."""
    if choice.ids is not None:
        return [ExportedPhoto(PhotoId(photo), choice.hits.get(photo)) for photo in choice.ids.tolist()]
    if choice.query is not None:
        return _found(searcher, choice.query)
    if choice.album is not None and choice.album.is_smart:
        return _found(searcher, choice.album.asks)
    put_in = searcher.library.albums.photos(choice.album.id) if choice.album else []
    return [ExportedPhoto(photo) for photo in put_in]


def album_called(albums: Albums, name: str) -> Album:
    """The album of a name, whatever the case. Raises UserError where there is none."""
    every = albums.all()
    found = next((one for one in every if one.name == name), None)
    found = found or next((one for one in every if one.name.casefold() == name.casefold()), None)
    if found is None:
        known = ", ".join(one.name for one in every)
        raise UserError(
            tr("There is no album called {name}. Albums: {known}.", name=name, known=known)
            if known
            else tr("There is no album called {name}. Albums: none yet.", name=name)
        )
    return found


def _found(searcher: Searcher, query: Query) -> list[ExportedPhoto]:
    """All that a query finds, however much it is."""
    every = max(1, searcher.library.photos.count())
    return [ExportedPhoto(hit.photo, hit) for hit in searcher.search(query, every).sure]
