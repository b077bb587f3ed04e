"""A painting between two steps: everything the next one depends on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trn
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.memory_budget import MemoryBudget

FIXED = ("engine", "width", "height", "grid", "strokes", "tiling", "optimiser", "coarse_to_fine")
"""Settings that the tensors of a state depend on. A branch may change all others."""


@dataclass(frozen=True)
class PaintState:
    """The state after `step` steps of `spec`.

    `tensors` are the drawer's, `average` their exponential moving average (EMA), `optimiser` the optimiser's
    own state (moments and the like), `random` the generator's, `dtypes` the data type of each guide. All are
    copies on the processor.
    """

    spec: PaintSpec
    step: int
    tensors: Mapping[str, Tensor]
    average: Mapping[str, Tensor]
    optimiser: Mapping[str, Tensor]
    random: Tensor
    budget: MemoryBudget
    dtypes: tuple[str, ...]

    def branched(self, spec: PaintSpec) -> "PaintState":
        """The same moment of another painting, which goes on by `spec`.

        Raises UserError where `spec` has another engine or size, or is over before this moment.
        """
        for name in FIXED:
            if getattr(spec, name) != getattr(self.spec, name):
                raise UserError(
                    tr(
                        "A painting cannot go on with another {setting}; begin a new one.",
                        setting=name.replace("_", " "),
                    )
                )
        if spec.steps < self.step:
            raise UserError(
                trn(
                    "This painting has {n} step behind it already, {steps} are too few.",
                    "This painting has {n} steps behind it already, {steps} are too few.",
                    self.step,
                    steps=spec.steps,
                )
            )
        same_guides = spec.clips == self.spec.clips
        budget = self.budget if spec.cutouts == self.spec.cutouts else MemoryBudget.at_first(spec.cutouts)
        return replace(self, spec=spec, budget=budget, dtypes=self.dtypes if same_guides else ())
