"""The models of a painting on a node: those installed there, or those of the program, by their path."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.cluster.painting.orders import PaintOrder
from mmdesk.tasks.painting.models import PaintingModels
from mmdesk.tasks.painting.source_pictures import Pictures


@dataclass(frozen=True, slots=True)
class NodePlaces(Places):
    """Places of a node, where models called so lie in `folders`, whatever is installed."""

    folders: Mapping[str, Path] = field(default_factory=dict)

    def find_model(self, name: str) -> Path | None:
        """The folder of the model called `name`."""
        return self.folders.get(name) or super(NodePlaces, self).find_model(name)


def models_on_node(
    places: Places, order: PaintOrder, read: Callable[[PaintSpec], Pictures]
) -> PaintingModels:
    """The models of `order`, with just the weights that they have in the program, beside what `read` reads.

    Raises UserError where they are neither installed nor to be reached.
    """
    reached = {name: path for name, folder in order.folders.items() if (path := _folder(folder)).is_dir()}
    for folders in ({}, reached):
        here = NodePlaces(places.data_dir, folders)
        models = PaintingModels(here, ClipModel(here), read=read)
        if _keys(models, order) == dict(order.models):
            return models
    raise UserError(
        tr(
            "it has other weights of {names}, or none, and cannot reach those here",
            names=", ".join(order.models),
        )
    )


def _folder(path: bytes) -> Path:
    return Path(os.fsdecode(path))


def _keys(models: PaintingModels, order: PaintOrder) -> dict[str, str]:
    try:
        return models.keys(order.spec)
    except UserError:
        return {}
