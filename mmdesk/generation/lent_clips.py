"""CLIP models that are lent for a moment, to painters whose steps take long and need none."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from torch import Tensor

from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.generation.tokens.judging import prompt_scores
from mmdesk.models.clip_encoder import ClipEncoder

LendClips = Callable[[], AbstractContextManager[Sequence[ClipEncoder]]]
"""Lends the models that judge, and lets searches wait as long; none where nothing is to be judged."""


def ranked_by_words(prompt: str, lend: LendClips, pictures: Tensor) -> Tensor:
    """`pictures` [n, 3, h, w] in the order in which the models find them like `prompt`, the best first."""
    if len(pictures) == 1 or not parse_prompt(prompt):
        return pictures
    with lend() as clips:
        scores = prompt_scores(clips, prompt, pictures)
    return pictures[scores.argsort(descending=True, stable=True).to(pictures.device)]
