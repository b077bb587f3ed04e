"""The models that draw and the CLIP models that guide, loaded when something is first to be painted.

Those that guide are the search's own, and pass the same gate: a search waits for one step at most.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.frame import Plan
from mmdesk.core.painting.kandinsky_settings import KandinskySettings
from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.core.places import Places
from mmdesk.models.tokens.folder import FIRST_STAGE
from mmdesk.models.vqgan.folder import VqganFolder
from mmdesk.tasks import diffusion_door, torch_door, unclip_door
from mmdesk.tasks.clip_model import ClipModel
from mmdesk.tasks.dummy_clip import clip_called
from mmdesk.tasks.painting.active_painting import ActivePainting, borrowed
from mmdesk.tasks.painting.janus_models import JanusModels, find_janus, settled_janus
from mmdesk.tasks.painting.kandinsky_models import KandinskyModels, settled_kandinsky
from mmdesk.tasks.painting.source_pictures import Pictures, read_source_pictures, with_digests
from mmdesk.tasks.painting.token_models import TokenModels, find_tokens, settled
from mmdesk.tasks.painting.unclip_models import UnclipModels, find_unclip, settled_unclip

if TYPE_CHECKING:
    from mmdesk.generation.opening import ReadPicture
    from mmdesk.models.clip_encoder import ClipEncoder
    from mmdesk.models.vqgan.loaded import LoadedVqgan

JUDGED_BY_WORDS = ("tokens", "kandinsky", "janus")
"""Engines that need no CLIP where there are no words."""


def find_vqgan(places: Places, name: str) -> VqganFolder:
    """The VQGAN called `name` among those that were added or come along, or in the folder `name`.

    Raises UserError where there is none.
    """
    folder = places.find_model(name)
    if folder is not None:
        below = folder / FIRST_STAGE  # a transformer brings the VQGAN whose codes it draws
        return VqganFolder.read(below if below.is_dir() else folder)
    raise UserError(
        tr(
            "There is no VQGAN called {name}; import one with mmdesk models import, or choose "
            "another engine: pixel, fft or lines.",
            name=name,
        )
    )


class PaintingModels:
    """The models paintings are made with, loaded once and kept; used by one painting at a time.

    `read` reads the pictures that a spec names. Raises UserError.
    """

    def __init__(
        self,
        places: Places,
        clip: ClipModel,
        device: str = "auto",
        read: Callable[[PaintSpec], Pictures] = read_source_pictures,
    ) -> None:
        self._places = places
        self.read = read
        self._device = device
        self._clips = {clip.folder.name: clip.now}
        self._vqgan: tuple[str, LoadedVqgan] | None = None
        self._tokens = TokenModels(places, device)
        self._unclip = UnclipModels(places, device)
        self._kandinsky = KandinskyModels(places, device)
        self._janus = JanusModels(places, device)
        self._loading = threading.Lock()

    def keys(self, spec: PaintSpec) -> dict[str, str]:
        """The models `spec` is painted with, with keys that change with their weights. Raises UserError."""
        keys = {name: clip.key for name, clip in zip(spec.clips, self._clips_of(spec), strict=False)}
        if spec.engine == "vqgan":
            keys[spec.vqgan] = find_vqgan(self._places, spec.vqgan).key
        if spec.tokens is not None:
            keys[spec.tokens.model] = find_tokens(self._places, spec.tokens.model).key
        if spec.unclip is not None:
            keys[spec.unclip.model] = find_unclip(self._places, spec.unclip.model).key
        if spec.kandinsky is not None:
            keys |= self._kandinsky.keys(spec.kandinsky)
        if spec.janus is not None:
            keys[spec.janus.model] = find_janus(self._places, spec.janus.model).key
        return keys

    def settled(self, spec: PaintSpec) -> PaintSpec:
        """`spec` as it will be painted: with the hashes of its pictures, and what its engine settles.

        Raises UserError for pictures that cannot be read, and for wishes that its model does not understand.
        """
        spec = settled_unclip(self._places, settled(self._places, with_digests(spec)))
        return settled_janus(self._places, settled_kandinsky(self._places, spec))

    def open(self, spec: PaintSpec, state: Path | None = None) -> ActivePainting:
        """The painting of `spec`, or what is left of it after `state`. Takes seconds.

        Raises UserError, before a large one is begun, where there is not memory enough for it.
        """
        if spec.tokens is not None:
            return self._open_tokens(spec, spec.tokens.model, state)
        if spec.unclip is not None:
            return self._open_unclip(spec, spec.unclip.model, state)
        if spec.kandinsky is not None:
            return self._open_kandinsky(spec, spec.kandinsky, state)
        if spec.janus is not None:
            return self._open_janus(spec, spec.janus.model, state)
        with self._all_of(spec) as (clips, vqgan, pictures):
            if state is None:
                torch_door.refuse_too_large(spec, clips, vqgan, pictures)
            painting = torch_door.open_painting(spec, clips, vqgan, pictures, state)
        return ActivePainting(painting, self._clips_of(spec))

    def plan(self, spec: PaintSpec) -> Plan:
        """Time and memory that painting `spec` would take, from two steps of it. Raises UserError."""
        if spec.kandinsky is not None:
            model, read = self._kandinsky.load(spec.kandinsky), self.read(spec)
            return diffusion_door.plan_kandinsky_painting(spec, model, read.__getitem__)
        if spec.janus is not None:
            return diffusion_door.plan_janus_painting(spec, self._janus.load(spec, spec.janus.model))
        tokens = None if spec.tokens is None else self._tokens.load(spec.tokens.model)
        unclip = None if spec.unclip is None else self._unclip.load(spec.unclip.model)
        with self._all_of(spec) as (clips, vqgan, pictures):
            if tokens is not None:
                return torch_door.plan_token_painting(spec, clips, tokens, pictures)
            if unclip is not None:
                return unclip_door.plan_unclip_painting(spec, clips, unclip, pictures)
            return torch_door.plan_painting(spec, clips, vqgan, pictures)

    def _open_tokens(self, spec: PaintSpec, name: str, state: Path | None) -> ActivePainting:
        """The same by the transformer `name`."""
        tokens = self._tokens.load(name)
        with self._all_of(spec) as (clips, _, pictures):
            painting = torch_door.open_token_painting(spec, clips, tokens, pictures, state)
        return ActivePainting(painting, self._clips_of(spec))

    def _open_unclip(self, spec: PaintSpec, name: str, state: Path | None) -> ActivePainting:
        """The same by the unCLIP `name`."""
        unclip = self._unclip.load(name)
        with self._all_of(spec) as (clips, _, pictures):
            painting = unclip_door.open_unclip_painting(spec, clips, unclip, pictures, state)
        return ActivePainting(painting, self._clips_of(spec))

    def _open_kandinsky(
        self, spec: PaintSpec, settings: KandinskySettings, state: Path | None
    ) -> ActivePainting:
        """The same by a Kandinsky, whose steps take long and need no CLIP: no search waits for them."""
        model, pictures = self._kandinsky.load(settings), self.read(spec)
        lend = partial(borrowed, self._judges(spec))
        painting = diffusion_door.open_kandinsky_painting(spec, lend, model, pictures.__getitem__, state)
        return ActivePainting(painting, ())

    def _open_janus(self, spec: PaintSpec, name: str, state: Path | None) -> ActivePainting:
        """The same by a Janus, whose steps need no CLIP either."""
        model, lend = self._janus.load(spec, name), partial(borrowed, self._judges(spec))
        return ActivePainting(diffusion_door.open_janus_painting(spec, lend, model, state), ())

    def _judges(self, spec: PaintSpec) -> list[ClipModel]:
        """The models that choose among finished pictures, loaded; none where there is nothing to choose."""
        clips = self._clips_of(spec) if spec.sampling.candidates > 1 else []
        for clip in clips:
            clip.load()
        return clips

    @contextmanager
    def _all_of(self, spec: PaintSpec) -> Iterator[tuple[list[ClipEncoder], LoadedVqgan | None, ReadPicture]]:
        """All that `spec` names, loaded. A search waits until the block is left."""
        vqgan = self._load_vqgan(spec.vqgan) if spec.engine == "vqgan" else None
        pictures = self.read(spec)
        clips = self._clips_of(spec)
        for clip in clips:
            clip.load()
        with borrowed(clips) as encoders:
            yield encoders, vqgan, pictures.__getitem__

    def _clips_of(self, spec: PaintSpec) -> list[ClipModel]:
        if spec.engine in JUDGED_BY_WORDS and not parse_prompt(spec.prompt):
            return []  # there is nothing to judge by
        for name in spec.clips:
            if name not in self._clips:
                self._clips[name] = clip_called(self._places, name, self._device)
        return [self._clips[name] for name in spec.clips]

    def _load_vqgan(self, name: str) -> LoadedVqgan:
        """The VQGAN, which stays in memory until another one is wanted."""
        folder = find_vqgan(self._places, name)
        with self._loading:
            if self._vqgan is None or self._vqgan[0] != folder.key:
                self._vqgan = None
                self._vqgan = (folder.key, torch_door.load_vqgan(folder, self._device, self._places.plans))
            return self._vqgan[1]
