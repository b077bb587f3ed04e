"""The vectors that the library has of a model."""

from mmdesk.library.vector_store import VectorStore
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.library import Library


def vector_store(library: Library, clip: ClipModel) -> VectorStore:
    """The library's vectors of the model that `clip` sees with."""
    return VectorStore(library.catalogue, clip.key, clip.recipe.version)
