"""Plans for encoding on this machine: data type, batch size and engine, found out once by trying.

bf16 doubles the speed of one processor and halves that of another, and no table knows them all; so a
short probe decides (`probe`), and its result is kept with the machine, the model and the torch version it
holds for.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from mmdesk.core.atomic_file import replacing
from mmdesk.models.device import machine

if TYPE_CHECKING:
    import torch

Engine = Literal["torch", "onnx"]
"""Libraries that run a model: torch, or ONNX Runtime."""

INT8 = "int8"
DTYPES = ("float32", "bfloat16", "float16", INT8)


@dataclass(frozen=True, slots=True)
class EncodingPlan:
    """`dtype` is torch's name of it ("float32", "bfloat16", "float16", "int8"); `batch` counts pictures."""

    device: str
    dtype: str = "float32"
    batch: int = 16

    @property
    def torch_dtype(self) -> "torch.dtype":
        """The data type of what goes into the tower; with int8 that is fp32, bytes are its own affair."""
        import torch  # noqa: PLC0415  (whoever asks has it already)

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
        self.put_all({key: value})

    def put_all(self, values: Mapping[str, Any]) -> bool:
        """Store `values` by their keys, in place of others; returns whether any was new."""
        before = self._read()
        everything = before | dict(values)
        if everything == before:
            return False
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self._path) as part:
            part.write_text(json.dumps(everything, indent=2), encoding="utf-8")
        return True

    def all(self) -> dict[str, Any]:
        """All values by their keys, which name the machine that each holds for."""
        return self._read()

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

    def engine(self, model_key: str) -> Engine | None:
        """The engine found to encode pictures faster on the processor, or None where nobody tried."""
        stored = self._cache.get(machine_key(f"{model_key} engine", "cpu"))
        name = stored.get("engine") if isinstance(stored, dict) else None
        return name if name in get_args(Engine) else None

    def remember_engine(self, model_key: str, engine: Engine) -> None:
        """Store the faster engine."""
        self._cache.put(machine_key(f"{model_key} engine", "cpu"), {"engine": engine})


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
