"""The optimisation loop of VQGAN+CLIP. Its state can be saved between any two steps.

One step: draw the picture, cut and augment cutouts, encode them by CLIP, backward pass, optimiser step, EMA.
"""

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.full_picture import FullPicture
from mmdesk.core.language import tr
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
    learning_rate_at,
    make_optimiser,
    optimiser_state,
    restore_optimiser,
    set_learning_rate,
)
from mmdesk.generation.run_file import save_run
from mmdesk.generation.stages import stage_cutouts, stage_size
from mmdesk.generation.state import PaintState


@dataclass(frozen=True)
class SourceImages:
    """The pictures a painting works from, [1, 3, h, w] at its final size.

    `initial` is what the first step sees; `start` is the user's own picture, if there is one, and `kept`
    [1, 1, h, w] is 1 where it must stay.
    """

    initial: Tensor
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
        self._final_drawer = drawer
        self._guides = list(guides)
        self._sources = sources
        self._random = random
        self._image_losses = ImageLosses(spec, sources.start)
        self._cutter = Cutter.of(spec)
        self._step = state.step if state else 0
        self._budget = state.budget if state else MemoryBudget.at_first(spec.cutouts)
        self._drawer = drawer.at_size(stage_size(spec, max(0, self._step - 1)))
        if state is None:
            self._optimise(self._drawer.init_from(sources.initial, random))
        else:
            self._restore(state)

    @property
    def step(self) -> int:
        """Number of steps done."""
        return self._step

    @property
    def size(self) -> Size:
        """Size of the picture as it is painted now; it may grow once."""
        return self._drawer.size

    def steps(self) -> Generator[Frame | Notice, None, None]:
        """Paint: a frame after each step that is left, notices in between.

        Between two values the painting is whole: it can be left there, saved, and gone on with. The
        picture of the last frame is the finished one; those before are as CLIP saw them.
        Raises UserError where not even the smallest step fits into memory.
        """
        while self._step < self.spec.steps:
            began = time.perf_counter()
            self._grow_if_due()
            drawn, losses = yield from self._gradients()
            self._update()
            self._step += 1
            picture = self.picture() if self._step == self.spec.steps else to_picture(drawn)
            yield Frame(self._step, self.spec.steps, picture, losses, time.perf_counter() - began)

    def picture(self) -> FullPicture:
        """The picture as far as it is, from the EMA of the tensors, at its final size."""
        with torch.no_grad():
            drawn = self._draw(self._average if self.spec.ema else self._tensors)
        return to_picture(resized(drawn, self._final_drawer.size))

    def candidates(self) -> FullPicture | None:
        """None: one picture is painted."""
        return None

    def save(self, path: Path) -> None:
        """Keep everything needed to go on. Raises OSError."""
        save_run(self.snapshot(), path)

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

    def _optimise(self, tensors: Mapping[str, Tensor]) -> None:
        """Optimise `tensors` from now on, with a new optimiser and a new EMA."""
        self._tensors = {name: tensor.detach().clone().requires_grad_() for name, tensor in tensors.items()}
        self._average = {name: tensor.detach().clone() for name, tensor in tensors.items()}
        self._optimiser = make_optimiser(self.spec.optimiser, self._tensors, self._drawer.learning_rate)

    def _restore(self, state: PaintState) -> None:
        device = self._sources.initial.device
        expected = self._drawer.init_from(self._sources.initial, self._random)
        if {name: tensor.shape for name, tensor in expected.items()} != {
            name: tensor.shape for name, tensor in state.tensors.items()
        }:
            raise UserError(
                tr("The saved painting does not fit its settings or the model it was painted with.")
            )
        self._optimise({name: tensor.to(device) for name, tensor in state.tensors.items()})
        self._average = {name: tensor.to(device).clone() for name, tensor in state.average.items()}
        restore_optimiser(self._optimiser, state.optimiser)
        self._random.set_state(state.random)
        if state.budget.checkpointed:
            self._final_drawer.use_checkpointing()

    def _grow_if_due(self) -> None:
        """Go over to the next stage: the same picture, larger."""
        size = stage_size(self.spec, self._step)
        if size != self._drawer.size:
            coarser, self._drawer = self._drawer, self._final_drawer.at_size(size)
            self._optimise(self._drawer.upsampled(self._tensors, coarser))

    # One step

    def _gradients(self) -> Generator[Notice, None, tuple[Tensor, dict[str, float]]]:
        """The picture and its losses, with gradients left in the tensors.

        What does not fit into memory is tried again with a smaller budget, what overflows again in fp32, both
        with the same random numbers.
        """
        while True:
            random = self._random.get_state()
            try:
                drawn, losses = self._forward_and_backward()
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
                drawn = None
            if drawn is not None and self._has_finite_gradients():
                return drawn, losses
            self._clear_gradients()
            self._random.set_state(random)
            yield self._reduce_budget() if drawn is None else self._go_over_to_float32()

    def _forward_and_backward(self) -> tuple[Tensor, dict[str, float]]:
        """One forward and backward pass; returns the picture as CLIP saw it, and the losses by name.

        The backward pass has two halves, so that the activations of one chunk of cutouts at a time are in
        memory: from each loss to the picture, where gradients add up, then from the picture to the tensors.
        """
        drawn = self._draw(self._tensors)
        canvas = drawn.detach().requires_grad_()
        losses: dict[str, float] = {}
        _backward(self._image_losses.losses(canvas), losses)
        count = stage_cutouts(self.spec, self._step, self._budget.cutouts)
        pieces = self._cutter.choose(self.size, count, self._random)
        augmentation = draw_augmentation(self.spec.augmentations, len(pieces), self._random)
        for guide in self._guides:
            for first in range(0, len(pieces), self._budget.chunk):
                chunk = slice(first, first + self._budget.chunk)
                cutouts = self._cutter.cut(canvas, pieces[chunk], guide.side)
                found = guide.losses(augment(cutouts, augmentation[chunk]))
                share = len(cutouts) / len(pieces) / len(self._guides)
                _backward({name: share * loss for name, loss in found.items()}, losses)
        drawn.backward(canvas.grad)  # type: ignore[no-untyped-call]
        return canvas.detach(), losses | {"total": sum(losses.values())}

    def _draw(self, tensors: Mapping[str, Tensor]) -> Tensor:
        """The picture of `tensors`, with what must stay of the start picture laid over it."""
        drawn = self._drawer.draw(tensors)
        if self._sources.kept is None or self._sources.start is None:
            return drawn
        kept = resized(self._sources.kept, self.size)
        return torch.lerp(drawn, resized(self._sources.start, self.size), kept)

    def _update(self) -> None:
        """One step of the optimiser, and of the EMA behind it."""
        set_learning_rate(
            self._optimiser, learning_rate_at(self.spec, self._drawer.learning_rate, self._step)
        )
        self._optimiser.step()
        self._clear_gradients()
        with torch.no_grad():
            self._drawer.clamp(self._tensors)
            for name, tensor in self._tensors.items():
                self._average[name].lerp_(tensor, 1 - self.spec.ema)

    # When a step fails

    def _has_finite_gradients(self) -> bool:
        return all(
            tensor.grad is None or bool(tensor.grad.isfinite().all()) for tensor in self._tensors.values()
        )

    def _clear_gradients(self) -> None:
        for tensor in self._tensors.values():
            tensor.grad = None

    def _reduce_budget(self) -> Notice:
        """Take a smaller memory budget from now on. Raises UserError where there is none."""
        empty_cache()
        budget = self._budget.reduced(can_checkpoint=True)
        is_new = budget is not None and budget.checkpointed and not self._budget.checkpointed
        if is_new and not self._final_drawer.use_checkpointing():
            budget = self._budget.reduced(can_checkpoint=False)
        if budget is None:
            raise UserError(
                tr("There is not enough memory for this painting; choose a smaller size or engine.")
            )
        self._budget = budget
        return Notice(tr("Memory ran out; the painting goes on with {budget}.", budget=budget))

    def _go_over_to_float32(self) -> Notice:
        """Run CLIP in fp32 from now on. Raises UserError where it is already."""
        if all(guide.plan.dtype == "float32" for guide in self._guides):
            raise UserError(
                tr("The judging model finds no way on: its weights or those of the drawer are damaged.")
            )
        self._guides = [guide.in_float32() for guide in self._guides]
        return Notice(
            tr("The fast arithmetic was too coarse for this picture; the painting goes on exactly.")
        )


def _backward(found: Mapping[str, Tensor], losses: dict[str, float]) -> None:
    """Backward pass from the sum of what was `found`; its numbers are added to `losses`."""
    if not found:
        return
    torch.stack(list(found.values())).sum().backward()  # type: ignore[no-untyped-call]
    for name, loss in found.items():
        losses[name] = losses.get(name, 0.0) + float(loss.detach())


def _copies(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: tensor.detach().cpu().clone() for name, tensor in tensors.items()}
