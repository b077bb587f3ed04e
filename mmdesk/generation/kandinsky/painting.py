"""A painting by a Kandinsky: the steps of the prior, if there are words, then those of the decoder."""

import time
from collections.abc import Callable, Generator
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.painting.kandinsky_settings import KandinskySettings
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.canvas import to_picture
from mmdesk.generation.free_memory import free_memory
from mmdesk.generation.kandinsky.denoising_run import DenoisingRun, KeptLatents, VectorsToPaint
from mmdesk.generation.kandinsky.prior_run import PriorRun
from mmdesk.generation.kandinsky.state import RANDOM, KandinskyState
from mmdesk.generation.kandinsky.wishes import KandinskyWish
from mmdesk.generation.tokens.sheet import candidate, contact_sheet
from mmdesk.generation.unclip.strip import strip_of
from mmdesk.models.kandinsky.loaded import KandinskyDecoder, LoadedKandinsky

SHOWN_EVERY = 5
"""Steps of the decoder between two pictures of it: decoding one takes about as long as a step."""

SLICED_ABOVE = 768 * 768
"""Pixels of a picture above which attention is computed in slices."""

UNPAINTED = 0.5
"""Grey of what is not painted yet."""

RankPictures = Callable[[Tensor], Tensor]
"""Finished pictures [n, 3, h, w] in the order in which they are liked."""

GivenPicture = Callable[[KandinskyDecoder], KeptLatents | None]
"""What is kept of a picture, as latents of a decoder."""


