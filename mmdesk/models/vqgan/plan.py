"""Plans for decoding on this machine: data type and memory layout, found out once by trying.

bf16 weights double the speed of one processor and halve that of another; the same is true of the
channels-last layout, and of the two together. A painting takes hundreds of forward and backward passes, so a
trial of some seconds pays, and what it finds is kept with the machine, the model and the torch version.
"""

import copy
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from mmdesk.models.plan import ProbeCache, machine_key
from mmdesk.models.plan_choice import low_precision
from mmdesk.models.vqgan.network import Vqgan

TRIAL_CELLS = 8
"""Side of the latent that is decoded on trial, in cells."""

ROUNDS = 2
"""Passes of each plan; the first one is a warm-up."""

MAX_ERROR = 0.05
"""Mean absolute error against fp32, of pixels of -1 to 1, that a faster type may cause."""


@dataclass(frozen=True, slots=True)
class DecodingPlan:
    """`dtype` is torch's name of it; with `channels_last`, the channels of a pixel lie side by side."""

    device: str
    dtype: str = "float32"
    channels_last: bool = False

    @property
    def torch_dtype(self) -> torch.dtype:
        """`dtype` as torch has it."""
        dtype: torch.dtype = getattr(torch, self.dtype)
        return dtype

    @property
    def memory_format(self) -> torch.memory_format:
        """The memory layout as torch has it."""
        return torch.channels_last if self.channels_last else torch.contiguous_format


def place(network: Vqgan, plan: DecodingPlan) -> Vqgan:
    """`network` itself, as `plan` wants it; the codebook stays in fp32, since codes lie close together."""
    quantiser = network.quantize
    network.quantize = nn.Identity()
    network.to(plan.device, plan.torch_dtype).to(memory_format=plan.memory_format)
    network.quantize = quantiser
    quantiser.to(plan.device)
    return network


def chosen_plan(network: Vqgan, key: str, device: str, cache: ProbeCache) -> DecodingPlan:
    """The fastest sound plan for the model `key`, remembered or tried out. `network` is left as it was."""
    stored = _sound(cache.get(machine_key(f"vqgan {key}", device)), device)
    if stored is not None:
        return stored
    plan = _fastest(network, device)
    remember(plan, key, cache)
    return plan


def remember(plan: DecodingPlan, key: str, cache: ProbeCache) -> None:
    """Store `plan` for the model `key`."""
    cache.put(machine_key(f"vqgan {key}", plan.device), asdict(plan))


def _fastest(network: Vqgan, device: str) -> DecodingPlan:
    exact = DecodingPlan(device)
    best_seconds, wanted = _trial(network, exact)
    best = exact
    for plan in _others(exact):
        seconds, found = _trial(network, plan)
        if seconds < best_seconds and float((found - wanted).abs().mean()) < MAX_ERROR:
            best, best_seconds = plan, seconds
    return best


def _others(exact: DecodingPlan) -> list[DecodingPlan]:
    narrow = [replace(exact, dtype=dtype) for dtype in low_precision(exact.device)]
    return [replace(plan, channels_last=last) for plan in (exact, *narrow) for last in (False, True)][1:]


def _trial(network: Vqgan, plan: DecodingPlan) -> tuple[float, Tensor]:
    """Seconds of a forward and backward pass, and the picture in fp32 on the processor."""
    ready = place(copy.deepcopy(network), plan)
    codes = ready.codebook[: TRIAL_CELLS**2].repeat(TRIAL_CELLS**2, 1)[: TRIAL_CELLS**2]
    z = codes.view(1, TRIAL_CELLS, TRIAL_CELLS, -1).movedim(-1, 1)
    z = z.to(plan.torch_dtype).contiguous(memory_format=plan.memory_format).requires_grad_()
    seconds = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        pixels = ready.decode(z)
        pixels.float().pow(2).mean().backward()  # type: ignore[no-untyped-call]
        found = pixels.detach().float().cpu()
        seconds = min(seconds, time.perf_counter() - start)
    return seconds, found


def _sound(stored: Any, device: str) -> DecodingPlan | None:
    """The plan in the file, unless someone wrote nonsense into it."""
    if not isinstance(stored, dict):
        return None
    dtype, last = stored.get("dtype"), stored.get("channels_last")
    if dtype in ("float32", "bfloat16", "float16") and isinstance(last, bool):
        return DecodingPlan(device, str(dtype), last)
    return None
