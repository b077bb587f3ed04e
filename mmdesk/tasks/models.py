"""The models there are, for both faces of the program."""

import shutil
from collections.abc import Generator, Sequence
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.model_catalogue import CatalogueModel, ModelOffer
from mmdesk.core.models import ModelEntry, ModelOrigin, Use, expected_speed
from mmdesk.core.places import Places
from mmdesk.core.progress import Progress
from mmdesk.fetching.addresses import addresses
from mmdesk.fetching.catalogue import find_model, read_catalogue
from mmdesk.fetching.fetch import discard, fetch, fetched_bytes
from mmdesk.models.importing.importer import sha256_of
from mmdesk.models.store import ModelStore


def list_models(places: Places) -> list[ModelEntry]:
    """Every model by name."""
    return ModelStore(places).entries()


def import_model(
    places: Places, path: Path, name: str | None = None, arch: str | None = None
) -> Generator[Progress, None, ModelEntry]:
    """Bring in the model at `path`: an open_clip folder, a weights file with `arch`, or a taming pair.

    What is called as a model of the catalogue was carried over by hand: it takes its licence from there, and
    its files are compared with the checksums that are known. Closing the generator leaves nothing behind.
    Raises UserError.
    """
    model = _carried(path, name)
    if model is None:
        return (yield from ModelStore(places).bring_in(path, name, arch))
    yield from _compare(model, path)
    origin = ModelOrigin(tr("{source}, carried over by hand", source=model.source), model.licence)
    return (yield from ModelStore(places).bring_in(path, model.name, arch, origin))


def _carried(path: Path, name: str | None) -> CatalogueModel | None:
    """The model of the catalogue that the folder `path`, to be called `name`, is said to be."""
    wanted = name or path.name
    return next((one for one in read_catalogue() if one.name == wanted), None) if path.is_dir() else None


def _compare(model: CatalogueModel, folder: Path) -> Generator[Progress, None, None]:
    """Compare checksums that are known of a model's files. Raises UserError where one differs."""
    for file in model.files:
        path = folder / file.names[0]
        if file.sha256 is not None and path.is_file() and (yield from sha256_of(path)) != file.sha256:
            raise UserError(
                tr("{path} is not the file that {name} has; carry it over again.", path=path, name=model.name)
            )


def list_offers(places: Places, entries: Sequence[ModelEntry] | None = None) -> list[ModelOffer]:
    """Models of the catalogue that are not among `entries`, the installed ones, in the catalogue's order."""
    there = list_models(places) if entries is None else entries
    installed = {entry.name for entry in there}
    return [_offer(places, model, there) for model in read_catalogue() if model.name not in installed]


def fetch_model(places: Places, name: str) -> Generator[Progress, None, ModelEntry]:
    """Fetch the model `name` of the catalogue from the internet, and import it.

    Closing the generator keeps what was fetched, for the next time. What turns out to be no model is
    deleted. Raises UserError.
    """
    model = find_model(name)
    if name in {entry.name for entry in list_models(places)}:
        raise UserError(tr("There is a model {name} already.", name=name))
    kept = places.later_models / name  # fetched when no engine used it yet
    is_kept = all((kept / file.names[0]).is_file() for file in model.files)
    folder = kept if is_kept else (yield from fetch(model, places.fetching))
    origin = ModelOrigin(model.source, model.licence)
    try:
        entry = yield from ModelStore(places).bring_in(folder, name, origin=origin)
    except UserError:
        discard(model, places.fetching)
        raise
    discard(model, places.fetching)
    shutil.rmtree(kept, ignore_errors=True)
    return entry


def discard_fetched(places: Places, name: str) -> None:
    """Delete what was fetched of the model `name`. Raises UserError."""
    discard(find_model(name), places.fetching)


def offer_of(places: Places, name: str) -> ModelOffer:
    """The model `name` of the catalogue, as it stands here. Raises UserError."""
    return _offer(places, find_model(name), list_models(places))


def _offer(places: Places, model: CatalogueModel, entries: Sequence[ModelEntry]) -> ModelOffer:
    measured = [entry.speed for entry in entries if entry.speed is not None]
    return ModelOffer(
        model,
        tuple(addresses(model)),
        fetched_bytes(model, places.fetching),
        pictures_per_second=expected_speed(model.operations, measured) if model.operations else None,
    )


def use_model(places: Places, name: str, use: Use | None = None) -> ModelEntry:
    """Use a model from now on for one thing, or for all that its kind does. Raises UserError."""
    return ModelStore(places).use(name, use)


def verify_models(places: Places) -> Generator[Progress, None, list[ModelEntry]]:
    """Read the weights of every model and compare their checksums. Raises UserError at the first bad one."""
    store, checked = ModelStore(places), dict[str, ModelEntry]()
    for entry in store.entries():
        checked[entry.name] = yield from store.verify(entry.name)
    return list(checked.values())


def verify_model(places: Places, name: str) -> Generator[Progress, None, ModelEntry]:
    """Read a model's weights and compare their checksum. Raises UserError where it differs."""
    return (yield from ModelStore(places).verify(name))


def take_out_model(places: Places, name: str) -> None:
    """Take an imported model that is not in use off the shelf; it can be put back. Raises UserError."""
    ModelStore(places).take_out(name)


def taken_out_models(places: Places) -> list[str]:
    """Names of the models that can be put back."""
    return ModelStore(places).taken_out()


def put_back_model(places: Places, name: str) -> ModelEntry:
    """Put a model that was taken out back on the shelf. Raises UserError."""
    return ModelStore(places).put_back(name)


def delete_taken_out(places: Places, name: str) -> None:
    """Delete a model that was taken out, for good."""
    ModelStore(places).delete_taken_out(name)


def remove_model(places: Places, name: str) -> None:
    """Take an imported model away. Raises UserError."""
    ModelStore(places).remove(name)
