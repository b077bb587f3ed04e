"""A newly chosen model, and the one before it, which answers until the new one has seen the library.

Vectors of two models cannot be compared, and a library of many photos takes hours to be seen anew. So as long
as a photo in reach waits for its vector, the model before answers with those it made. Where its folder is
gone, as after an update of the model that comes with the program, nobody can turn words into its vectors:
then photos are still compared by them, and words find what the new model has seen so far.
"""

import threading
from collections.abc import Sequence

from mmdesk.core.places import builtin_models
from mmdesk.core.query import Term
from mmdesk.library.vector_store import VectorStore
from mmdesk.models.clip_folder import ClipFolder, find_clip_folders
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library
from mmdesk.tasks.model_vectors import ModelVectors, OrphanedVectors
from mmdesk.tasks.vectors import vector_store


class Succession:
    """Says which model answers in a library whose photos `clip` is to see, from any thread.

    `clip` here is the model chosen when this was made: for another one, another is made.
    """

    def __init__(self, library: Library, clip: ClipModel) -> None:
        self.clip = clip.now
        self._library, self._before = library, clip.before
        self._current = ModelVectors(library, vector_store(library, self.clip), self.clip)
        self._former: ModelVectors | None = None
        self._is_settled = False
        self._looking = threading.Lock()

    def answering(self, terms: Sequence[Term]) -> ModelVectors:
        """The model that answers a query of these `terms` now."""
        former = self.former()
        return former if former is not None and former.can_encode(terms) else self._current

    def unseen(self) -> int:
        """Number of photos that the new model has yet to see; 0 where it succeeds nobody."""
        return 0 if self.former() is None else self._current.store.pending()

    def former(self) -> ModelVectors | None:
        """The model before, while the new one has not seen all that it saw. Once it has, that is settled."""
        with self._looking:
            if self._is_settled:
                return None
            store = self._former.store if self._former else self._current.store.fullest_other()
            self._is_settled = store is None or not self._current.store.lacks_any_of(store)
            if self._is_settled or store is None:
                self._former = None
            elif self._former is None:
                self._former = self._vectors_in(store)
            return self._former

    def _vectors_in(self, store: VectorStore) -> ModelVectors:
        if self._before is not None and vector_store(self._library, self._before).key == store.key:
            return ModelVectors(self._library, store, self._before)
        folder = self._folder_of(store)
        if folder is None:
            return OrphanedVectors(self._library, store, self.clip)
        return ModelVectors(self._library, store, ClipModel(self._library.places, str(folder.path)))

    def _folder_of(self, store: VectorStore) -> ClipFolder | None:
        """The model that made the vectors in `store`, where it is still there."""
        folders = find_clip_folders([self._library.places.models, builtin_models()])
        same = (one for one in folders if one.key == store.model_key)
        return next((one for one in same if f"{one.key}-{one.recipe.version}" == store.key), None)
