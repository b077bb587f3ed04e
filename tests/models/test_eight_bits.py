"""Towers in eight bits see what they saw before."""

import copy
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from mmdesk.models.architecture import load_network
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.device import multiplies_bytes
from mmdesk.models.eight_bits import EightBitLinear, can_be_quantised, quantise
from mmdesk.models.embedding import embed_pixels, place
from mmdesk.models.plan import INT8, EncodingPlan
from tests.models.clip_folders import TIMM_TOWER, make_folder

pytestmark = pytest.mark.skipif(not multiplies_bytes("cpu"), reason="this processor multiplies no bytes")


@torch.inference_mode()
def test_a_product_is_right_to_about_a_hundredth_of_the_largest_input() -> None:
    torch.manual_seed(0)
    linear = nn.Linear(96, 40)
    inputs = torch.randn(5, 7, 96) + 3  # not around zero
    right, ours = linear(inputs), EightBitLinear(linear.weight, linear.bias)(inputs)
    assert ours.shape == right.shape
    assert (ours - right).abs().mean() < 0.01 * right.std()


@torch.inference_mode()
def test_zeros_stay_zeros_and_what_is_no_number_is_told() -> None:
    linear = EightBitLinear(torch.randn(4, 8), torch.zeros(4))
    assert linear(torch.zeros(3, 8)).abs().max() == 0
    assert EightBitLinear(torch.zeros(4, 8), torch.ones(4))(torch.randn(3, 8)).eq(1).all()
    assert linear(torch.full((3, 8), torch.inf)).isnan().all()
    assert linear(torch.full((3, 8), torch.nan)).isnan().all()


def test_a_vision_transformer_sees_the_same_in_eight_bits(small_clip: Path) -> None:
    folder = ClipFolder.read(small_clip)
    network, side = load_network(folder), folder.recipe.size
    pixels = np.random.default_rng(0).integers(0, 256, (6, side, side, 3), dtype=np.uint8)
    exact = embed_pixels(network, pixels, folder.recipe, EncodingPlan("cpu"))
    plan = EncodingPlan("cpu", INT8)
    assert can_be_quantised(network.visual)
    seen = embed_pixels(place(network, plan), pixels, folder.recipe, plan)
    assert not np.array_equal(seen, exact), "it has been changed"
    assert (seen * exact).sum(axis=1).min() > 0.998
    assert not can_be_quantised(network.visual), "there is nothing left to change"


def test_a_tower_without_such_blocks_is_left_as_it_is(tmp_path: Path) -> None:
    tower = load_network(ClipFolder.read(make_folder(tmp_path / "timm", TIMM_TOWER))).visual
    before = copy.deepcopy(tower)
    quantise(tower)
    assert not can_be_quantised(tower)
    assert [type(module) for module in tower.modules()] == [type(module) for module in before.modules()]
