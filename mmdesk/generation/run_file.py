"""A run file: a painting between two steps, as safetensors, so that nothing in it can run code.

Spec, step and small settings are JSON in the file's metadata, under `painting`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import PaintSpec
from mmdesk.generation.memory_budget import MemoryBudget
from mmdesk.generation.state import PaintState

GROUPS = ("tensors", "average", "optimiser")


def save_run(state: PaintState, path: Path) -> None:
    """Write the file whole or not at all. Raises OSError."""
    tensors = {
        f"{group}/{name}": tensor for group in GROUPS for name, tensor in getattr(state, group).items()
    }
    tensors["random"] = state.random
    settings = {
        "spec": state.spec.to_document(),
        "step": state.step,
        "thrift": [state.budget.cutouts, state.budget.chunk, state.budget.checkpointed],
        "dtypes": list(state.dtypes),
    }
    # Python writes the bytes: on a full disk safetensors' own `save_file` raises what is no OSError.
    with replacing(path) as part:
        part.write_bytes(save(_own_storage(tensors), {"painting": json.dumps(settings)}))


def load_run(path: Path) -> PaintState:
    """The state in the file `path`. Raises UserError where it is missing, broken or of something else."""
    try:
        with safe_open(path, framework="pt") as file:
            written = (file.metadata() or {}).get("painting")
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise UserError(
            tr("The saved painting {path} is missing, broken or incomplete.", path=path)
        ) from error
    if written is None or "random" not in tensors:
        raise UserError(tr("The file {path} is no saved painting.", path=path))
    try:
        return _state(json.loads(written), tensors)
    except (ValueError, TypeError, KeyError) as error:
        raise UserError(tr("The saved painting {path} is damaged.", path=path)) from error


def _state(settings: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> PaintState:
    cutouts, chunk, checkpointed = settings["thrift"]
    groups: dict[str, dict[str, Tensor]] = {group: _group(tensors, f"{group}/") for group in GROUPS}
    return PaintState(
        spec=PaintSpec.from_document(settings["spec"]),
        step=int(settings["step"]),
        **groups,
        random=tensors["random"],
        budget=MemoryBudget(max(1, int(cutouts)), max(1, int(chunk)), bool(checkpointed)),
        dtypes=tuple(str(dtype) for dtype in settings["dtypes"]),
    )


def _group(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _own_storage(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Contiguous copies: the format refuses tensors that share memory."""
    return {
        name: tensor.detach().cpu().clone(memory_format=torch.contiguous_format)
        for name, tensor in tensors.items()
    }
