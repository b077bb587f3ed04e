"""Plans worth trying on a device, and the choice among them."""

from collections.abc import Iterator
from typing import Protocol

import torch

from mmdesk.models.device import multiplies_bytes
from mmdesk.models.plan import INT8, EncodingPlan


def plans_to_try(device: str) -> Iterator[EncodingPlan]:
    """One plan per data type that may be fast on `device`, fp32 first as the measure of the others."""
    batch = 8 if device == "cpu" else 64
    for dtype in ["float32", *low_precision(device)]:
        yield EncodingPlan(device, dtype, batch)


def int8_plans(device: str) -> Iterator[EncodingPlan]:
    """One more plan where int8 products are fast; without gradients, which need finer numbers."""
    if multiplies_bytes(device):
        yield EncodingPlan(device, INT8, 8)


def larger_batches(plan: EncodingPlan) -> Iterator[EncodingPlan]:
    """`plan` with growing batches, as far as they can help on its device."""
    for factor in (2, 4):
        yield EncodingPlan(plan.device, plan.dtype, plan.batch * factor)


def low_precision(device: str) -> list[str]:
    """Types with hardware behind them; emulated bf16 would take minutes only to lose the probe."""
    if device == "cuda":
        return ["float16", "bfloat16"] if torch.cuda.is_bf16_supported() else ["float16"]
    if device == "mps":
        return ["float16"]
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return []
    return ["bfloat16"] if torch.ops.mkldnn._is_mkldnn_bf16_supported() else []  # noqa: SLF001


class Trial(Protocol):
    """A way to time plans."""

    def seconds_per_picture(self, plan: EncodingPlan) -> float | None:
        """Seconds per picture with `plan`; None when its vectors are no good."""
        ...

    def out_of_time(self) -> bool:
        """Whether no further plan should be tried."""
        ...


WORTH_IT = 0.95
"""Share of the time a larger batch may take at most: it costs memory and makes a search wait longer."""


def choose_plan(trial: Trial, device: str) -> EncodingPlan:
    """The fastest sound plan for `device` by `trial`: first the data type, then the batch."""
    best, best_seconds = EncodingPlan(device), float("inf")
    for plan in [*plans_to_try(device), *int8_plans(device)]:
        seconds = trial.seconds_per_picture(plan)
        if seconds is not None and seconds < best_seconds:
            best, best_seconds = plan, seconds
    for plan in larger_batches(best):
        seconds = None if trial.out_of_time() else trial.seconds_per_picture(plan)
        if seconds is None or seconds > WORTH_IT * best_seconds:
            break
        best, best_seconds = plan, seconds
    return best
