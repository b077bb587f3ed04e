"""The model of a kind that paints where none is named."""

from collections.abc import Mapping

from mmdesk.core.errors import UserError
from mmdesk.core.places import Places
from mmdesk.core.settings import load_settings
from mmdesk.models.store import SETTINGS, ModelStore

NONE_YET: Mapping[str, str] = {
    "kandinsky": "There is no Kandinsky to paint with; fetch or import kandinsky-2-2-decoder.",
    "kandinsky-prior": "A Kandinsky needs a prior; fetch or import kandinsky-2-2-prior.",
    "janus": "There is no Janus to paint with; fetch or import Janus-Pro-1B.",
}
"""What to do where there is no model of a kind."""

OPTIONS: Mapping[str, str] = {
    "kandinsky": "--kandinsky NAME",
    "kandinsky-prior": "mmdesk models use NAME",
    "janus": "--janus NAME",
}
"""How one of several is chosen."""


def usual_model(places: Places, kind: str) -> str:
    """The name of the model of `kind` that was chosen, else of the only one. Raises UserError."""
    chosen = str(getattr(load_settings(places.settings), SETTINGS[kind]))
    if chosen:
        return chosen
    names = [entry.name for entry in ModelStore(places).entries() if entry.kind == kind]
    if len(names) == 1:
        return names[0]
    if names:
        raise UserError(f"Say which of {', '.join(names)} is to paint: {OPTIONS[kind]}.")
    raise UserError(NONE_YET[kind])
