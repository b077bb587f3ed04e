"""Batch norms folded into convolutions: the same numbers, in every kind of tower there is."""

import pytest
import timm
import torch
from open_clip.modified_resnet import ModifiedResNet
from torch import nn

from mmdesk.models.batch_norms import fold_batch_norms

TOWERS = {
    "efficientnet": lambda: timm.create_model("test_efficientnet", num_classes=8),
    "efficientnet-lite": lambda: timm.create_model("tf_efficientnet_lite0", num_classes=8),
    "regnet": lambda: timm.create_model("regnetx_002", num_classes=8),
    "clip-resnet": lambda: ModifiedResNet((1, 1, 1, 1), 8, 4, 64, 16),
}
UNTOUCHED = {
    "vit": lambda: timm.create_model("test_vit", num_classes=8, img_size=64),
    "pre-activation": lambda: timm.create_model("resnetv2_18", num_classes=8),
}


@pytest.mark.parametrize("name", TOWERS)
def test_folding_changes_no_vector(name):
    tower = _tower(TOWERS[name])
    pixels = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    norms = _norms(tower)
    with torch.no_grad():
        before = tower(pixels)
        fold_batch_norms(tower)
        after = tower(pixels)
    assert norms > 0 == _norms(tower)
    assert torch.allclose(before, after, atol=1e-4 * float(before.abs().max()))


@pytest.mark.parametrize("name", UNTOUCHED)
def test_what_is_not_known_stays_as_it_is(name):
    tower = _tower(UNTOUCHED[name])
    before = tower.state_dict().keys()
    fold_batch_norms(tower)
    assert tower.state_dict().keys() == before


def _tower(build) -> nn.Module:
    """A tower in evaluation mode whose norms do something."""
    torch.manual_seed(0)
    tower = build().eval()
    for norm in (one for one in tower.modules() if isinstance(one, nn.BatchNorm2d)):
        norm.running_mean.uniform_(-0.2, 0.2)
        norm.running_var.uniform_(0.5, 2)
        nn.init.uniform_(norm.weight, 0.5, 1.5)
        nn.init.uniform_(norm.bias, -0.2, 0.2)
    return tower.requires_grad_(False)


def _norms(tower: nn.Module) -> int:
    return sum(isinstance(one, nn.BatchNorm2d) for one in tower.modules())
