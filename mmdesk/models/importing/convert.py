"""Conversion of weights of others to safetensors: only what the network has, in its shapes, all finite."""

from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc
from mmdesk.models.importing.archive_parts import is_script
from mmdesk.models.importing.expected import Expected, Weights
from mmdesk.models.importing.pickles import read_checkpoint
from mmdesk.models.importing.scripts import read_script

KEPT_TYPES = (torch.float32, torch.float16, torch.bfloat16)

Tell = Callable[[int, int], None]
"""Called with the number of bytes done, and of all, as the network holds them."""


def convert(weights: Path, expected: Expected, out: Path, tell: Tell) -> None:
    """Write the tensors of `weights` that are `expected` to the safetensors file `out`.

    Raises UserError where they are not the weights of that network.
    """
    given = expected.renamed(_read(weights))
    _check_complete(given, expected.tensors, weights)
    kept, done, total = {}, 0, sum(one.nbytes for one in expected.tensors.values())
    for name, wanted in expected.tensors.items():
        kept[name] = _checked(name, given[name], wanted, weights)
        done += wanted.nbytes
        tell(done, total)
    save_file(kept, out)


def _read(path: Path) -> Weights:
    if path.suffix.lower() != ".safetensors":
        return read_script(path) if is_script(path) else read_checkpoint(path)
    try:
        with safe_open(path, framework="pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, TypeError) as error:
        raise UserError(tr("The file {path} is broken or cut short.", path=path)) from error


def _check_complete(given: Mapping[str, Tensor], wanted: Mapping[str, Tensor], path: Path) -> None:
    missing = [name for name in wanted if name not in given]
    if missing:
        raise UserError(
            tr(
                "{file} is not of this network: {missing} of {all} tensors are missing, {tensor} for one.",
                file=path.name,
                missing=len(missing),
                all=len(wanted),
                tensor=missing[0],
            )
        )


def _checked(name: str, tensor: Tensor, wanted: Tensor, path: Path) -> Tensor:
    """A copy of `tensor`, which is as large as `wanted` and finite. Double precision becomes single."""
    if tensor.shape != wanted.shape:
        raise UserError(
            tr(
                "{file} is not of this network: {tensor} has the shape {shape}, not {wanted}.",
                file=path.name,
                tensor=name,
                shape=_shape(tensor),
                wanted=_shape(wanted),
            )
        )
    if not wanted.is_floating_point() and tensor.dtype == wanted.dtype:
        return tensor.clone().contiguous()
    if not (tensor.is_floating_point() and wanted.is_floating_point()):
        raise UserError(
            tr(
                "{file} holds {tensor} as {dtype}, which are no weights.",
                file=path.name,
                tensor=name,
                dtype=tensor.dtype,
            )
        )
    kept = tensor.to(tensor.dtype if tensor.dtype in KEPT_TYPES else torch.float32, copy=True)
    if not bool(kept.isfinite().all()):
        raise UserError(
            tr("{file} is damaged: {tensor} holds numbers that are not finite.", file=path.name, tensor=name)
        )
    return kept.contiguous()


def _shape(tensor: Tensor) -> str:
    return "×".join(map(str, tensor.shape)) or trc("shape of a tensor", "one number")
