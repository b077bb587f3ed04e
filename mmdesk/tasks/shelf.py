"""Models taken off the shelf, put back, or deleted for good: acts of the user's one stack."""

from mmdesk.core.acts import ActKind
from mmdesk.core.models import ModelEntry
from mmdesk.tasks import models
from mmdesk.tasks.library import Library


def remove(library: Library, name: str) -> None:
    """Take an imported model that is not in use off the shelf; what it has seen stays. Raises UserError."""
    models.take_out_model(library.places, name)
    library.history.note(ActKind.MODEL_OUT, name)


def put_back(library: Library, name: str) -> ModelEntry:
    """Put a removed model back, wherever its removal is on the stack. Raises UserError."""
    entry = models.put_back_model(library.places, name)
    library.history.forget(ActKind.MODEL_OUT, name)
    return entry


def delete(library: Library, name: str) -> None:
    """Delete a removed model for good; nothing takes that back."""
    library.history.forget(ActKind.MODEL_OUT, name)
    models.delete_taken_out(library.places, name)
