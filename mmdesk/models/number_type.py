"""The type of numbers that large networks are fastest in on this machine, found out once by trying.

A trial of the network itself would need room for it twice. A convolution and a product of the sizes that
large networks consist of tell as much.
"""

import time

import torch
from torch.nn import functional

from mmdesk.models.plan import ProbeCache, machine_key
from mmdesk.models.plan_choice import low_precision

SUBJECT = "large networks"
"""What the result is kept under."""

ROUNDS = 3
WORTH_IT = 0.8
"""Share of the time of fp32 that a smaller type may take at most: it is less exact."""


def fastest_type(device: str, cache: ProbeCache) -> torch.dtype:
    """The type for `device`, as it was found earlier, or tried out in a second."""
    key = machine_key(SUBJECT, device)
    stored = cache.get(key)
    named = stored.get("dtype") if isinstance(stored, dict) else None
    if named not in ("float32", "bfloat16", "float16"):
        named = _fastest(device)
        cache.put(key, {"dtype": named})
    dtype: torch.dtype = getattr(torch, named)
    return dtype


def _fastest(device: str) -> str:
    best, least = "float32", WORTH_IT * _seconds(torch.float32, device)
    for name in low_precision(device):
        seconds = _seconds(getattr(torch, name), device)
        if seconds < least:
            best, least = name, seconds
    return best


@torch.inference_mode()
def _seconds(dtype: torch.dtype, device: str) -> float:
    """Seconds that a convolution and a product take, at best."""
    picture = torch.ones(1, 128, 32, 32, dtype=dtype, device=device)
    kernel = torch.ones(128, 128, 3, 3, dtype=dtype, device=device)
    matrix = torch.ones(768, 768, dtype=dtype, device=device)
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        told = functional.conv2d(picture, kernel, padding=1).mean() + (matrix @ matrix).mean()
        told.item()  # waits for an accelerator
        best = min(best, time.perf_counter() - began)
    return best
