"""The state of a stage on disk: tensors in safetensors, numbers in its header. No pickle anywhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.optim import Optimizer

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError

WORK = "work"
"""The folder of checkpoints below that of a run."""

MOMENTS = ("step", "exp_avg", "exp_avg_sq")
"""What AdamW remembers of each parameter."""


@dataclass(frozen=True)
class Checkpoint:
    """Groups of named tensors ("network", "average", "optimiser") and a few numbers."""

    groups: dict[str, dict[str, Tensor]]
    numbers: dict[str, float]

    def save(self, path: Path) -> None:
        """Write the file whole or not at all: a crash leaves the former checkpoint."""
        flat = {
            f"{group}/{name}": tensor.detach().cpu().clone().contiguous()
            for group, tensors in self.groups.items()
            for name, tensor in tensors.items()
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            save_file(flat, part, metadata={"numbers": json.dumps(self.numbers)})

    @classmethod
    def load(cls, path: Path) -> "Checkpoint":
        """Raises UserError where the file is broken."""
        groups: dict[str, dict[str, Tensor]] = {}
        try:
            with safe_open(path, framework="pt") as file:
                numbers = json.loads((file.metadata() or {}).get("numbers", "{}"))
                for key in file.keys():  # noqa: SIM118  (not a mapping)
                    group, _, name = key.partition("/")
                    groups.setdefault(group, {})[name] = file.get_tensor(key)
        except (SafetensorError, OSError, ValueError) as error:
            raise UserError(f"The checkpoint {path} is broken.") from error
        return cls(groups, numbers)


def optimiser_tensors(optimiser: Optimizer) -> dict[str, Tensor]:
    """The optimiser's memory by parameter number."""
    state: Mapping[int, Mapping[str, Any]] = optimiser.state_dict()["state"]
    return {
        f"{number}.{name}": torch.as_tensor(one[name]) for number, one in state.items() for name in MOMENTS
    }


def restore_optimiser(optimiser: Optimizer, tensors: Mapping[str, Tensor]) -> None:
    """The inverse of `optimiser_tensors`, for an optimiser of the same parameters."""
    state: dict[int, dict[str, Tensor]] = {}
    for key, tensor in tensors.items():
        number, _, name = key.partition(".")
        state.setdefault(int(number), {})[name] = tensor
    optimiser.load_state_dict({"state": state, "param_groups": optimiser.state_dict()["param_groups"]})


def floats(network: nn.Module) -> dict[str, Tensor]:
    """The parameters and running statistics of `network`, by name."""
    return {name: tensor for name, tensor in network.state_dict().items() if tensor.is_floating_point()}


def open_work(out: Path, described: Mapping[str, Any], *, resume: bool) -> Path:
    """The folder of checkpoints below `out`; what the run is, `described`, lies beside them.

    Raises UserError where another run is there that shall not be resumed.
    """
    work = out / WORK
    if any(work.glob("*.safetensors")) and not resume:
        raise UserError(f"The folder {out} already holds a run: go on with --resume or choose another --out.")
    work.mkdir(parents=True, exist_ok=True)
    (work / "spec.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    return work
