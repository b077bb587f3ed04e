"""The models there are, for both faces of the program."""

from collections.abc import Generator
from pathlib import Path

from mmdesk.core.models import ModelEntry
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.models.store import ModelStore


def list_models(places: Places) -> list[ModelEntry]:
    """Every model by name."""
    return ModelStore(places).entries()


def import_model(
    places: Places, path: Path, name: str | None = None, arch: str | None = None
) -> Generator[Progress, None, ModelEntry]:
    """Bring in the model at `path`: an open_clip folder, a weights file with `arch`, or a taming pair.

    Closing the generator leaves nothing behind. Raises UserError.
    """
    return (yield from ModelStore(places).bring_in(path, name, arch))


def use_model(places: Places, name: str) -> ModelEntry:
    """Use a model from now on for what its kind does. Raises UserError."""
    return ModelStore(places).use(name)


def verify_models(places: Places) -> Generator[Progress, None, list[ModelEntry]]:
    """Read the weights of every model and compare their checksums. Raises UserError at the first bad one."""
    store, checked = ModelStore(places), dict[str, ModelEntry]()
    for entry in store.entries():
        checked[entry.name] = yield from store.verify(entry.name)
    return list(checked.values())


def verify_model(places: Places, name: str) -> Generator[Progress, None, ModelEntry]:
    """Read a model's weights and compare their checksum. Raises UserError where it differs."""
    return (yield from ModelStore(places).verify(name))


def remove_model(places: Places, name: str) -> None:
    """Take an imported model away. Raises UserError."""
    ModelStore(places).remove(name)
