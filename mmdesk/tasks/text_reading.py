"""Reading the text in photos of the library, one after the other, and keeping it."""

import time
from collections.abc import Generator

from mmdesk.core.language import tr
from mmdesk.core.photo import Photo
from mmdesk.core.photo_text import PhotoText, TextsRead, TextSummary
from mmdesk.core.progress import Progress
from mmdesk.core.vectors import Ids
from mmdesk.library.reading.text_reader import TextReader
from mmdesk.tasks.lettered_photos import lettered_photos
from mmdesk.tasks.library import Library
from mmdesk.tasks.searching import Searcher
from mmdesk.tasks.texts_of_files import refuse_without_reader

READING = tr("Reading text")


def read_likely_texts(
    searcher: Searcher, reader: TextReader, folder: bytes | None = None
) -> Generator[Progress | TextsRead, None, TextSummary]:
    """Read all photos that likely have text and that nobody has read yet. Raises UserError."""
    yield Progress(0, None, tr("Looking for text"))
    library = searcher.library
    photos = library.texts.unread(lettered_photos(searcher, folder))
    return (yield from read_texts(library, reader, photos))


def read_library_texts(
    searcher: Searcher, folder: bytes | None = None, *, everything: bool = False
) -> Generator[Progress | TextsRead, None, TextSummary]:
    """Read all photos below `folder`, or in the library, that likely have text, or `everything` that nobody
    has read yet. Raises UserError, also where the extra is not there.
    """
    refuse_without_reader()
    library = searcher.library
    with TextReader() as reader:
        if everything:
            photos = library.texts.unread(library.photos.ids(folder))
            return (yield from read_texts(library, reader, photos))
        return (yield from read_likely_texts(searcher, reader, folder))


def read_texts(
    library: Library, reader: TextReader, photos: Ids
) -> Generator[Progress | TextsRead, None, TextSummary]:
    """Read these photos, whatever was known of their text, and keep each as soon as it is read.

    A photo that cannot be read is kept with the reason, and not tried again as long as its content is the
    same; one that is only out of reach is tried again the next time.
    """
    begun, found = time.perf_counter(), list[bool]()
    troubles = list[tuple[bytes, str]]()
    try:
        for done, number in enumerate(photos.tolist()):
            yield Progress(done, len(photos), READING)
            photo = library.photos.get(number)
            if photo is None or photo.is_film:
                continue
            told = _read(library, reader, photo)
            if told.trouble:
                troubles.append((photo.path, told.trouble))
            else:
                found.append(bool(told.lines))
            yield TextsRead((number,))
    finally:
        reader.rest()
    seconds = round(time.perf_counter() - begun, 3)
    return TextSummary(len(found), sum(found), tuple(troubles), seconds)


def _read(library: Library, reader: TextReader, photo: Photo) -> PhotoText:
    """Read one photo and keep what there is to be kept."""
    read = reader.read(photo.path, photo.turn)
    if read.for_good:
        library.texts.put({(photo.id, read.content or photo.content_hash): read.text})
    return read.text
