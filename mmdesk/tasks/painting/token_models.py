"""The transformer that paints code by code, and what it lets one ask for."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.models.tokens.folder import TokensFolder
from mmdesk.models.tokens.labels import label_number
from mmdesk.tasks import torch_door
from mmdesk.tasks.painting.installed import usual_model

if TYPE_CHECKING:
    from mmdesk.models.tokens.loaded import LoadedTokens


def find_tokens(places: Places, name: str) -> TokensFolder:
    """The transformer called `name`, or in the folder `name`. Raises UserError where there is none."""
    folder = places.find_model(name)
    if folder is not None:
        return TokensFolder.read(folder)
    raise UserError(
        tr(
            "There is no transformer called {name}; import one with mmdesk models import, or "
            "train one with mmdesk train tokens.",
            name=name,
        )
    )


def usual_tokens(places: Places) -> TokensFolder:
    """The transformer that paints where none is named, see `usual_model`. Raises UserError."""
    return find_tokens(places, usual_model(places, "tokens"))


def settled(places: Places, spec: PaintSpec) -> PaintSpec:
    """`spec` with the size and the steps that its engine will have.

    Tokens are drawn in whole codes, a row of them a step. Other engines take what they are given.
    Raises UserError for wishes that its model does not understand.
    """
    if spec.tokens is None:
        return spec
    folder = find_tokens(places, spec.tokens.model)
    label_number(folder, spec.tokens.label)
    if folder.follows_picture and not spec.image_prompts:
        raise UserError(
            tr("The model {name} follows another picture; say which: --image-prompt FILE.", name=folder.name)
        )
    if spec.image_prompts and not folder.follows_picture:
        raise UserError(
            tr(
                "The model {name} paints from words, labels and parts of a picture, not towards one.",
                name=folder.name,
            )
        )
    if spec.tokens.guidance != 1 and not folder.knows_words:
        raise UserError(tr("The model {name} was not trained for guidance; leave it at 1.", name=folder.name))
    if not parse_prompt(spec.prompt):  # there is nothing that guidance could lead to
        spec = replace(spec, tokens=replace(spec.tokens, guidance=1.0))
    factor = folder.factor
    width, height = (side // factor * factor for side in (spec.width, spec.height))
    if min(width, height) < folder.size:
        raise UserError(
            tr("The model {name} paints {size} × {size} pixels at least.", name=folder.name, size=folder.size)
        )
    return replace(spec, width=width, height=height, steps=folder.codebooks.levels * height // factor)


class TokenModels:
    """The transformer in use, loaded when it is first needed; it stays until another one is."""

    def __init__(self, places: Places, device: str) -> None:
        self._places, self._device = places, device
        self._loaded: LoadedTokens | None = None
        self._loading = threading.Lock()

    def load(self, name: str) -> LoadedTokens:
        """The transformer called `name`. Takes seconds where it is another than before. Raises UserError."""
        folder = find_tokens(self._places, name)
        with self._loading:
            if self._loaded is None or self._loaded.folder.key != folder.key:
                self._loaded = None
                self._loaded = torch_door.load_tokens(folder, self._device, self._places.plans)
            return self._loaded
