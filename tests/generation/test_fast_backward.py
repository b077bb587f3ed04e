"""The quickened tower sees what the tower sees, on the way there and on the way back."""

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from mmdesk.benchmark.random_clip import write_random_clip
from mmdesk.generation.fast_backward import with_fast_backward
from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder


@pytest.fixture(scope="module")
def tower(tmp_path_factory: pytest.TempPathFactory) -> nn.Module:
    folder: Path = tmp_path_factory.mktemp("models") / "vit"
    write_random_clip("ViT-S-32-alt", folder)
    return load_network(ClipFolder.read(folder)).visual


def looked(tower: nn.Module, pixels: Tensor) -> tuple[Tensor, Tensor]:
    """What the tower sees, and what it would like to see."""
    pixels = pixels.clone().requires_grad_()
    vectors = tower(pixels)
    (slopes,) = torch.autograd.grad(vectors.square().sum(), pixels)
    return vectors.detach(), slopes


def test_vectors_and_slopes_are_the_same(tower: nn.Module) -> None:
    pixels = torch.randn(2, 3, 224, 224, generator=torch.Generator().manual_seed(0))
    for found, wanted in zip(looked(with_fast_backward(tower), pixels), looked(tower, pixels), strict=True):
        assert torch.allclose(found, wanted, rtol=1e-3, atol=1e-4 * float(wanted.abs().max()))


def test_the_tower_itself_stays_as_it_is_and_its_weights_are_shared(tower: nn.Module) -> None:
    kinds = [type(module) for module in tower.modules()]
    fast = with_fast_backward(tower)
    assert [type(module) for module in tower.modules()] == kinds
    assert kinds != [type(module) for module in fast.modules()]
    shared = {tensor.data_ptr() for tensor in tower.parameters()}
    own = [tensor.numel() for tensor in fast.parameters() if tensor.data_ptr() not in shared]
    assert len(own) == 1, "only the patches are laid out anew"
