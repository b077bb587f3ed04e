"""The Kandinsky that paints, and what it lets one ask for."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from mmdesk.core.painting.kandinsky_settings import KandinskySettings
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.models.kandinsky.folder import KandinskyFolder, KandinskyPriorFolder
from mmdesk.tasks import diffusion_door
from mmdesk.tasks.painting.installed import named_model, usual_model

if TYPE_CHECKING:
    from mmdesk.models.kandinsky.loaded import LoadedKandinsky


def find_kandinsky(places: Places, name: str) -> KandinskyFolder:
    """The decoder called `name`, or in the folder `name`. Raises UserError where there is none."""
    return KandinskyFolder.read(named_model(places, name, "kandinsky"))


def find_kandinsky_prior(places: Places, name: str) -> KandinskyPriorFolder:
    """The prior called `name`, the usual one for no name. Raises UserError where there is none."""
    return KandinskyPriorFolder.read(named_model(places, name, "kandinsky-prior"))


def usual_kandinsky(places: Places) -> KandinskyFolder:
    """The decoder that was chosen, else the only one there is. Raises UserError where that is none."""
    return find_kandinsky(places, usual_model(places, "kandinsky"))


def settled_kandinsky(places: Places, spec: PaintSpec) -> PaintSpec:
    """`spec` with the prior, the size and the steps that its engine will have.

    Raises UserError where a model is missing, or a package that it needs.
    """
    settings = spec.kandinsky
    if settings is None:
        return spec
    diffusion_door.refuse_without_diffusion("kandinsky")
    folder = find_kandinsky(places, settings.model)
    prior = settings.prior or usual_model(places, "kandinsky-prior")
    find_kandinsky_prior(places, prior)
    width, height = (-(-side // folder.step) * folder.step for side in (spec.width, spec.height))
    steps = settings.denoising_steps + (settings.prior_steps if _reads_words(spec, settings) else 0)
    settled = replace(settings, prior=prior)
    return replace(spec, width=width, height=height, steps=steps, kandinsky=settled)


def _reads_words(spec: PaintSpec, settings: KandinskySettings) -> bool:
    """Whether the prior has something to do."""
    has_words = any(part.weight > 0 for part in parse_prompt(spec.prompt))
    return has_words and not settings.between and (not spec.image_prompts or settings.change > 0)


class KandinskyModels:
    """The Kandinsky in use, loaded when it is first needed; it stays until another one is."""

    def __init__(self, places: Places, device: str) -> None:
        self._places, self._device = places, device
        self._loaded: LoadedKandinsky | None = None
        self._loading = threading.Lock()

    def keys(self, settings: KandinskySettings) -> dict[str, str]:
        """The two models, with keys that change with their weights. Raises UserError."""
        folder = find_kandinsky(self._places, settings.model)
        prior = find_kandinsky_prior(self._places, settings.prior)
        return {settings.model: folder.key, prior.name: prior.key}

    def load(self, settings: KandinskySettings) -> LoadedKandinsky:
        """The decoder and the prior that `settings` name. Raises UserError."""
        folder = find_kandinsky(self._places, settings.model)
        prior = find_kandinsky_prior(self._places, settings.prior)
        with self._loading:
            here = self._loaded
            if here is None or (here.folder.key, here.prior_folder.key) != (folder.key, prior.key):
                self._loaded = None
                here = diffusion_door.load_kandinsky(folder, prior, self._device, self._places.plans)
                self._loaded = here
            return here
