"""The loop: draw, look, guide, learn. Its state can be saved between any two steps."""

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.painting.frame import Frame, Notice
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.augment import augment, draw_augmentation
from mmdesk.generation.canvas import Size, resized, to_picture
from mmdesk.generation.clip_guide import ClipGuide
from mmdesk.generation.cutouts import Cutter
from mmdesk.generation.drawers.drawer import Drawer
from mmdesk.generation.image_losses import ImageLosses
from mmdesk.generation.memory_budget import MemoryBudget, empty_cache, is_out_of_memory
from mmdesk.generation.optimisers import (
    make_optimiser,
    optimiser_state,
    rate_at,
    restore_optimiser,
    set_rate,
)
from mmdesk.generation.stages import stage_cutouts, stage_size
from mmdesk.generation.state import PaintState


@dataclass(frozen=True)
class SourceImages:
    """The pictures a painting works from, [1, 3, h, w] at its final size.

    `begin` is what the first step sees; `start` is the user's own picture, if there is one, and `kept`
    [1, 1, h, w] is 1 where it must stay.
    """

    begin: Tensor
    start: Tensor | None = None
    kept: Tensor | None = None


class Painting:
    """One picture on its way from noise to its spec. Not for two threads at once.

    `drawer` is the one for the final size. With a `state`, of this spec or branched to it, the painting
    goes on from there, and on the processor it comes to the very pixels it would have come to anyhow.
    """

    def __init__(
        self,
        spec: PaintSpec,
        drawer: Drawer,
        guides: Sequence[ClipGuide],
        sources: SourceImages,
        random: torch.Generator,
        state: PaintState | None = None,
    ) -> None:
        self.spec = spec
        self._final = drawer
        self._guides = list(guides)
        self._sources = sources
        self._random = random
        self._image_losses = ImageLosses(spec, sources.start)
        self._cutter = Cutter.of(spec)
        self._step = state.step if state else 0
        self._budget = state.budget if state else MemoryBudget.at_first(spec.cutouts)
        self._drawer = drawer.at_size(stage_size(spec, max(0, self._step - 1)))
        if state is None:
            self._take_up(self._drawer.init_from(sources.begin, random))
        else:
            self._restore(state)

    @property
    def step(self) -> int:
        """How many steps are done."""
        return self._step

    @property
    def size(self) -> Size:
        """Of the picture as it is painted now; it may grow once."""
        return self._drawer.size

    def steps(self) -> Generator[Frame | Notice, None, None]:
        """Paint: a frame after each step that is left, notices in between.

        Between two values the painting is whole: it can be left there, saved, and gone on with. The
        picture of the last frame is the finished one; those before are as they were drawn to be judged.
        Raises UserError where not even the smallest step fits into memory.
        """
        while self._step < self.spec.steps:
            began = time.perf_counter()
            self._grow_if_due()
            drawn, losses = yield from self._judged()
            self._learn()
            self._step += 1
            picture = self.picture() if self._step == self.spec.steps else to_picture(drawn)
            yield Frame(self._step, self.spec.steps, picture, losses, time.perf_counter() - began)

    def picture(self) -> FullPicture:
        """The picture as far as it is, by the average of the last steps, at its final size."""
        with torch.no_grad():
            drawn = self._shown(self._average if self.spec.ema else self._tensors)
        return to_picture(resized(drawn, self._final.size))

    def snapshot(self) -> PaintState:
        """Everything the rest of the painting depends on, copied."""
        return PaintState(
            self.spec,
            self._step,
            tensors=_copies(self._tensors),
            average=_copies(self._average),
            optimiser={name: value.cpu() for name, value in optimiser_state(self._optimiser).items()},
            random=self._random.get_state(),
            budget=self._budget,
            dtypes=tuple(guide.plan.dtype for guide in self._guides),
        )

    # Beginning and going on

    def _take_up(self, tensors: Mapping[str, Tensor]) -> None:
        """Learn `tensors` from now on, with an optimiser and an average that know no others."""
        self._tensors = {name: tensor.detach().clone().requires_grad_() for name, tensor in tensors.items()}
        self._average = {name: tensor.detach().clone() for name, tensor in tensors.items()}
        self._optimiser = make_optimiser(self.spec.optimiser, self._tensors, self._drawer.learning_rate)

    def _restore(self, state: PaintState) -> None:
        device = self._sources.begin.device
        expected = self._drawer.init_from(self._sources.begin, self._random)
        if {name: tensor.shape for name, tensor in expected.items()} != {
            name: tensor.shape for name, tensor in state.tensors.items()
        }:
            raise UserError("The saved painting does not fit its settings or the model it was painted with.")
        self._take_up({name: tensor.to(device) for name, tensor in state.tensors.items()})
        self._average = {name: tensor.to(device).clone() for name, tensor in state.average.items()}
        restore_optimiser(self._optimiser, state.optimiser)
        self._random.set_state(state.random)
        if state.budget.checkpointed:
            self._final.use_checkpointing()

    def _grow_if_due(self) -> None:
        """Go over to the next stage: the same picture, larger."""
        size = stage_size(self.spec, self._step)
        if size != self._drawer.size:
            coarser, self._drawer = self._drawer, self._final.at_size(size)
            self._take_up(self._drawer.upsampled(self._tensors, coarser))

    # One step

    def _judged(self) -> Generator[Notice, None, tuple[Tensor, dict[str, float]]]:
        """The picture drawn and its losses, with gradients left in the tensors; in smaller bites at need."""
        while True:
            random = self._random.get_state()
            try:
                drawn, losses = self._judge_once()
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
                drawn = None
            if drawn is not None and self._are_finite():
                return drawn, losses
            self._forget_gradients()
            self._random.set_state(random)
            yield self._tightened() if drawn is None else self._made_exact()

    def _judge_once(self) -> tuple[Tensor, dict[str, float]]:
        """Draw once; the picture is shown as it is judged. Each part of the loss is differentiated at once
        down to the picture, so that no more than one is in memory.
        """
        drawn = self._shown(self._tensors)
        canvas = drawn.detach().requires_grad_()
        losses = self._look(canvas)
        count = stage_cutouts(self.spec, self._step, self._budget.cutouts)
        pieces = self._cutter.choose(self.size, count, self._random)
        augmentation = draw_augmentation(self.spec.augmentations, len(pieces), self._random)
        for guide in self._guides:
            for first in range(0, len(pieces), self._budget.chunk):
                part = slice(first, first + self._budget.chunk)
                cutouts = self._cutter.cut(canvas, pieces[part], guide.side)
                found = guide.losses(augment(cutouts, augmentation[part]))
                share = len(cutouts) / len(pieces) / len(self._guides)
                _add(losses, {name: share * loss for name, loss in found.items()})
        drawn.backward(canvas.grad)  # type: ignore[no-untyped-call]
        return canvas.detach(), losses | {"total": sum(losses.values())}

    def _shown(self, tensors: Mapping[str, Tensor]) -> Tensor:
        """What `tensors` draw, with what must stay of the start picture laid over it."""
        drawn = self._drawer.draw(tensors)
        if self._sources.kept is None or self._sources.start is None:
            return drawn
        kept = resized(self._sources.kept, self.size)
        return torch.lerp(drawn, resized(self._sources.start, self.size), kept)

    def _look(self, canvas: Tensor) -> dict[str, float]:
        """The losses of the picture itself."""
        losses: dict[str, float] = {}
        _add(losses, self._image_losses.losses(canvas))
        return losses

    def _learn(self) -> None:
        """One step of the optimiser, and of the average behind it."""
        set_rate(self._optimiser, rate_at(self.spec, self._drawer.learning_rate, self._step))
        self._optimiser.step()
        self._forget_gradients()
        with torch.no_grad():
            self._drawer.clamp(self._tensors)
            for name, tensor in self._tensors.items():
                self._average[name].lerp_(tensor, 1 - self.spec.ema)

    # When a step fails

    def _are_finite(self) -> bool:
        return all(
            tensor.grad is None or bool(tensor.grad.isfinite().all()) for tensor in self._tensors.values()
        )

    def _forget_gradients(self) -> None:
        for tensor in self._tensors.values():
            tensor.grad = None

    def _tightened(self) -> Notice:
        """Take smaller steps from now on."""
        empty_cache()
        smaller = self._budget.reduced(can_checkpoint=True)
        if (
            smaller is not None
            and smaller.checkpointed
            and not self._budget.checkpointed
            and not self._final.use_checkpointing()
        ):
            smaller = self._budget.reduced(can_checkpoint=False)
        if smaller is None:
            raise UserError("There is not enough memory for this painting; choose a smaller size or engine.")
        self._budget = smaller
        return Notice(f"Memory ran out; the painting goes on with {smaller}.")

    def _made_exact(self) -> Notice:
        """Judge in fp32 from now on."""
        if all(guide.plan.dtype == "float32" for guide in self._guides):
            raise UserError(
                "The judging model finds no way on: its weights or those of the drawer are damaged."
            )
        self._guides = [guide.in_float32() for guide in self._guides]
        return Notice("The fast arithmetic was too coarse for this picture; the painting goes on exactly.")


def _add(losses: dict[str, float], found: Mapping[str, Tensor]) -> None:
    """Differentiate what was `found` and add it to `losses`."""
    if not found:
        return
    torch.stack(list(found.values())).sum().backward()  # type: ignore[no-untyped-call]
    for name, loss in found.items():
        losses[name] = losses.get(name, 0.0) + float(loss.detach())


def _copies(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: tensor.detach().cpu().clone() for name, tensor in tensors.items()}
