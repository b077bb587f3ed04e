"""What is kept of a painting by tokens between two rows: the codes so far, and the random numbers to come.

It is safetensors, so that nothing in it can run code; the spec is JSON in the metadata.
"""

import json
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

METADATA = "tokens"


@dataclass(frozen=True)
class TokenState:
    """Codes [candidates, rows, columns], of which `row` rows are drawn; `random` is the generator's state."""

    spec: PaintSpec
    row: int
    codes: Tensor
    random: Tensor

    def save(self, path: Path) -> None:
        """Write the file whole or not at all. Raises OSError."""
        tensors = {"codes": self.codes.cpu().int().contiguous(), "random": self.random.clone()}
        about = json.dumps({"spec": self.spec.to_document(), "row": self.row})
        with replacing(path) as part:
            part.write_bytes(save(tensors, {METADATA: about}))

    def check_fits(self, spec: PaintSpec) -> None:
        """Raises UserError where a painting of `spec` cannot go on from here."""
        fixed = [(one.engine, one.width, one.height, _fixed(one)) for one in (self.spec, spec)]
        if fixed[0] != fixed[1]:
            raise UserError(
                tr(
                    "A painting cannot go on with another engine, model, size or number of candidates; "
                    "begin a new one."
                )
            )


def load_token_state(path: Path) -> TokenState:
    """The state in the file `path`. Raises UserError where it is missing, broken or of something else."""
    try:
        with safe_open(path, framework="pt") as file:
            about = json.loads((file.metadata() or {})[METADATA])
            spec = PaintSpec.from_document(about["spec"])
            codes = file.get_tensor("codes").long()
            return TokenState(spec, int(about["row"]), codes, file.get_tensor("random"))
    except (SafetensorError, OSError) as error:
        raise UserError(
            tr("The saved painting {path} is missing, broken or incomplete.", path=path)
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise UserError(
            tr("The file {path} is no painting that was drawn code by code.", path=path)
        ) from error


def new_random(seed: int, state: Tensor | None = None) -> torch.Generator:
    """Random numbers from the start of `seed` on, or from `state` on."""
    random = torch.Generator().manual_seed(seed)
    if state is not None:
        random.set_state(state)
    return random


def _fixed(spec: PaintSpec) -> object:
    return spec.sampling and (spec.sampling.model, spec.sampling.candidates)
