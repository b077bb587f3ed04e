"""Towers that see patch by patch: in the right order, and through the tower's own end."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from mmdesk.core.errors import UserError
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.patch_encoder import PatchEncoder, load_patch_encoder
from mmdesk.models.patch_towers import patch_features
from tests.models.clip_folders import OPENAI_LIKE, OWN_WORDS, TEXT, TIMM_TOWER, VISION, make_folder


def like_openai(**vision: Any) -> dict[str, Any]:
    return OPENAI_LIKE | {"vision_cfg": VISION | vision}


def of_timm(tower: str, dim: int, **vision: Any) -> dict[str, Any]:
    vision = {"timm_model_name": tower, "image_size": 64} | vision
    return {"embed_dim": dim, "custom_text": True, "vision_cfg": vision, "text_cfg": TEXT | OWN_WORDS}


RESNET = {
    "embed_dim": 24,
    "vision_cfg": {"image_size": 64, "layers": [1, 1, 1, 1], "width": 8, "head_width": 16},
}
RESNET |= {"text_cfg": TEXT | OWN_WORDS}

TOWERS: dict[str, tuple[dict[str, Any], int]] = {
    "class token": (like_openai(), 4),
    "mean": (like_openai(pool_type="avg"), 4),
    "attention that pools": (
        like_openai(attentional_pool=True, attn_pooler_queries=3, attn_pooler_heads=2),
        4,
    ),
    "CLIP's ResNet": (RESNET, 2),
    "timm's ResNet": (TIMM_TOWER, 2),
    "timm's EfficientNet with a head": (
        of_timm("test_efficientnet", 16, timm_pool="avg", timm_proj="mlp"),
        2,
    ),
    "timm's transformer": (
        of_timm("test_vit", 16, image_size=160, timm_proj="linear", timm_pool="token"),
        10,
    ),
}
"""Architectures, and the number of places along a side of a picture that they have."""


def folder_of(path: Path, name: str) -> ClipFolder:
    return ClipFolder.read(make_folder(path / "model", TOWERS[name][0]))


def one_place_apart(folder: ClipFolder, side: int, row: int, column: int) -> NDArray[np.uint8]:
    """Two pictures of even noise that differ in one place."""
    size = folder.recipe.size
    plain = np.random.default_rng(0).integers(100, 120, (size, size, 3), np.uint8)
    other, cell = plain.copy(), size // side
    other[row * cell : (row + 1) * cell, column * cell : (column + 1) * cell] = (250, 10, 10)
    return np.stack([plain, other])


@pytest.mark.parametrize("name", TOWERS)
def test_what_changes_in_a_place_changes_most_there(tmp_path: Path, name: str) -> None:
    folder, side = folder_of(tmp_path, name), TOWERS[name][1]
    seen = load_patch_encoder(folder, "cpu").encode(one_place_apart(folder, side, side - 1, 0))
    assert seen.shape == (2, side, side, folder.dim)
    changed = np.linalg.norm(seen[0] - seen[1], axis=-1)
    assert np.unravel_index(int(changed.argmax()), changed.shape) == (side - 1, 0)


def test_places_are_what_the_whole_is_the_mean_of(tmp_path: Path) -> None:
    """Where a tower ends in a mean and a linear map."""
    folder = folder_of(tmp_path, "timm's ResNet")
    tower: Any = load_network(folder).visual
    pixels = torch.rand(2, 3, 64, 64)
    assert patch_features(tower, pixels).mean((1, 2)) == pytest.approx(tower(pixels), abs=1e-5)


def test_a_tower_of_another_kind_cannot_tell(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "class token")
    encoder = PatchEncoder(folder, torch.nn.Flatten(), "cpu")
    with pytest.raises(UserError, match="cannot say where"):
        encoder.encode(np.zeros((1, 32, 32, 3), np.uint8))
