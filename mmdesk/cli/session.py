"""The library and the model a command works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mmdesk.cli.choices import Choices
from mmdesk.core.cores import limit_cores
from mmdesk.core.photo import Photo, PhotoId
from mmdesk.core.preferences import load_preferences
from mmdesk.core.query import Query, SearchResult
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.dummy_clip import clip_called
from mmdesk.tasks.library import Library, open_library
from mmdesk.tasks.running_window import SearchQuestion
from mmdesk.tasks.search_document import Document, find_document
from mmdesk.tasks.searching import Searcher


@dataclass(frozen=True, slots=True)
class Session:
    """An open library and the CLIP model chosen, which is loaded only when something is to be encoded."""

    library: Library
    clip: ClipModel

    def search(self, query: Query, limit: int) -> SearchResult:
        """The best `limit` photos for `query`."""
        return Searcher(self.library, self.clip).search(query, limit)

    def find(self, question: SearchQuestion) -> Document:
        """The answer to a question, as a document."""
        return find_document(Searcher(self.library, self.clip), question)

    def photos(self, result: SearchResult) -> dict[PhotoId, Photo]:
        """The photos of all hits, by id."""
        return {photo.id: photo for photo in self.library.photos.by_ids([hit.photo for hit in result.hits])}


@contextmanager
def open_session(choices: Choices) -> Iterator[Session]:
    """Open the library chosen, and close it whatever happens. Raises UserError where that is impossible."""
    limit_cores(load_preferences(choices.places.preferences).threads)
    clip = clip_called(choices.places, choices.model_name, choices.device)
    with open_library(choices.places) as library:
        yield Session(library, clip)
