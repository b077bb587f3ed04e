"""What can be told of a CLIP network before any weight is read.

That is whether it is of a size that can be meant, and whether its two towers meet in one space.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import nn

from mmdesk.core.errors import UserError
from mmdesk.core.language import tr, trc
from mmdesk.models.clip_folder import DEFAULT_CONTEXT_LENGTH
from mmdesk.models.pixel_recipe import DEFAULT_SIZE

MOST: Mapping[str, int] = {"layers": 512, "image_size": 4096, "context_length": 32_768}
"""Largest numbers believed of a network, by their names in a config; the largest there are have a tenth."""

MOST_OF_ANY = 1 << 22
"""Largest number believed under any other name; vocabularies have a few hundred thousand tokens."""


def check_sizes(architecture: Mapping[str, Any], name: str) -> None:
    """Raises UserError where the `model_cfg` of the model `name` asks for a network of absurd size."""
    for key, number in _numbers(architecture):
        if abs(number) > MOST.get(key, MOST_OF_ANY):
            raise UserError(
                tr(
                    "The config of the model {name} asks for {key} of {number:,}, which no model has.",
                    name=name,
                    key=key,
                    number=number,
                )
            )


def check_lengths(network: nn.Module, architecture: Mapping[str, Any], name: str) -> None:
    """Raises UserError where pictures and words would not become vectors of the length that is promised.

    `network` is on torch's device "meta", so nothing is computed. What cannot be run there passes.
    """
    promised = architecture.get("embed_dim")
    for whose, found in _lengths(network, architecture, name):
        if found != promised:
            raise UserError(
                tr(
                    "The config of the model {name} promises vectors of {promised} numbers, but those of "
                    "{whose} would have {found}.",
                    name=name,
                    promised=promised,
                    whose=whose,
                    found=found,
                )
            )


@torch.inference_mode()
def _lengths(network: nn.Module, architecture: Mapping[str, Any], name: str) -> list[tuple[str, int]]:
    """Numbers in a vector of pictures and of words, as far as that can be told here."""
    size = architecture["vision_cfg"].get("image_size", DEFAULT_SIZE)
    context = architecture["text_cfg"].get("context_length", DEFAULT_CONTEXT_LENGTH)
    try:
        with torch.device("meta"):
            pictures = torch.empty(1, 3, *(size if isinstance(size, list) else (size, size)))
            words = torch.zeros(1, context, dtype=torch.int64)
        network.eval()
        seen, read = network.encode_image(pictures), network.encode_text(words)  # type: ignore[operator]
    except NotImplementedError:  # an operation that "meta" does not know
        return []
    except (RuntimeError, ValueError, TypeError, AssertionError, LookupError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200].rstrip(".")
        raise UserError(
            tr("The network of the model {name} does not run: {reason}.", name=name, reason=reason)
        ) from error
    return [
        (trc("vectors of", "pictures"), int(seen.shape[-1])),
        (trc("vectors of", "words"), int(read.shape[-1])),
    ]


def _numbers(section: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Every number in `section` and below it, with its name."""
    for key, value in section.items():
        if isinstance(value, Mapping):
            yield from _numbers(value)
        elif isinstance(value, list):
            yield from ((key, one) for one in value if isinstance(one, int | float))
        elif isinstance(value, int | float):
            yield key, value
