"""What is kept of a painting by a Kandinsky: all that is on its way, and the random numbers to come.

It is safetensors, so that nothing in it can run code; the spec is JSON in the metadata.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import PaintSpec

METADATA = "kandinsky"
RANDOM = "random"


@dataclass(frozen=True)
class KandinskyState:
    """`tensors` after `prior_steps` and `denoising_steps`: vectors, noise, latents, the random state."""

    spec: PaintSpec
    prior_steps: int
    denoising_steps: int
    tensors: Mapping[str, Tensor]

    def save(self, path: Path) -> None:
        """Write the file whole or not at all. Raises OSError."""
        steps = {"prior_steps": self.prior_steps, "denoising_steps": self.denoising_steps}
        about = json.dumps({"spec": self.spec.to_document(), **steps})
        kept = {name: one.detach().cpu().contiguous().clone() for name, one in self.tensors.items()}
        with replacing(path) as part:
            part.write_bytes(save(kept, {METADATA: about}))

    def set_random(self, random: torch.Generator) -> None:
        """Let `random` go on as it stood."""
        random.set_state(self.tensors[RANDOM])

    def check_fits(self, spec: PaintSpec) -> None:
        """Raises UserError where a painting of `spec` cannot go on from here."""
        if _fixed(self.spec) != _fixed(spec):
            raise UserError(
                tr(
                    "A painting cannot go on with another engine, model, size or number of steps or "
                    "candidates; begin a new one."
                )
            )


def load_kandinsky_state(path: Path) -> KandinskyState:
    """The state in the file `path`. Raises UserError where it is missing, broken or of something else."""
    try:
        with safe_open(path, framework="pt") as file:
            about = json.loads((file.metadata() or {})[METADATA])
            spec = PaintSpec.from_document(about["spec"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return KandinskyState(spec, int(about["prior_steps"]), int(about["denoising_steps"]), tensors)
    except (SafetensorError, OSError) as error:
        raise UserError(
            tr("The saved painting {path} is missing, broken or incomplete.", path=path)
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise UserError(tr("The file {path} is no painting by a Kandinsky.", path=path)) from error


def _fixed(spec: PaintSpec) -> object:
    settings = spec.kandinsky
    sizes = (spec.engine, spec.width, spec.height, spec.steps)
    return settings and (*sizes, settings.model, settings.candidates, settings.between, settings.prior_steps)
