"""Re-ranking: of several pictures, the one that a CLIP finds most like the prompt (Ramesh et al. 2021)."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mmdesk.core.painting.prompt import parse_prompt
from mmdesk.generation.clip_guide import embed_canvases, preprocessed
from mmdesk.models.clip_encoder import ClipEncoder

AT_ONCE = 8
"""Pictures judged at once."""

POSITIONS = ("pos_embed", "positional_embedding")
"""Weights of a tower that sees pictures of one size only."""


@torch.inference_mode()
def prompt_scores(clips: Sequence[ClipEncoder], prompt: str, pictures: Tensor) -> Tensor:
    """Scores [n] of `pictures` [n, 3, h, w], 0..1: the sum of weighted cosines with the parts of `prompt`.

    The mean over all `clips`; a picture that one of them makes nothing of comes last.
    """
    scores = torch.stack([_scores(clip, prompt, pictures) for clip in clips]).mean(0)
    return scores.nan_to_num(nan=-torch.inf)


def _scores(clip: ClipEncoder, prompt: str, pictures: Tensor) -> Tensor:
    parts = parse_prompt(prompt)
    texts = torch.from_numpy(clip.encode_texts([part.text for part in parts]))
    weights = torch.tensor([part.weight for part in parts])
    return picture_vectors(clip, pictures) @ texts.T @ weights


@torch.inference_mode()
def picture_vectors(clip: ClipEncoder, pictures: Tensor) -> Tensor:
    """Unit vectors [n, dim] of `pictures` [n, 3, h, w], 0..1, small ones at the size that they have."""
    tower, recipe = clip.image_tower(clip.plan.dtype), clip.folder.recipe
    pictures = pictures.to(clip.plan.device)
    vectors = [
        embed_canvases(tower, _as_seen(tower, pictures[at : at + AT_ONCE], clip), recipe, clip.plan).cpu()
        for at in range(0, len(pictures), AT_ONCE)
    ]
    return torch.cat(vectors)


def _as_seen(tower: nn.Module, pictures: Tensor, clip: ClipEncoder) -> Tensor:
    """Small pictures as they are, where the tower can see them so: enlarged they would look blurred to it."""
    size = clip.folder.recipe.size
    is_small = max(pictures.shape[-2:]) <= size
    if is_small and not any(name.endswith(POSITIONS) for name, _ in tower.named_parameters()):
        return pictures
    return preprocessed(pictures, clip.folder.recipe)
