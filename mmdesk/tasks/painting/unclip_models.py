"""The unCLIP that paints, and what it lets one ask for."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.models.unclip.folder import UnclipFolder
from mmdesk.tasks import unclip_door
from mmdesk.tasks.painting.installed import usual_model

if TYPE_CHECKING:
    from mmdesk.models.unclip.loaded import LoadedUnclip


def find_unclip(places: Places, name: str) -> UnclipFolder:
    """The unCLIP called `name`, or in the folder `name`. Raises UserError where there is none."""
    folder = places.find_model(name)
    if folder is not None:
        return UnclipFolder.read(folder)
    raise UserError(tr("There is no unCLIP called {name}; train one with mmdesk train decoder.", name=name))


def usual_unclip(places: Places) -> UnclipFolder:
    """The unCLIP that paints where none is named, see `usual_model`. Raises UserError where there is none."""
    return find_unclip(places, usual_model(places, "unclip"))


def settled_unclip(places: Places, spec: PaintSpec) -> PaintSpec:
    """`spec` with the size and the steps that its engine will have.

    Raises UserError for wishes that its model does not understand.
    """
    if spec.unclip is None:
        return spec
    folder = find_unclip(places, spec.unclip.model)
    if folder.prior is None and parse_prompt(spec.prompt) and not spec.image_prompts:
        raise UserError(
            tr(
                "The model {name} has no prior, so words mean nothing to it; train one with mmdesk "
                "train prior.",
                name=folder.name,
            )
        )
    return replace(spec, steps=spec.unclip.flow_steps + spec.unclip.finish)


class UnclipModels:
    """The unCLIP in use, loaded when it is first needed; it stays until another one is."""

    def __init__(self, places: Places, device: str) -> None:
        self._places, self._device = places, device
        self._loaded: LoadedUnclip | None = None
        self._loading = threading.Lock()

    def load(self, name: str) -> LoadedUnclip:
        """The unCLIP called `name`. Takes seconds where it is another than before. Raises UserError."""
        folder = find_unclip(self._places, name)
        with self._loading:
            if self._loaded is None or self._loaded.folder.key != folder.key:
                self._loaded = None
                self._loaded = unclip_door.load_unclip(folder, self._device, self._places.plans)
            return self._loaded
