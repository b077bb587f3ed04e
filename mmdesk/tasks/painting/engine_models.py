"""The installed models of the engines that draw with a model of their own."""

from collections.abc import Callable, Mapping
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.models import ModelEntry
from mmdesk.core.painting.engines import EngineModel
from mmdesk.core.places import Places
from mmdesk.models.janus.folder import JanusFolder
from mmdesk.models.kandinsky.folder import KandinskyFolder
from mmdesk.models.store import ModelStore
from mmdesk.models.tokens.folder import TokensFolder
from mmdesk.models.unclip.folder import UnclipFolder


def engine_models(places: Places) -> list[EngineModel]:
    """Those that can be painted with, by name, the one that was chosen first."""
    entries = [entry for entry in ModelStore(places).entries() if entry.kind in DESCRIBED and entry.is_ready]
    entries.sort(key=lambda entry: "painting" not in entry.used_for)
    return [model for entry in entries if (model := _described(entry)) is not None]


def _described(entry: ModelEntry) -> EngineModel | None:
    try:
        return DESCRIBED[entry.kind](entry.path)
    except UserError:  # changed since it was listed
        return None


def _transformer(path: Path) -> EngineModel:
    folder = TokensFolder.read(path)
    paints_classes = folder.condition["kind"] == "label"
    labels = tuple(folder.labels()[: int(folder.condition["classes"])]) if paints_classes else ()
    return EngineModel(
        engine="tokens",
        name=folder.name,
        size=folder.size,
        reads_words=folder.knows_words,
        paints_classes=paints_classes,
        follows_picture=folder.follows_picture,
        labels=labels,
        advised=folder.advised,
    )


def _unclip(path: Path) -> EngineModel:
    folder = UnclipFolder.read(path)
    return EngineModel("unclip", folder.name, folder.side, reads_words=folder.prior is not None)


def _kandinsky(path: Path) -> EngineModel:
    folder = KandinskyFolder.read(path)
    return EngineModel("kandinsky", folder.name, folder.side)


def _janus(path: Path) -> EngineModel:
    folder = JanusFolder.read(path)
    return EngineModel("janus", folder.name, folder.side)


DESCRIBED: Mapping[str, Callable[[Path], EngineModel]] = {
    "tokens": _transformer,
    "unclip": _unclip,
    "kandinsky": _kandinsky,
    "janus": _janus,
}
"""What describes a model, by its kind."""
