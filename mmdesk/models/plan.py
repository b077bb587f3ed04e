"""Plans for encoding on this machine: data type and batch size, found out once by trying.

bf16 doubles the speed of one processor and halves that of another, and no table knows them all; so a
short probe decides, and its result is kept with the machine, the model and the torch version it holds for.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import torch

from mmdesk.core.atomic_file import replacing
from mmdesk.models.device import machine, multiplies_bytes

INT8 = "int8"
DTYPES = ("float32", "bfloat16", "float16", INT8)


@dataclass(frozen=True, slots=True)
class EncodingPlan:
    """`dtype` is torch's name of it ("float32", "bfloat16", "float16", "int8"); `batch` counts pictures."""

    device: str
    dtype: str = "float32"
    batch: int = 16

    @property
    def torch_dtype(self) -> torch.dtype:
        """The data type of what goes into the tower; with int8 that is fp32, bytes are its own affair."""
        dtype: torch.dtype = getattr(torch, "float32" if self.dtype == INT8 else self.dtype)
        return dtype


class ProbeCache:
    """Results of probes, in a JSON file that can be lost without harm: then they are found out again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, key: str) -> Any:
        """The value stored under `key`, whatever it is by now, or None."""
        return self._read().get(key)

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Store `value`; the file is written whole or not at all."""
        everything = self._read() | {key: value}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self._path) as part:
            part.write_text(json.dumps(everything, indent=2), encoding="utf-8")

    def _read(self) -> dict[str, Any]:
        try:
            everything = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # not there yet, or damaged: nothing is remembered
            return {}
        return everything if isinstance(everything, dict) else {}


class PlanCache:
    """Plans found by the probe, by model."""

    def __init__(self, path: Path) -> None:
        self._cache = ProbeCache(path)

    def get(self, model_key: str, device: str) -> EncodingPlan | None:
        """The plan found earlier for this model on this machine with this torch, or None."""
        return _sound_plan(self._cache.get(machine_key(model_key, device)), device)

    def remember(self, model_key: str, plan: EncodingPlan) -> None:
        """Store `plan`."""
        self._cache.put(machine_key(model_key, plan.device), asdict(plan))


def machine_key(model_key: str, device: str) -> str:
    """Key for results about a model that hold for this machine and this torch."""
    here = machine(device)
    return " | ".join([model_key, device, here.cpu, f"{here.cores} cores", f"torch {here.torch}"])


def _sound_plan(stored: object, device: str) -> EncodingPlan | None:
    """The plan in the file, unless someone wrote nonsense into it."""
    if not isinstance(stored, dict):
        return None
    dtype, batch = stored.get("dtype"), stored.get("batch")
    if dtype in DTYPES and isinstance(batch, int) and 0 < batch <= 1024:
        return EncodingPlan(device, str(dtype), batch)
    return None


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