class KandinskyPainting:
    """One picture on its way, see `PaintingUnderWay`; of several, `rank` chooses, when all steps are done.

    Prior and decoder are loaded at their first steps. A step's loss is the mean square of what it changed.

    Attributes:
        spec: what is painted.
    """

    def __init__(
        self,
        spec: PaintSpec,
        settings: KandinskySettings,
        model: LoadedKandinsky,
        wish: KandinskyWish,
        rank: RankPictures,
        given: GivenPicture,
    ) -> None:
        self.spec = spec
        self._settings, self._model, self._wish = settings, model, wish
        self._rank, self._given = rank, given
        self._random = torch.Generator().manual_seed(spec.seed)
        self._prior_run: PriorRun | None = None
        self._vectors: VectorsToPaint | None = None
        self._denoising: DenoisingRun | None = None

    @property
    def prior_steps(self) -> int:
        """Number of steps of the prior, all in all."""
        return self._settings.prior_steps if self._wish.texts else 0

    @property
    def step(self) -> int:
        """Number of steps done."""
        if self._vectors is not None:
            return self.prior_steps + (self._denoising.step if self._denoising is not None else 0)
        return self._prior_run.step if self._prior_run is not None else 0

    def steps(self) -> Generator[Frame | Notice, None, None]:
        """Paint what is left: a frame after each step, with a picture after some of those of the decoder."""
        while self.step < self.spec.steps:
            began = time.perf_counter()
            loss = self._denoise() if self.step >= self.prior_steps else self._go_on_with_vectors()
            denoised = self.step - self.prior_steps
            is_shown = self.step == self.spec.steps or (denoised > 0 and denoised % SHOWN_EVERY == 0)
            picture = self.picture() if is_shown else None
            yield Frame(self.step, self.spec.steps, picture, {"total": loss}, time.perf_counter() - began)

    def picture(self) -> FullPicture:
        """The picture as far as it is; of a way, all of it."""
        if self._denoising is None or not self._denoising.step:
            return to_picture(torch.full((1, 3, self.spec.height, self.spec.width), UNPAINTED))
        if self._denoising.is_over:
            return to_picture(strip_of(self._ranked) if self._is_way else self._chosen)
        foreseen = self._denoising.foreseen
        shown = self._model.decoder().pictures(foreseen if self._is_way else foreseen[:1])
        return to_picture(strip_of(shown) if self._is_way else shown)

    def candidates(self) -> FullPicture | None:
        """All pictures, the best one first; None for one, for a way, and before the end."""
        is_over = self._denoising is not None and self._denoising.is_over
        if self._is_way or not is_over or self._wish.count == 1:
            return None
        return contact_sheet(self._ranked)

    def save(self, path: Path) -> None:
        """Keep how far it is, with all that was found so far. Raises OSError."""
        tensors = {RANDOM: self._random.get_state()}
        if self._vectors is not None:
            tensors |= {"wanted": self._vectors.wanted, "unlike": self._vectors.unlike}
        elif self._prior_run is not None:
            tensors["vectors"] = self._prior_run.vectors
        run = self._denoising
        if run is not None:
            tensors |= {"noise": run.noise, "latents": run.latents}
        prior_steps = self.prior_steps if self._vectors is not None else self.step
        KandinskyState(self.spec, prior_steps, run.step if run else 0, tensors).save(path)

    def go_on_from(self, state: KandinskyState) -> None:
        """Go on where `state` was kept. Raises UserError where that was another painting."""
        state.check_fits(self.spec)
        tensors = state.tensors
        if "wanted" in tensors:
            self._vectors = VectorsToPaint(tensors["wanted"], tensors["unlike"])
        elif "vectors" in tensors:
            self._begun_prior().go_on_from(state.prior_steps, tensors["vectors"])
        if "latents" in tensors:
            run = self._begun_denoising()
            run.go_on_from(state.denoising_steps, tensors["noise"], tensors["latents"])
        state.set_random(self._random)

    def _go_on_with_vectors(self) -> float:
        run = self._begun_prior()
        loss = run.go_on()
        if run.is_over:
            self._find_vectors(run.found())
        return loss

    def _denoise(self) -> float:
        if self._vectors is None:
            self._find_vectors(None)
        return self._begun_denoising().go_on()

    def _begun_prior(self) -> PriorRun:
        if self._prior_run is None:
            wish, settings = self._wish, self._settings
            prior = with_room_for_prior(self._model).prior()
            self._prior_run = PriorRun(
                prior, wish.texts, wish.unlike, settings.candidates, settings.prior_steps, self._random
            )
        return self._prior_run

    def _find_vectors(self, found: Tensor | None) -> None:
        prior = with_room_for_prior(self._model).prior()
        self._vectors = self._wish.vectors(prior, found)
        self._prior_run = None

    def _begun_denoising(self) -> DenoisingRun:
        if self._denoising is None:
            assert self._vectors is not None
            decoder = with_room_for_decoder(self._model).decoder()
            decoder.slice_attention(sliced=self.spec.width * self.spec.height > SLICED_ABOVE)
            factor = decoder.folder.factor
            self._denoising = DenoisingRun(
                decoder,
                self._vectors,
                (self.spec.height // factor, self.spec.width // factor),
                self._settings.denoising_steps,
                self._settings.guidance,
                self._random,
                self._given(decoder),
            )
        return self._denoising

    @property
    def _is_way(self) -> bool:
        return bool(self._settings.between)

    @cached_property
    def _ranked(self) -> Tensor:
        assert self._denoising is not None
        return self._rank(self._model.decoder().pictures(self._denoising.latents))

    @property
    def _chosen(self) -> Tensor:
        return candidate(self._ranked, self.spec.chosen)


def with_room_for_prior(model: LoadedKandinsky) -> LoadedKandinsky:
    """`model`, without its decoder where there is no room for both."""
    if not model.has_prior and model.has_decoder and free_memory() < model.bytes_of(model.prior_folder):
        model.forget_decoder()
    return model


def with_room_for_decoder(model: LoadedKandinsky) -> LoadedKandinsky:
    """`model`, without its prior where there is no room for both."""
    if not model.has_decoder and model.has_prior and free_memory() < 2 * model.bytes_of(model.folder):
        model.forget_prior()
    return model
