"""What is kept of a painting from image vectors: how far it is.

All else follows from the spec: a flow is done again in the time that reading it would take. While VQGAN+CLIP
goes on from its sample, the state is theirs.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from mmdesk.core.atomic_file import replacing
from mmdesk.core.errors import UserError
from mmdesk.core.language import tr
from mmdesk.core.painting.spec import PaintSpec

METADATA = "unclip"


@dataclass(frozen=True)
class UnclipState:
    """`step` steps of the flow of `spec` are done."""

    spec: PaintSpec
    step: int

    def save(self, path: Path) -> None:
        """Write the file whole or not at all. Raises OSError."""
        about = json.dumps({"spec": self.spec.to_document(), "step": self.step})
        with replacing(path) as part:
            part.write_bytes(save({"step": torch.tensor([self.step])}, {METADATA: about}))

    def check_fits(self, spec: PaintSpec) -> None:
        """Raises UserError where a painting of `spec` cannot go on from here."""
        if spec.unclip is None or self.spec.unclip is None or self.step > spec.unclip.flow_steps:
            raise UserError(
                tr("A painting cannot go on with another engine or in fewer steps; begin a new one.")
            )


def load_unclip_state(path: Path) -> UnclipState | None:
    """The state in the file `path`; None where it is that of VQGAN+CLIP. Raises UserError."""
    try:
        with safe_open(path, framework="pt") as file:
            told = (file.metadata() or {}).get(METADATA)
        if told is None:
            return None
        about = json.loads(told)
        return UnclipState(PaintSpec.from_document(about["spec"]), int(about["step"]))
    except (SafetensorError, OSError) as error:
        raise UserError(
            tr("The saved painting {path} is missing, broken or incomplete.", path=path)
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise UserError(
            tr("The file {path} is no painting that was made from image vectors.", path=path)
        ) from error
