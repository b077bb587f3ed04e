"""The Janus that paints, and what it lets one ask for."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.models.janus.folder import JanusFolder
from mmdesk.tasks import diffusion_door
from mmdesk.tasks.painting.installed import named_model, usual_model

if TYPE_CHECKING:
    from mmdesk.models.janus.loaded import LoadedJanus


def find_janus(places: Places, name: str) -> JanusFolder:
    """The Janus called `name`, or in the folder `name`. Raises UserError where there is none."""
    return JanusFolder.read(named_model(places, name, "janus"))


def usual_janus(places: Places) -> JanusFolder:
    """The Janus that was chosen, else the only one there is. Raises UserError where that is none."""
    return find_janus(places, usual_model(places, "janus"))


def settled_janus(places: Places, spec: PaintSpec) -> PaintSpec:
    """`spec` with the steps that its engine will have, a row of codes each.

    Raises UserError for another size than that of its model, and where a package is missing.
    """
    if spec.janus is None:
        return spec
    diffusion_door.refuse_without_transformers("janus")
    folder = find_janus(places, spec.janus.model)
    if (spec.width, spec.height) != (folder.side, folder.side):
        raise UserError(
            tr(
                "The model {name} paints {side} × {side} pixels, and no other size.",
                name=folder.name,
                side=folder.side,
            )
        )
    if not any(part.weight > 0 for part in parse_prompt(spec.prompt)):
        raise UserError(tr("The engine janus paints what words say: write a prompt."))
    return replace(spec, steps=folder.rows)


class JanusModels:
    """The Janus in use, loaded when it is first needed; it stays until another one is."""

    def __init__(self, places: Places, device: str) -> None:
        self._places, self._device = places, device
        self._loaded: LoadedJanus | None = None
        self._loading = threading.Lock()

    def load(self, spec: PaintSpec, name: str) -> LoadedJanus:
        """The Janus called `name`, to paint `spec`. Takes long where it is another than before.

        Raises UserError, also where there is not memory enough.
        """
        folder = find_janus(self._places, name)
        with self._loading:
            if self._loaded is None or self._loaded.folder.key != folder.key:
                self._loaded = None
                self._loaded = diffusion_door.load_janus(spec, folder, self._device, self._places.plans)
            return self._loaded
