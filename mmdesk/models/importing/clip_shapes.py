"""The network of a CLIP told from the shapes of its tensors, as OpenAI built them.

All its CLIPs have heads of 64 numbers, and an image tower that is a transformer or a ResNet.
"""

from collections.abc import Mapping
from math import isqrt
from typing import Any

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr

Shapes = Mapping[str, tuple[int, ...]]
"""Shapes of tensors by their names."""

HEAD_WIDTH = 64

RESNET_REDUCTION = 32
"""Pixels of a side that become one place in the last stage of a ResNet."""


def model_config(shapes: Shapes, *, quick_gelu: bool, name: str) -> dict[str, Any]:
    """The `model_cfg` of the CLIP whose tensors have these shapes. Raises UserError where they make none."""
    try:
        return {
            "embed_dim": shapes["text_projection"][1],
            "quick_gelu": quick_gelu,
            "vision_cfg": _transformer(shapes) if "visual.proj" in shapes else _resnet(shapes),
            "text_cfg": _words(shapes),
        }
    except KeyError as error:
        raise UserError(
            tr("The tensors of {name} make no CLIP: {args} is missing.", name=name, args=error.args[0])
        ) from error
    except IndexError as error:
        raise UserError(
            tr("The tensors of {name} make no CLIP: their shapes fit no network.", name=name)
        ) from error


def _transformer(shapes: Shapes) -> dict[str, Any]:
    width, patch = shapes["visual.conv1.weight"][0], shapes["visual.conv1.weight"][3]
    return {
        "image_size": patch * _grid(shapes["visual.positional_embedding"]),
        "layers": len(_numbers_after("visual.transformer.resblocks.", shapes)),
        "width": width,
        "head_width": HEAD_WIDTH,
        "patch_size": patch,
    }


def _resnet(shapes: Shapes) -> dict[str, Any]:
    return {
        "image_size": RESNET_REDUCTION * _grid(shapes["visual.attnpool.positional_embedding"]),
        "layers": [len(_numbers_after(f"visual.layer{stage}.", shapes)) for stage in (1, 2, 3, 4)],
        "width": shapes["visual.layer1.0.conv1.weight"][0],
        "head_width": HEAD_WIDTH,
        "patch_size": None,
    }


def _words(shapes: Shapes) -> dict[str, Any]:
    width = shapes["ln_final.weight"][0]
    return {
        "context_length": shapes["positional_embedding"][0],
        "vocab_size": shapes["token_embedding.weight"][0],
        "width": width,
        "heads": max(1, width // HEAD_WIDTH),
        "layers": len(_numbers_after("transformer.resblocks.", shapes)),
    }


def _grid(positions: tuple[int, ...]) -> int:
    """Places along a side, where there is one position for each and one more for the whole."""
    return isqrt(max(0, positions[0] - 1))


def _numbers_after(prefix: str, shapes: Shapes) -> set[str]:
    return {name.removeprefix(prefix).partition(".")[0] for name in shapes if name.startswith(prefix)}
